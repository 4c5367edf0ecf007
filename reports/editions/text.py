"""The text of an edition as it is read again: its stored blocks, and what has become of it since."""

from reports.editions import addresses, kept
from reports.since import drift
from reports.words.document import Block, Document, Run


def document_of(edition, successor=None):
    """The Document of `edition`, whose numbers open the rows that were counted; once corrected by
    `successor` it says so below its title.
    """
    blocks = [block_of(entry, edition) for entry in edition.facts["blocks"]]
    document = Document(blocks)
    document.numbers_count = sum(run.kind == "number" for block in blocks for run in block.runs)
    if successor is None:
        return document
    return document.noticed(kept.notice_of(successor), kept.state_of(successor))


def block_of(entry, edition):
    runs = tuple(
        Run(run["text"], run["kind"], addresses.figure_address(edition, run["figure"]))
        for run in entry["runs"]
    )
    return Block(entry["kind"], runs, entry["anchor"])


def live_address(edition, facts):
    """Where the records behind a figure of `edition` stand today; "" where there is no such figure now."""
    asked = drift.asked_of(facts, drift.day_of(facts, edition))
    if asked is None:
        return ""
    periods = edition.report.periods
    is_own = asked.period == periods.own
    word = "" if is_own else f"{asked.period.start}至{asked.period.last_day}"
    return periods.address(asked, word)
