"""Who keeps in touch with which household, from which day, and until when."""

from django import forms
from django.core.exceptions import ValidationError

from imports.kinds import cells
from imports.kinds.base import Ask, Column, Kind
from imports.kinds.homes import (
    HomePlanner,
    asked_day,
    category_column,
    day_ask,
    deputy_column,
    home_columns,
)
from representatives.models import Assignment, Visit


class AssignmentPlanner(HomePlanner):
    def load(self, rows):
        self.since = asked_day(self.answers, "since")
        homes = self.load_homes(rows)
        keys = [row.pk for home in homes for row in self.assignments_of(home)]
        self.books.load(Visit, "assignment", keys)

    def plan(self, row):
        start = row.get("starts_on", self.since)
        person = self.find_deputy(row, start)
        home = self.find_home(row, prefer=lambda homes: self.held_by(homes, person))
        category = self.category_of(row, home, start)
        found = self.known(row, person, home, category, start)
        if found:
            self.say(f"自{found.starts_on}起已经登记过")
            self.correct(found, row)
            return
        end = self.end_of(row)
        assignment = Assignment(
            person=person, household=home, category=category, starts_on=start, **end
        )
        self.create(assignment, counts=True, told={"person": "deputy", "household": "home"})
        if "starts_on" not in row:
            self.say(f"自{start}起")

    def held_by(self, homes, person):
        return [
            home for home in homes
            if any(row.person_id == person.pk for row in self.assignments_of(home))
        ]  # fmt: skip

    def known(self, row, person, home, category, start):
        """The assignment of these three that `row` is about; None where it is a new one."""
        same = [
            one for one in self.assignments_of(home)
            if (one.person_id, one.category_id) == (person.pk, category.pk)
        ]  # fmt: skip
        exact = [one for one in same if one.starts_on == start]
        if exact or not same:
            return next(iter(exact), None)
        end = row.get("ended_on")
        near = [
            one for one in same
            if (end is None or one.starts_on < end) and (one.ended_on is None or one.ended_on > start)
        ]  # fmt: skip
        return near[0] if len(near) == 1 else None

    def end_of(self, row):
        """{column: value} of its end; why it ended is asked where the table does not say it."""
        if "ended_on" not in row:
            return row.of("ended_for")
        told = row.get("ended_for") or self.answers.get("ended_for") or ""
        return {"ended_on": row.get("ended_on"), "ended_for": told}

    def correct(self, found, row):
        """Let `found` say what `row` says of its days, with the visits inside them."""
        told = row.of("starts_on", "ended_on", "ended_for")
        if "ended_on" in told and found.ended_on is None:
            told = row.of("starts_on") | self.end_of(row)
        if "ended_on" in told:
            found.refuse_to_leave_visits(told["ended_on"], "ended_on")
        if "starts_on" in told:
            self.refuse_visits_before(found, told["starts_on"])
        self.change(found, told, {"person": "deputy", "household": "home"})

    def refuse_visits_before(self, found, day):
        early = [
            one.visited_on for one in self.books.near(Visit, assignment=found.pk)
            if one.visited_on < day
        ]  # fmt: skip
        if early:
            raise ValidationError(
                {"starts_on": f"{min(early)}已有走访记录，开始日期不能在它之后。"}
            )


class Assignments(Kind):
    key, title, unit = "assignments", "联系安排", "条"
    about = "哪名代表从哪天起联系哪一户，到哪天结束。户和代表要先登记。"
    permission = "representatives.add_assignment"
    listed_at = "admin:representatives_assignment_changelist"
    stores, planner = (Assignment,), AssignmentPlanner
    asks = (
        day_ask("since", "表里没写日期的，从哪天起联系"),
        Ask(
            "ended_for",
            lambda: forms.ChoiceField(
                label="写了结束日期、没写原因的，结束原因是", required=False,
                choices=[("", "按表里写的"), *Assignment.EndedFor.choices],
            ),
            str,
        ),
    )  # fmt: skip
    columns = (
        deputy_column(is_required=True),
        *home_columns(),
        category_column(),
        Column(
            "starts_on", "开始日期", cells.day, example="2022-01-10",
            also=("联系开始日期", "起始时间", "开始时间", "起始日期", "结对时间", "联系时间", "自"),
        ),
        Column(
            "ended_on", "结束日期", cells.day,
            also=("终止日期", "结束时间", "终止时间", "截止日期", "至"),
        ),
        Column(
            "ended_for", "结束原因", cells.choice(Assignment.EndedFor, {
                "任期届满": "mandate", "届满": "mandate", "换届": "mandate", "调整": "swap",
                "迁出": "moved", "注销": "moved", "脱贫": "category", "登记有误": "mistake",
            }),
            also=("终止原因", "原因"), choices=Assignment.EndedFor,
        ),
    )  # fmt: skip
