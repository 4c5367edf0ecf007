"""Paper about households: the card that is filled in on a visit, and the year's record book.

Neither carries a phone number, and no identity number is kept at all.
"""

from papers.official import BOX, Paper, PaperCell, PaperRow, blank
from papers.styles import TEXT_WIDTH
from representatives.models import Opinion, Visit
from township.models import town_name
from township.spans import Period, day_in_words

LABEL = 28
HALF = TEXT_WIDTH / 2 - LABEL
CARD = (LABEL, HALF, LABEL, HALF)
BOOK = (24, 32, 22, TEXT_WIDTH - 78)
A_DATE = f"{blank(2)}年{blank(2)}月{blank(2)}日"
METHODS, DISPOSALS = Visit.Method.choices, Opinion.Disposal.choices
# What was seen and done: (label, lines to write on), as on the form.
TEXTS = [("production", 22), ("livelihood", 22), ("policy", 16), ("good_deed", 16)]


def label_of(name):
    return Visit._meta.get_field(name).verbose_name


def boxes(choices):
    return "　".join(f"{BOX}{label}" for _, label in choices)


def across(label, text="", **more):
    return PaperRow((PaperCell(label, "label"), PaperCell(text, span=3)), **more)


def two(label, text, other, more):
    return PaperRow(
        (PaperCell(label, "label"), PaperCell(text), PaperCell(other, "label"), PaperCell(more))
    )


def visit_cards(assignments, day):
    """走访登记卡 as of `day`, a page for each of `assignments`: what is known is printed, the rest
    is filled in by hand.
    """
    place = town_name(day).town
    title = "联系户走访登记卡"
    paper = Paper(title, f"{place}人大")
    for number, row in enumerate(assignments):
        paper.title(title, on_new_page=number > 0)
        paper.marks(f"{place}人大代表　{row.person}", row.category.card_name_on(day))
        paper.table(CARD, card_of(row))
        paper.add("note", "说明：一次走访填一张，填好后交人大办公室录入。")
    return paper.content()


def card_of(assignment):
    home = assignment.household
    yield two("联系户", home.head_name, "住　址", f"{home.village}{home.group}")
    yield two("走访日期", A_DATE, "是否见到", f"{BOX}见到　{BOX}没见到")
    yield across("走访方式", boxes(METHODS))
    for name, height in TEXTS:
        yield across(label_of(name), height=height)
    yield across("反映的意见", height=34)
    yield across("处理方式", "\n".join(boxes(DISPOSALS[i : i + 2]) for i in (0, 2, 4)))
    yield two("代表签名", "", "录入日期", A_DATE)


def record_book(person, year, visits, constituency):
    """联系选民记录簿 of `person` in `year`: `visits` as far as the reader may see them, each with
    `heard`, its opinions.
    """
    place = town_name(Period.of_year(year).last_day).town
    title = f"{place}人大代表联系选民记录簿"
    paper = Paper(title, f"{place}人大")
    paper.add("title", title)
    about = [person.name, str(constituency or ""), f"{year}年"]
    paper.add("to", "　".join(filter(None, about)))
    paper.add("p", sums_of(visits))
    if visits:
        head = PaperRow(
            tuple(PaperCell(word, "head") for word in ("日期", "联系户", "方式", "内容")), height=0
        )
        paper.table(BOOK, [entry_of(visit) for visit in visits], head=head)
        paper.end()
    return paper.content()


def sums_of(visits):
    if not visits:
        return "这一年没有走访记录。"
    homes = len({visit.assignment.household_id for visit in visits})
    met = sum(visit.was_met for visit in visits)
    heard = sum(len(visit.heard) for visit in visits)
    missed = f"，没见到{len(visits) - met}次" if met < len(visits) else ""
    return f"走访联系户{homes}户，见到{met}次{missed}；听取意见{heard}条。"


def entry_of(visit):
    row = visit.assignment
    kind = row.category.name_on(visit.visited_on)
    home = f"{row.household.head_name}\n{row.household.village}{row.household.group}\n{kind}"
    method = visit.get_method_display() + ("" if visit.was_met else "\n没见到")
    cells = (
        PaperCell(day_in_words(visit.visited_on), "entry"), PaperCell(home, "entry"), PaperCell(method, "entry"),
        PaperCell("\n".join(content_of(visit)), "entry"),
    )  # fmt: skip
    return PaperRow(cells, height=0)


def content_of(visit):
    """What was seen, explained and done, then what was heard and what became of it."""
    for name, _ in TEXTS:
        text = getattr(visit, name).strip()
        if text:
            yield f"{label_of(name)}：{text}"
    for opinion in visit.heard:
        yield f"反映的意见：{opinion.text}"
        yield f"处理：{became(opinion)}"


def became(opinion):
    """What became of an opinion, in one sentence: 镇政府（部门）办理；水利站2022年3月2日转办。"""
    steps = [opinion.get_disposal_display()]
    if opinion.handed_over_on:
        steps.append(f"{day_in_words(opinion.handed_over_on)}转办{opinion.department}")
    if opinion.answered_on:
        answer = f"：{opinion.answer.strip()}" if opinion.answer.strip() else ""
        outcome = opinion.get_outcome_display()
        steps.append(f"{day_in_words(opinion.answered_on)}答复（{outcome}）{answer}".rstrip("。"))
    if opinion.told_back_on:
        way = opinion.get_told_back_by_display()
        steps.append(f"{day_in_words(opinion.told_back_on)}{way}回告")
    if opinion.echo != "已有回音":
        steps.append(opinion.echo)
    return "；".join(steps) + "。"
