"""Visits that were made, of the arrangement that was in force on their day.

The rules are those of the form, one of them included that keeps much of old paper out: of an arrangement
that ended more than GRACE ago no visit is entered any more (Visit.clean).
"""

from django.core.exceptions import ValidationError

from imports.kinds import cells
from imports.kinds.base import Column, Doubt, Kind
from imports.kinds.homes import (
    HomePlanner,
    deputy_column,
    home_columns,
)
from imports.kinds.matching import ANOTHER
from representatives.entry import nobody_keeps
from representatives.models import Visit

TEXTS = ("production", "livelihood", "policy", "good_deed")
KEEP, CHANGE = "keep", "change"


class VisitPlanner(HomePlanner):
    def load(self, rows):
        homes = self.load_homes(rows)
        days = [row.get("visited_on") for row in rows]
        kept = [
            one for home in homes for one in self.assignments_of(home)
            if days and one.starts_on <= max(days) and (one.ended_on is None or one.ended_on > min(days))
        ]  # fmt: skip
        self.books.load(Visit, "assignment", [one.pk for one in kept], ["recorded_by"])

    def plan(self, row):
        day = row.get("visited_on")
        person = self.find_deputy(row, day) if row.get("deputy") else None
        home = self.find_home(row, prefer=lambda homes: self.kept(homes, person, day))
        assignment = self.assignment_of(home, person, day)
        told = row.of("method", "was_met", *TEXTS)
        if row.get("content"):
            parts = [told.get("production"), row.get("content")]
            told["production"] = "\n".join(filter(None, parts))
        found = self.known(row, assignment, told)
        if found:
            self.change(found, told, {} if "production" in row else {"production": "content"})
            return
        visit = Visit(assignment=assignment, visited_on=day, **told)
        visit.sign(self.by)
        self.create(visit, counts=True, told={"assignment": "home"})

    def kept(self, homes, person, day):
        """Those of `homes` with which `person`, or anybody, kept in touch on `day`."""
        return [
            home for home in homes
            if any(
                person is None or one.person_id == person.pk
                for one in self.assignments_of(home).in_force(day)
            )
        ]  # fmt: skip

    def assignment_of(self, home, person, day):
        """The assignment in force on `day`; of another day where only that is the deputy's, so
        that the rule of the form says what is wrong."""
        rows = self.assignments_of(home)
        if person is None:
            found = rows.in_force(day).first()
        else:
            mine = rows.filter(person=person.pk)
            found = mine.in_force(day).first() or mine.first()
        if found is None and person and (other := rows.in_force(day).first()):
            raise ValidationError(
                {"deputy": f"{home}在{day}由{other.person}联系，不由{person}联系。"}
            )
        if found is None:
            raise ValidationError({"home": nobody_keeps(home, day)})
        return found

    def known(self, row, assignment, told):
        """The visit of that day that `row` is; None where it is a new one. Where one of that day says
        something else, Doubt asks."""
        day = row.get("visited_on")
        visits = self.books.near(Visit, assignment=assignment.pk)
        visits = sorted((one for one in visits if one.visited_on == day), key=lambda one: one.pk)
        same = next((one for one in visits if not one.differs_from(told)), None)
        if same or not visits:
            if same:
                self.say("已经登记过")
            return same
        kept, _, key = row.chosen.get("visited_on", "").partition("-")
        found = next((one for one in visits if str(one.pk) == key), None)
        if kept == KEEP and found:
            told.clear()
            self.say("按原来登记的")
        if kept == ANOTHER or found:
            return found
        raise Doubt("visited_on", f"这一天已有一次走访：{described(visits[0])}，是另一次吗？", [
            (ANOTHER, "是另一次走访"),
            *(
                (f"{way}-{one.pk}", f"就是那一次（{described(one)}），{words}")
                for one in visits for way, words in ((KEEP, "保留原来登记的"), (CHANGE, "改成表里写的"))
            ),
        ])  # fmt: skip


def described(visit):
    """入户走访，见到，水稻长势好…（许桂兰登记）"""
    said = next((text for name in TEXTS if (text := getattr(visit, name))), "没有写内容")
    met = "见到" if visit.was_met else "没见到"
    short = said if len(said) <= 20 else f"{said[:20]}…"
    return f"{visit.get_method_display()}，{met}，{short}，{visit.recorded_by}登记"


def was_met(value):
    words = cells.text_of(value)
    known = {
        "见到": True,
        "没见到": False,
        "未见到": False,
        "联系上": True,
        "没联系上": False,
        "未联系上": False,
    }
    return known[words] if words in known else cells.mark(value)


def text(column):
    return cells.text(Visit, column)


def good_deed(value):
    """What was done; a mere yes or no does not say it."""
    if cells.text_of(value) in MARKS:
        raise cells.Unsaid("只写了是或者否，没有写办了什么，不读入。")
    return text("good_deed")(value)


MARKS = ("是", "否", "有", "无", "√", "×")


class Visits(Kind):
    key, title, unit = "visits", "走访记录", "次"
    about = "代表走访联系户的记录，算在当天联系这一户的代表名下。反映的意见不在这里导入，请用“意见建议”。"
    permission, listed_at = "representatives.add_visit", "admin:representatives_visit_changelist"
    stores, planner = (Visit,), VisitPlanner
    columns = (
        deputy_column(hint="不填的，按当天联系这一户的代表。"),
        *home_columns(),
        Column(
            "visited_on", "走访日期", cells.day, is_required=True, example="2022-03-01", looks="day",
            also=("走访时间", "日期", "时间", "联系日期", "联系时间", "入户日期", "入户时间"),
        ),
        Column(
            "method", "方式", cells.choice(Visit.Method, {
                "入户": "home", "上门": "home", "走访": "home", "实地": "home", "打电话": "phone",
            }),
            also=("走访方式", "联系方式", "形式"), choices=Visit.Method, example="入户走访",
        ),
        Column(
            "was_met", "见到（联系上）", was_met, also=("是否见到", "见到没有", "见到", "是否联系上"),
            hint="不填的，算见到。",
        ),
        Column("production", "生产情况", text("production"), also=("生产",)),
        Column("livelihood", "生活情况", text("livelihood"), also=("生活",)),
        Column("policy", "宣讲政策", text("policy"), also=("政策宣讲", "宣传政策", "政策宣传")),
        Column("good_deed", "办实事", good_deed, also=("办实事情况", "解决问题", "实事")),
        Column(
            "content", "走访内容", text("production"),
            also=("走访情况", "主要内容", "内容", "走访记录", "情况"),
            hint="记到“生产情况”里；能分开的请分开写。",
        ),
    )  # fmt: skip
