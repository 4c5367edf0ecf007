"""What the meetings had on their agenda, what came of it, and what they adopted."""

from congress import services
from congress.models import AgendaItem, Meeting, Resolution
from hemao.demo import data
from hemao.demo.build import days
from hemao.demo.chamber import turnout
from representatives.models import Mandate
from township.models import Level

Kind, Outcome = AgendaItem.Kind, AgendaItem.Outcome
ROLE_WORDS = {
    "chair": "人大主席",
    "vice_chair": "人大副主席",
    "mayor": "镇长",
    "vice_mayor": "副镇长",
}


def make(build):
    lists = data.toml("agendas")
    writer = Writer(build, lists, data.toml("elections")["officers"])
    for meeting in build.sessions:
        writer.session(meeting)
    held = [m for m in build.presidium_meetings if m.starts_on < build.today]
    for meeting in held:
        if meeting.occasion == Meeting.Occasion.DURING:
            writer.during(meeting)
        else:
            writer.between(meeting, is_last=meeting == held[-1])
    writer.keep()
    announce(build, lists)


def announce(build, lists):
    """The next meeting's agenda: what is to be studied, and the decisions that are not done."""
    meeting = build.presidium_meetings[-1]
    study = lists["study"][-1]
    build.save(
        [
            AgendaItem(
                meeting=meeting, order=1, kind=Kind.STUDY, title=f"传达学习{study['title']}",
                document_title=study["title"],
            ),
            AgendaItem(meeting=meeting, order=2, kind=Kind.SUGGESTIONS, title="听取代表建议办理情况"),
            AgendaItem(meeting=meeting, order=3, kind=Kind.PREPARE, title="讨论人代会筹备工作"),
        ]
    )  # fmt: skip
    services.carry_open_decisions(meeting, by=build.by)


class Writer:
    def __init__(self, build, lists, officers):
        self.build = build
        self.lists = lists
        self.officers = officers
        self.items = []
        self.resolutions = []
        self.numbers = {}  # year → the last number of a document

    def keep(self):
        self.build.agenda_items += self.build.save(self.items)
        self.build.save(self.resolutions)

    def add(self, meeting, kind, title, outcome, **fields):
        order = sum(item.meeting is meeting for item in self.items) + 1
        item = AgendaItem(
            meeting=meeting, order=order, kind=kind, title=title, outcome=outcome, **fields
        )
        self.items.append(item)
        return item

    def resolve(self, item, kind, title, on):
        """Issue what a session adopted, under the next number of the year."""
        year = on.year
        self.numbers[year] = self.numbers.get(year, 0) + 1
        self.resolutions.append(
            Resolution(
                meeting=item.meeting, agenda_item=item, kind=kind, title=title, adopted_on=on,
                number=f"鹤人发〔{year}〕{self.numbers[year]}号", votes_for=item.votes_for,
            )
        )  # fmt: skip

    def votes(self, meeting, rng):
        """Votes of those who were there, nearly all in favour."""
        against, abstained = rng.choice([(0, 0), (0, 1), (0, 1), (1, 0)])
        return {
            "votes_for": turnout(self.build, meeting) - against - abstained,
            "votes_against": against,
            "abstained": abstained,
        }

    # Sessions.

    def session(self, meeting):
        rng = self.build.rng("agenda", "session", meeting.starts_on)
        winter = meeting.starts_on.month < 6
        last = meeting.last_on or meeting.starts_on
        if meeting.number == 1:
            self.add(
                meeting, Kind.QUALIFICATION, "审议代表资格审查报告", Outcome.PASSED,
                **self.votes(meeting, rng),
            )  # fmt: skip
        for title in self.lists["session"]["winter" if winter else "summer"]:
            item = self.add(
                meeting, Kind.REVIEW, f"审议{title}", Outcome.PASSED, **self.votes(meeting, rng)
            )
            self.resolve(item, Resolution.Kind.RESOLUTION, f"关于{title}的决议", last)
        self.add(
            meeting, Kind.SUGGESTIONS, "听取代表议案建议办理情况报告", Outcome.HEARD,
            reporter="镇人民政府",
        )  # fmt: skip
        if winter and meeting.starts_on.year >= self.lists["session"]["voted_since"]:
            item = self.add(
                meeting, Kind.BALLOT, "票决年度民生实事项目", Outcome.PASSED,
                **self.votes(meeting, rng),
            )  # fmt: skip
            self.resolve(item, Resolution.Kind.DECISION, "关于年度民生实事项目的决定", last)
        self.elections(meeting, rng, last)

    def elections(self, meeting, rng, last):
        key = [meeting.term.number, meeting.number]
        for row in (row for row in self.officers if row["session"] == key):
            word = ROLE_WORDS[row["role"]]
            if "left_on" in row:
                item = self.add(
                    meeting, Kind.OTHER, f"接受{word}辞职", Outcome.PASSED,
                    **self.votes(meeting, rng),
                )  # fmt: skip
                self.resolve(item, Resolution.Kind.DECISION, f"关于接受{word}辞职的决定", last)
            item = self.add(meeting, Kind.ELECTION, f"选举{word}", Outcome.PASSED)
            self.resolve(item, Resolution.Kind.NOTICE, f"关于{word}选举结果的公告", last)

    # The presidium.

    def during(self, meeting):
        self.add(meeting, Kind.REVIEW, "审议各项决议草案", Outcome.PASSED)
        key = [meeting.session.term.number, meeting.session.number]
        if any(row["session"] == key for row in self.officers):
            self.add(meeting, Kind.ELECTION, "酝酿候选人，审议选举办法", Outcome.PASSED)

    def between(self, meeting, is_last):
        """Study, a special report, suggestions, and what the time of year asks for."""
        rng = self.build.rng("agenda", meeting.starts_on)
        day = meeting.starts_on
        study = [row for row in self.lists["study"] if row["from"] <= day][-1]
        self.add(
            meeting, Kind.STUDY, f"传达学习{study['title']}", Outcome.STUDIED,
            document_title=study["title"], document_number=study.get("number", ""),
        )  # fmt: skip
        self.report(rng, meeting, is_last)
        self.add(
            meeting, Kind.SUGGESTIONS, "听取代表建议办理情况", Outcome.HEARD, reporter="人大办公室"
        )
        self.by_elections(meeting)
        votes = {"votes_for": turnout(self.build, meeting), "votes_against": 0, "abstained": 0}
        if day.month <= 3:
            self.add(meeting, Kind.PLAN, f"审议{day.year}年工作要点", Outcome.PASSED, **votes)
        elif day.month in (7, 12):
            self.add(
                meeting, Kind.PREPARE, "决定召开人代会的日期，讨论议程草案", Outcome.PASSED, **votes
            )
        else:
            self.add(meeting, Kind.REVIEW, "审议代表视察调研安排", Outcome.REVISED)
        if day.month in (5, 9):
            self.add(meeting, Kind.BRIEFING, "通报代表联系群众情况", Outcome.HEARD)

    def report(self, rng, meeting, is_last):
        day = meeting.starts_on
        fitting = [row for row in self.lists["reports"] if day.month in row["months"]]
        words = fitting[day.year % len(fitting)] if fitting else self.lists["reports"][0]
        due = day + days(60)
        done = day + days(rng.randint(20, 70))
        self.add(
            meeting, Kind.REPORT, f"听取{words['about']}专项工作报告", Outcome.HEARD,
            reporter=words["department"], decision=f"抓紧做好{words['about']}，到期向主席团报告。",
            decision_department=self.build.departments[words["department"]], decision_due_on=due,
            decision_done_on=None if is_last or done >= self.build.today else done,
        )  # fmt: skip

    def by_elections(self, meeting):
        """Vacancies since the last meeting, by-elections ahead, and results to be confirmed."""
        day = meeting.starts_on
        for poll in self.build.polls:
            place = poll.constituency.name
            if 0 < (poll.held_on - day).days <= 75:
                self.add(meeting, Kind.BY_ELECTION, f"研究{place}代表补选事项", Outcome.PASSED)
            confirmed = [
                m
                for m in self.build.mandates
                if m.constituency_id == poll.constituency_id
                and m.gained_by == Mandate.GainedBy.BY_ELECTION
                and m.confirmed_on == day
            ]
            if confirmed and poll.constituency.term.level == Level.TOWN:
                self.add(meeting, Kind.QUALIFICATION, f"审查{place}补选代表资格", Outcome.PASSED)
