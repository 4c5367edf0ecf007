"""From words and numbers to the blocks that page, Word, PDF and print all loop over."""

import re

from django.urls import reverse

from reports.asking import placeholders
from reports.asking.periods import OWN, PREVIOUS
from reports.asking.placeholders import Clause, Lost, Name, Number
from reports.asking.registry import Shape
from reports.asking.spelling import called
from reports.counting.evaluate import Ledger, evaluate
from reports.counting.sentences import MAIN_ONES, change_words, value_words
from reports.figures.dimensions import CATEGORIES, members_of
from reports.models import PlanItem
from reports.words import plans
from reports.words.document import Block, Document, Gap, Run
from reports.words.lines import fitting, flat, lines_of, lines_of_section
from reports.words.meanings import hint_of
from reports.words.tidying import tidied
from representatives.models import CategoryName
from township.models import Town, town_names
from township.numbers import chinese_number
from township.spans import day_in_words, today
from township.words import reading_names_once, speaking_on

# What somebody wrote to be filled in later, as the system does.
TYPED_GAP = re.compile(r"【待[填补][：:]?([^】]*)】")
# 没有 at the head of what a clause says of nothing, perhaps behind the mark that joins it.
NONE = re.compile(r"^([，；。、]?)没有")
WHY = {"backfill": "早于台账起始日，也没有期初数", "ahead": "这一段时间还没有开始"}
NOT_BEGUN = "这一类记录还没有填台账起始日"


class Renderer:
    """Renders one report. It asks the database everything before it writes the first word.

    The attributes are made in this order, since each needs those above it:

    lines       (kind, pieces) of each paragraph: text, placeholders and clauses
    categories  names of the categories, where the words speak of them
    members     the members of the other dimensions that are told one by one
    plans       plan items, where the words speak of them
    values      what `wanted` (from all of these) comes to: 32 figures a statement

    Then `render` walks through the lines and fills `document`, without another statement.
    """

    def __init__(self, report, lines=None, *, is_typed=False):
        """`lines` are (kind, words) in place of the report's own; `is_typed` of what nobody checked."""
        self.report = report
        self.periods = report.periods
        self.town = Town.get()
        self.today = today()
        self.names, self.names_now = town_names(self.periods.own.last_day, self.today)
        self.ledger = Ledger.load()
        lines = [("title", report.title), *(lines_of(report) if lines is None else lines)]
        typed_for = self.periods if is_typed else None
        self.lines = [
            (kind, fitting(placeholders.pieces(words, typed_for))) for kind, words in lines
        ]
        self.categories = self.category_names()
        self.members = members_of(self.split_by() - {CATEGORIES})
        self.plans = self.planned()
        self.values = evaluate(self.wanted(), self.ledger)
        self.document = Document(values=self.values)

    def split_by(self):
        """The dimensions whose members are told one by one."""
        numbers = (piece for piece in self.pieces() if isinstance(piece, Number))
        return {n.figure.dimension for n in numbers if n.style in placeholders.SPLIT} - {None}

    def category_names(self):
        """{code: CategoryName} of that year; nothing is asked where the words speak of none."""
        spoken = {piece.name for piece in self.pieces() if isinstance(piece, Name)}
        if (
            not spoken & {placeholders.CATEGORY_NAME, "各类联系户"}
            and CATEGORIES not in self.split_by()
        ):
            return {}
        last = self.periods.own.last_day
        rows = CategoryName.objects.in_force(last).select_related("category")
        return {row.category.code: row for row in rows.order_by("category__order", "pk")}

    def pieces(self):
        return [piece for _, line in self.lines for piece in flat(line)]

    def planned(self):
        """{name of the placeholder: PlanItems}, of those that the words speak of."""
        spoken = {piece.name for piece in self.pieces() if isinstance(piece, Name)}
        rows = {name: [] for name in ("计划事项", "上年计划落实") if name in spoken}
        # A year has one plan, whichever of its reports it was written into.
        following = PlanItem.objects.filter(year=self.report.year + 1)
        items = PlanItem.objects.planned_in(self.periods.own) | following
        for item in items if rows else ():
            is_next = item.year > self.report.year
            rows.get("计划事项" if is_next else "上年计划落实", []).append(item)
        return rows

    def wanted(self):
        """Every Asked that the outline needs, the year before and the members of details included."""
        for number in self.pieces():
            asked = self.asked(number) if isinstance(number, Number) else None
            if asked is None:
                continue
            yield asked
            if number.style == placeholders.CHANGE:
                yield asked.year_before
            if number.style in placeholders.SPLIT and number.figure.dimension:
                yield from self.members_asked(asked)
        for item in self.plans.get("上年计划落实", ()):
            if plans.is_measured(item):
                yield self.plan_asked(item)

    def members_asked(self, asked):
        """The same of each member."""
        return [asked._replace(member=member) for member in self.members_of(asked.figure)]

    def members_of(self, figure):
        if figure.dimension is CATEGORIES:
            return list(self.categories)  # a category without a name that year was not in use
        return self.members[figure.dimension]

    def asked(self, number):
        """The Asked that `number` means, or None where the report has no such period."""
        try:
            asked = self.periods.asked(number.figure, number.word, number.member)
        except LookupError:
            return None
        is_now = number.style == placeholders.UP_TO_NOW
        return asked._replace(day=self.today) if is_now else asked

    def render(self):
        """The Document, from the title to the date."""
        first, *rest = self.lines
        with reading_names_once(), speaking_of(self.report):
            self.say([first])
            self.introduce()
            self.say(rest)
            if not self.report.is_speech:
                self.sign()
        return self.document

    def say(self, lines):
        """Add the blocks of `lines`; the Document."""
        for kind, line in lines:
            runs = tuple(tidied([run for piece in line for run in self.runs(piece)]))
            if not any(run.text for run in runs):
                continue  # a clause was all there was, and it has nothing to say
            anchor = f"s{len(self.document.blocks)}" if kind in ("h1", "h2") else ""
            self.document.blocks.append(Block(kind, runs, anchor))
        return self.document

    def introduce(self):
        """What stands below the title: 草案, of a speech where it is made and by whom, and the day
        to which the numbers go: there, and nowhere else.
        """
        add = self.document.blocks.append
        if self.report.mark:
            add(Block("draft", (Run(f"（{self.report.get_mark_display()}）"),)))
        if self.report.is_speech:
            self.introduce_speech()
        if not self.periods.is_ahead:
            add(Block("record", (Run(f"（数字截至{day_in_words(self.periods.day)}）"),)))

    def introduce_speech(self):
        add = self.document.blocks.append
        session, speaker = self.report.session, self.report.speaker
        where = session and f"——{day_in_words(session.starts_on)}在{session.title}上"
        for kind, text, label in (
            ("subtitle", where, "在哪次会上报告"), ("speaker", speaker, "报告人"),
        ):  # fmt: skip
            add(Block(kind, (Run(text) if text else self.setting_gap(label),)))

    def setting_gap(self, label):
        """A gap that is filled in where the report itself is described."""
        pk = self.report.pk
        url = reverse("admin:reports_report_change", args=[pk]) if pk else ""
        return self.gap("missing", label, url)

    def sign(self):
        self.document.blocks.append(Block("signature", (Run(self.names.signing_body),)))
        if self.report.signed_on:
            day = Run(day_in_words(self.report.signed_on))
        else:
            day = self.setting_gap("成文日期")
        self.document.blocks.append(Block("date", (day,)))

    def runs(self, piece):
        """The runs of a piece of a line: several of a clause or a detail, none of an empty clause."""
        if isinstance(piece, str):
            return self.plain(piece)
        if isinstance(piece, Name):
            return self.name(piece)
        if isinstance(piece, Lost):
            return [self.lost(piece)]
        if isinstance(piece, Clause):
            says = any(self.says_something(part) for part in piece.pieces)
            # "None were late" is not said of what could not be late.
            is_open = piece.otherwise and any(self.is_unjudged(part) for part in piece.pieces)
            said = piece.pieces if says or is_open else self.otherwise(piece)
            return [run for part in said for run in self.runs(part)]
        return self.number(piece)

    def otherwise(self, clause):
        """What a Clause says of nothing: 没有组织视察, and 目前没有组织视察 while the time runs."""
        first, *rest = clause.otherwise or ("",)
        if self.periods.is_running and isinstance(first, str):
            first = NONE.sub(r"\1目前没有", first)
        return [first, *rest]

    def plain(self, text):
        """The runs of what was typed: a 【待填】 in it is a gap like any other."""
        runs, end = [], 0
        for match in TYPED_GAP.finditer(text):
            runs += [Run(text[end : match.start()]), self.typed_gap(match)]
            end = match.end()
        return [*runs, Run(text[end:])] if end < len(text) or not runs else runs

    def typed_gap(self, match):
        pk = self.report.pk
        url = reverse("report-edit", args=[pk]) if pk else ""
        self.document.gaps.append(Gap("missing", f"{match[1] or '正文'}：文字里写着待填", url))
        return Run(match[0], "missing", url)

    def says_something(self, piece):
        """True of a number that is not nothing; what is older than the ledger is not known to be,
        and what nobody knows any more is told.

        A comparison says something where there is anything to compare with; a plan and the
        categories of households, where there are any.
        """
        if isinstance(piece, Name):
            known = self.plans | {"各类联系户": self.categories}
            return bool(known.get(piece.name))
        if isinstance(piece, Lost):
            return True
        asked = self.asked(piece) if isinstance(piece, Number) else None
        if asked is None:
            return False
        value = self.values[asked]
        if value.is_missing:
            return True
        if piece.style == placeholders.CHANGE:
            return not self.values[asked.year_before].is_missing
        if piece.style == placeholders.MAIN and asked.figure.dimension:
            # A sum that was carried over from before the ledger knows no members.
            return any(self.values[one].number for one in self.members_asked(asked))
        if self.periods.is_running and asked.figure.shape is Shape.RATE:
            return bool(value.n)  # nought of those there are may still become all of them
        return bool(value.number or value.total or value.names)

    def is_unjudged(self, piece):
        """True of a nought that is only known of a part."""
        asked = self.asked(piece) if isinstance(piece, Number) else None
        return asked is not None and self.values[asked].is_unjudged

    def name(self, piece):
        if piece.name == placeholders.CATEGORY_NAME:
            row = self.categories.get(piece.member)
            label = f"类别“{piece.member}”的名称"
            return [Run(row.name) if row else self.gap("missing", label, "")]
        if piece.name in self.plans:
            return self.plan(piece.name)
        term = self.report.own_term
        is_under_way = self.periods.is_running and not self.periods.is_ahead
        words = {
            "年": str(self.report.year),
            "下年": str(self.report.year + 1),
            "全年": "今年" if is_under_way else "全年",
            "年末": "目前" if is_under_way else "年末",
            "截至": f"截至{day_in_words(self.periods.day)}",
            "届": f"第{chinese_number(term.number)}届" if term else "",
            "镇": self.names.town,
            "上级市": self.names.county,
            "上级简称": self.names.county_party.removesuffix("委"),
            "上级党委": self.names.county_party,
            "设区市": self.names.prefecture,
            "署名": self.names.signing_body,
            "各类联系户": "、".join(
                f"{row.category.per_deputy}户{row.name}" for row in self.categories.values()
            ),
        }
        text = words[piece.name]
        return [Run(text) if text else self.gap("missing", called(piece.name), "")]

    def plan(self, name):
        """一是…；二是…: what is planned, or what became of last year's plan."""
        items = self.plans[name]
        if not items:
            year = self.report.year + (name == "计划事项")
            return [self.gap("missing", name, reverse("report-plan", args=[year]))]
        runs = []
        for index, item in enumerate(items):
            order = f"{chinese_number(index + 1)}是" if len(items) > 1 else ""
            runs.append(Run(f"{'；' if index else ''}{order}{item.text.rstrip('。；')}"))
            if name == "上年计划落实":
                runs += self.fulfilment(item)
        return runs

    def plan_asked(self, item):
        """What measures an item of last year's plan, on the report's day of record."""
        return plans.asked_of(item, self.periods.day)

    def fulfilment(self, item):
        """，已完成，实际4次: what the office says of an item of last year's plan, and how far it is."""
        if item.outcome:
            answer = f"（{item.answer.rstrip('。')}）" if item.answer else ""
            runs = [Run(f"，{plans.OUTCOMES[item.outcome]}{answer}")]
        else:
            url = reverse("report-plan", args=[item.year])
            runs = [Run("，"), self.gap("missing", f"“{item.text}”的落实情况", url)]
        if not plans.is_measured(item):
            return runs
        asked = self.plan_asked(item)
        known = plans.words(item, self.values[asked], placeholders.PERCENT)
        url = plans.address(item, asked.day)
        before = "，" if self.values[asked].is_missing else "，实际"
        self.document.numbers_count += 1
        return [*runs, Run(before), Run(known, "number", url, asked.figure.meaning, asked)]

    def number(self, number):
        """The runs that say `number`: one, but for a detail, whose members each open their own."""
        asked = self.asked(number)
        if asked is None:
            url = reverse("figure-list", args=[self.report.year])
            return [self.gap("missing", number.figure.title, url, "报告期不在任何一届里")]
        url = self.periods.address(asked, number.word)
        label = asked.title if not number.word else f"{number.word}{asked.title}"
        value = self.values[asked]
        if value.is_missing:
            kind = "ahead" if value.is_ahead else "backfill"
            return [self.gap(kind, label, url, self.why_unknown(asked, kind))]
        hint = hint_of(asked, value)
        is_split = number.style in placeholders.SPLIT and asked.figure.dimension
        runs = self.split(number, asked, hint) if is_split else []
        text = "" if runs else self.words(number, asked, value) or none_of(number)
        runs = runs or [Run(text, "number", url, hint, asked)]
        if not runs[0].text:
            return self.nothing_to_say(number, label, url)
        self.document.numbers_count += sum(run.kind == "number" for run in runs)
        return runs

    def why_unknown(self, asked, kind):
        begun = kind == "ahead" or asked.figure.family in self.ledger.starts
        return WHY[kind] if begun else NOT_BEGUN

    def nothing_to_say(self, number, label, url):
        if number.style == placeholders.CHANGE:
            gap = self.gap("missing", f"上年{label}", url, "没有上年的数可比")
            return [Run(f"比{self.than(number)}"), gap]
        return [self.gap("missing", label, url, "没有规定办理期限，算不出来")]

    def lost(self, piece):
        """What an upgrade took away or renamed: to be written anew before the report is closed."""
        label = f"“{{{piece.text}}}”现在没有这个数字，请改写"
        self.document.gaps.append(Gap("missing", label, self.editor()))
        return Run(f"【不认识：{piece.text}】", "unknown", self.editor())

    def editor(self):
        return reverse("report-edit", args=[self.report.pk]) if self.report.pk else ""

    def gap(self, kind, label, url, reason="还没有填写"):
        gap = Gap(kind, f"{label}：{reason}", url)
        self.document.gaps.append(gap)
        # On the page a time that has not begun looks like anything else that is to be filled in.
        look = "backfill" if kind == "backfill" else "missing"
        return Run(f"【{gap.word}：{label}】", look, url)

    def words(self, number, asked, value):
        """The value in words, or "" where nobody knows it."""
        if number.style in placeholders.SPLIT and number.figure.dimension:
            return ""
        if number.style == placeholders.UP_TO_NOW and asked.day != self.periods.day:
            return f"{value_words(asked.figure, value)}（截至{day_in_words(asked.day)}）"
        if number.style == placeholders.CHANGE:
            before = self.values[asked.year_before]
            return change_words(value, before, number.figure.unit, self.than(number))
        chinese = self.town.number_style == Town.NumberStyle.CHINESE
        return value_words(asked.figure, value, number.style, chinese=chinese)

    def than(self, number):
        """What a comparison compares with: 上年, 上年同期, 前年, 2019年."""
        if number.word == PREVIOUS:
            return "前年" if self.periods.is_of_a_year else "前年同期"
        if number.word != OWN:
            return f"{int(number.word.removesuffix('年')) - 1}年"
        is_whole = self.periods.is_of_a_year and not self.periods.is_running
        return "上年" if is_whole else "上年同期"

    def split(self, number, asked, hint):
        """农业农村5件、水利设施3件: the members that have any, the largest first; of the main ones
        (农业农村、水利设施、人居环境等) the names alone.

        Categories of households go by the name they had that year.
        """
        members = self.members_of(asked.figure)
        rows = [(self.values[asked._replace(member=m)].number or 0, m) for m in members]
        rows = sorted(((n, m) for n, m in rows if n), key=lambda row: -row[0])
        names = {code: row.name for code, row in self.categories.items()}
        is_category = asked.figure.dimension is CATEGORIES
        is_main = number.style == placeholders.MAIN
        runs = []
        for count, member in rows[:MAIN_ONES] if is_main else rows:
            said = asked.figure.dimension.said(member)
            label = names.get(member, member) if is_category else said
            label = f"{label}{asked.figure.dimension.suffix}"
            one = asked._replace(member=member)
            url = self.periods.address(one, number.word)
            told = label if is_main else f"{count}{asked.figure.unit}"
            before = "" if is_main else label
            runs += [
                Run(f"、{before}" if runs else before),
                Run(told, "number", url, hint, one),
            ]
        more = [Run("等")] if is_main and len(rows) > MAIN_ONES else []
        return [run for run in runs if run.text] + more


def speaking_of(report):
    """While this lasts, words are those of the last day of `report`: a 乡 until 2020 is one in 2019."""
    return speaking_on(report.period.last_day)


def none_of(number):
    """无, of a list that is known to be empty; "" of what is not said because nobody knows it."""
    is_list = number.figure.shape is Shape.NAMES or number.style in placeholders.SPLIT
    return "无" if is_list else ""


def render(report):
    """The Document of `report` (a Report, stored or not)."""
    return Renderer(report).render()


def render_section(report, section, *, is_typed=False, first=1):
    """The Document of one Section of `report` alone, with the words it has now; small headings are
    numbered from `first` on.

    Of those that are only `is_typed`, what is wrong is marked, and the rest is said.
    """
    before = [s for s in report.standing_sections() if s.title and s.order < section.order]
    lines = lines_of_section(section, len(before) + 1, report.numbers_sections, first)
    with speaking_of(report):
        renderer = Renderer(report, lines, is_typed=is_typed)
        return renderer.say(renderer.lines[1:])
