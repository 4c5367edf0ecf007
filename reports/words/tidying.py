"""What clauses that say nothing leave standing, taken away."""

from dataclasses import replace

SENTENCE_ENDS, JOINS = ("", "。", "："), "，；、。"
# What parts follow: without one it is not said either.
PARTS_FOLLOW = "其中"


def tidied(runs):
    """`runs` without the marks that a clause which says nothing left standing alone.

    What joined it to the words before begins no sentence (。，已答复), and none ends twice (，。). 其中
    is joined to its first part (其中、建议3件), and goes where it has none (，其中。).
    """
    kept = []
    for run in runs:
        if run.kind == "text":
            before = kept[-1].text if kept else ""
            if before.endswith(PARTS_FOLLOW):
                if run.text.startswith(("。", "；")):
                    without_parts(kept)
                else:
                    run = replace(run, text=run.text.lstrip("，、"))
                before = kept[-1].text if kept else ""
            if before[-1:] in SENTENCE_ENDS:
                run = replace(run, text=run.text.lstrip(JOINS))
            elif before[-1] in JOINS and run.text.startswith("。"):
                kept[-1] = replace(kept[-1], text=before.rstrip(JOINS))
        if run.text:
            kept.append(run)
    return kept


def without_parts(kept):
    """Take the 其中 at the end of the runs `kept` away, with what joined it to the words before."""
    last = kept.pop()
    text = last.text.removesuffix(PARTS_FOLLOW).rstrip(JOINS)
    if text:
        kept.append(replace(last, text=text))
