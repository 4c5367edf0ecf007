"""The demo town, loaded once: the published facts of 2021, and what every page makes of them.

The expected numbers are those of the town's published report, counted by hand.
"""

import datetime
import io
import re
import shutil
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from accounts.models import DemoLoad, Role, User
from congress.models import (
    Activity,
    ActivityPhoto,
    AgendaItem,
    Allowance,
    Attendance,
    Candidacy,
    Meeting,
    Poll,
)
from hemao import worklist
from hemao.demo import marks
from hemao.demo.load import count_rows, load
from hemao.demo.removal import Removal
from motions.models import Handling, Motion, Rating
from records.models import ReadRecord
from reports.asking.periods import Periods
from reports.asking.registry import DAYS, REGISTRY, Asked, Behaviour, Shape
from reports.counting.evaluate import Ledger, evaluate
from reports.counting.kept_sql import CHUNK
from reports.management.commands.bench_report import multiply
from reports.models import Report
from reports.words import drafting, meanings, outline
from reports.words.drafting import report_of
from representatives.models import Assignment, Deputy, Mandate, Opinion, Visit
from tests import cast
from tests.crawl import Crawl, Limits
from tests.demo_town import OfDemoTown, lay_demo_town
from tests.papers.official_layout import departures, fall_of_lines
from tests.papers.word_file import said
from tests.trial import WHOLE, length
from township.numbers import share
from township.spans import Period, today

YEAR = Period.of_year(2021)


class Text(HTMLParser):
    """The text of the page's sheet, a line a block, and what else a crawl looks at."""

    def __init__(self, page):
        super().__init__()
        self.lines, self.inside, self.h1, self.title, self.tag = [], False, 0, "", ""
        self.feed(page)
        self.lines = [line.strip() for line in self.lines if line.strip()]

    def handle_starttag(self, tag, attrs):
        self.tag = tag
        self.h1 += tag == "h1"
        if tag == "article":
            self.inside = True
        if tag in ("h1", "h2", "h3", "p"):
            self.lines.append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "article"
        self.tag = ""

    def handle_data(self, data):
        if self.tag == "title":
            self.title += data
        if self.inside and self.lines:
            self.lines[-1] += data.strip("\n")


class DemoTown(OfDemoTown):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.staff = User.objects.get(username="staff")
        cls.leader = User.objects.get(username="leader")
        cls.auditor = User.objects.get(username="auditor")
        cls.deputy = User.objects.get(username="deputy1")

    def setUp(self):
        self.periods = Periods(2021, report_of(2021).term)

    def figure(self, name, word="", member=""):
        asked = Asked(REGISTRY[name], self.periods.resolve(word), member)
        return evaluate([asked])[asked]

    def page(self, user, url):
        self.client.force_login(user, backend="accounts.backends.RoleBackend")
        return self.client.get(url)

    # Who may look around in it.

    def test_a_deputy_logs_in_by_login_name_name_and_number(self):
        person = self.deputy.person
        for typed in ("deputy1", person.name, person.phone):
            known = User.objects.known_as(typed)
            self.assertEqual([user.username for user in known], ["deputy1"], typed)

    def test_every_deputy_can_be_sent_a_link(self):
        people = Deputy.objects.all().deputies_on(today())
        self.assertGreater(people.count(), 50)
        self.assertFalse(people.filter(phone="").exists())
        self.assertFalse(people.filter(user=None).exists())

    def test_a_helper_finds_the_households_of_one_village(self):
        helper = User.objects.get(username="liaison1")
        village = helper.villages_served.get().village
        page = self.page(helper, "/households/")
        cards = page.context["cards"]
        self.assertGreater(len(cards), 3)
        self.assertEqual({card.household.village for card in cards}, {village})

    # What the published report says.

    def test_the_published_facts(self):
        expected = {
            ("主席团会议次数", ""): 5,
            ("人代会次数", "本届"): 9,
            ("补选县级代表人数", "本届"): 3,
            ("补选镇代表人数", "本届"): 2,
            ("上级交办调研报告篇数", "本届"): 2,
            ("专项行动活动次数", "2020年"): 3,
            ("活动次数", "2021年"): 21,
        }
        found = {key: self.figure(*key).number for key in expected}
        self.assertEqual(found, expected)
        self.assertEqual(self.figure("外出考察地", "本届").names, ("巢湖", "江南", "安吉", "台州"))
        self.assertEqual(self.figure("防汛救灾日期", "2020年").names, ("7月18日",))
        self.assertEqual(self.figure("防汛救灾地点", "2020年").names, ("杨塘圩",))

    def test_the_mayors_were_elected_by_many_votes(self):
        mayors = self.figure("选举镇长副镇长人次", "本届").number
        self.assertEqual(
            mayors, 6
        )  # 1 + 3 in the first session, one in the fifth, one in the eighth
        self.assertEqual(self.figure("高票当选镇长副镇长人次", "本届").number, mayors)

    def test_the_report_says_it_in_the_words_of_the_original(self):
        text = "\n".join(block.text for block in outline.render(report_of(2021)).blocks)
        for words in (
            "召开主席团会议五次",
            "人大例会9次",
            "补选市人大代表3名、镇人大代表2名",
            "各联系1户外出户、1户种植户、1户贫困户",
            "到巢湖、江南、安吉、台州等地",
            "2020年7月18日，杨塘圩发生漫坡",
            "完成市人大交办的两篇调研报告",
        ):
            self.assertIn(words, text)

    def test_one_family_is_older_than_its_ledger(self):
        """Some of it is made whole by a baseline, the rest is not: both are said."""
        paid, heard = (self.figure(n, "本届") for n in ("代表补助发放金额", "意见建议条数"))
        self.assertEqual((paid.baseline, heard.baseline), (39000, 143))
        self.assertTrue(self.figure("意见建议答复条数", "本届").is_missing)
        five = drafting.draft("five", 2021)
        document = outline.render(five)
        self.assertIn("backfill", {gap.kind for gap in document.gaps})
        # The money and the opinions of the five years are those of the term, in every paper.
        for name in ("代表补助发放金额", "补选工作经费金额", "意见建议条数"):
            own = five.periods.asked(REGISTRY[name])
            self.assertEqual(document.values[own], self.figure(name, "本届"), name)
            self.assertFalse(document.values[own].is_missing, name)

    def test_the_report_of_2021_can_be_handed_in(self):
        self.assertEqual(outline.render(report_of(2021)).gaps, [])

    def test_no_report_was_written_before_its_numbers_meant_what_they_mean(self):
        for report in Report.objects.all():
            self.assertEqual(meanings.changed(report, outline.render(report).values), [])

    def test_it_lives_up_to_today(self):
        day = today()
        open_ = Handling.objects.lead().unanswered()
        self.assertGreaterEqual(open_.filter(due_on__lt=day).count(), 2)
        self.assertGreaterEqual(open_.filter(due_on__gte=day).count(), 4)
        week = day - datetime.timedelta(days=7)
        self.assertTrue(Handling.objects.filter(replied_on__gte=week).exists())
        self.assertEqual(Meeting.objects.filter(starts_on__gt=day).count(), 1)
        self.assertTrue(Attendance.objects.unknown().exists())
        self.assertTrue(Mandate.objects.pending().exists())
        self.assertTrue(Opinion.objects.open().exists())

    def test_the_worklist_opens_lists_of_as_many_motions(self):
        titles = ("议案建议到期", "议案建议下一步", "没有兑现的承诺")
        groups = {group.title: group for group in worklist.groups(self.staff, today())}
        for title in titles:
            group = groups[title]
            self.assertGreater(group.count, 0, title)
            page = self.page(self.staff, group.url)
            self.assertEqual(page.context["page_obj"].paginator.count, group.count, title)

    def test_ballots_add_up_everywhere(self):
        for poll in Poll.objects.all():
            self.assertEqual(poll.ballots_valid + poll.ballots_invalid, poll.ballots_returned)
            self.assertLessEqual(poll.ballots_returned, poll.ballots_issued)
            self.assertGreater(poll.voted * 2, poll.electorate)

    @pytest.mark.sqlite  # the generator is asked, not the database
    def test_the_rows_keep_their_own_rules(self):
        for model in (Meeting, AgendaItem, Mandate, Poll, Candidacy, Motion, Handling, Rating, Opinion,
                      Activity, Allowance):  # fmt: skip
            for row in model.objects.order_by("?")[:40]:
                row.full_clean()

    def test_it_is_loaded_only_into_an_empty_database(self):
        with self.assertRaisesMessage(CommandError, "已有数据"):
            call_command("load_demo", quiet=True)

    # Numbers and their rows.

    def test_every_number_is_what_its_list_shows(self):
        compared = 0
        for year in range(2017, today().year + 1):
            period = Period.of_year(year)
            ledger = Ledger({figure.family: period.start for figure in REGISTRY.values()})
            asked = [Asked(figure, period) for figure in REGISTRY.values()]
            for one, known in evaluate(asked, ledger).items():
                self.agree(one.figure, known, one.figure.querysets(period), year)
                compared += 1
        self.assertEqual(compared, len(REGISTRY) * (today().year - 2016))

    def agree(self, figure, known, rows, year):
        """Counts list exactly their rows, sums list rows that add up, rates list n within N."""
        keys = [set(queryset.order_by().values_list("pk", flat=True)) for queryset in rows]
        counts = [len(found) for found in keys]
        where = (figure.name, year)
        if figure.shape is Shape.COUNT:
            self.assertEqual([known.number], counts, where)
        elif figure.shape is Shape.RATE:
            self.assertEqual([known.n, known.total], counts, where)
            self.assertLessEqual(keys[0], keys[1], where)
        elif figure.shape is Shape.SUM:
            amounts = dict(rows[0].values_list("pk", figure.field))
            self.assertEqual(known.number, sum(amounts.values()), where)
        elif figure.shape in DAYS:
            self.assertEqual([known.total], counts, where)
        else:
            self.assertLessEqual(len(known.names), counts[0], where)

    def test_the_members_of_a_dimension_add_up(self):
        for name in ("镇议案建议件数", "活动次数", "走访户次", "联系户数", "议题数", "督办次数"):
            figure = REGISTRY[name]
            asked = [Asked(figure, YEAR, member) for member in figure.dimension.members()]
            parts = sum(known.number for known in evaluate(asked).values())
            self.assertEqual(parts, self.figure(name).number, name)

    def test_flows_of_the_term_are_the_sum_of_its_years(self):
        term = self.periods.of_term
        years = [
            Period(max(term.start, Period.of_year(y).start), Period.of_year(y).end)
            for y in range(2017, 2022)
        ]
        ledger = Ledger({figure.family: term.start for figure in REGISTRY.values()})
        flows = [
            f
            for f in REGISTRY.values()
            if f.behaviour is Behaviour.FLOW and f.shape is not Shape.NAMES
        ]
        self.assertGreater(len(flows), 45)
        asked = {f: [Asked(f, each, day=term.last_day) for each in (*years, term)] for f in flows}
        values = evaluate([one for several in asked.values() for one in several], ledger)
        for figure in flows:  # all on one day of record
            *parts, whole = [values[one].number for one in asked[figure]]
            self.assertEqual(whole, sum(parts), figure.name)

    # Pages.

    REPORTS = ("/reports/2021/", "/reports/2021/handling/")

    @pytest.mark.sqlite  # the same words on both
    def test_the_page_says_what_the_word_file_says(self):
        for address in self.REPORTS:
            response = self.page(self.leader, address)
            self.assertEqual(response.status_code, 200)
            lines = Text(response.content.decode()).lines
            word = self.client.get(f"{address}word/")
            self.assertIn("%E9%B9%A4%E6%AF%9B%E9%95%872021", word["Content-Disposition"])
            paragraphs = [
                p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs if p.text
            ]
            sheet = lines[lines.index(paragraphs[0]) :]
            self.assertEqual(sheet[: len(paragraphs)], paragraphs)

    def test_the_report_on_motions_says_what_the_figures_say(self):
        page = self.page(self.leader, "/reports/2021/handling/")
        text = "".join(Text(page.content.decode()).lines)
        rates = {name: self.figure(name) for name in ("满意率", "满意和基本满意率", "按期答复率")}
        for name, known in rates.items():
            self.assertRegex(text, f"{name}{share(known.n, known.total)}")
        received, accepted = (
            self.figure(name).number for name in ("镇议案建议收到件数", "镇议案建议件数")
        )
        self.assertIn(f"收到代表议案、建议{received}件，受理{accepted}件", text)
        self.assertRegex(text, r"A类\d+件、B类\d+件")
        self.assertNotIn("修改文字", page.content.decode())

    def test_reading_a_report_on_paper_leaves_a_line(self):
        for address, what in zip(self.REPORTS, ("年度工作总结", "建议办理情况报告"), strict=True):
            self.page(self.leader, f"{address}word/?live=1")
            record = ReadRecord.objects.first()
            self.assertEqual((record.what, record.object_id), (f"{what} Word", "2021"))

    def word(self, address):
        return self.page(self.leader, f"{address}word/").content

    def test_the_word_file_is_in_official_layout(self):
        for address in self.REPORTS:
            content = self.word(address)
            self.assertEqual(departures(content), [], address)
            self.assertGreaterEqual(
                len([s for s in said(content) if re.match(r"[一二三]、", s)]), 3
            )

    @pytest.mark.sqlite  # the same paper on both
    def test_the_word_file_falls_on_paper_as_it_should(self):
        """22 lines a page, 28 characters a line, when LibreOffice lays it out.

        A Latin digit takes half a place, so a line may hold one more or less. The report on
        motions lists so many numbers that its lines hold less: it is the pages that must be full.
        """
        if not all(map(shutil.which, ("soffice", "pdftotext"))):
            self.skipTest("没有 LibreOffice 或 poppler：没有排版")
        for address, holds_28 in zip(self.REPORTS, (True, False), strict=True):
            folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
            pages, full = fall_of_lines(self.word(address), folder)
            self.assertLessEqual(set(pages[1:-1]), {21, 22}, address)
            near = sum(full[characters] for characters in (27, 28, 29))
            self.assertTrue(near >= 0.9 * full.total() or not holds_28, full)

    def test_the_whole_page_takes_few_statements(self):
        """What was closed, and today's numbers beside it: these also say what came since."""
        wanted = set(outline.Renderer(report_of(2021)).wanted())
        for address, others in (("/reports/2021/", 6), ("/reports/2021/?live=1", 9)):
            self.page(self.leader, address)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(address)
            domain = [
                q["sql"]
                for q in queries
                if not re.search(r'"django_session"|"accounts_|SAVEPOINT', q["sql"][:400])
            ]
            self.assertLessEqual(len(domain), others + -(-len(wanted) // CHUNK), address)

    def test_a_number_opens_its_records(self):
        page = self.page(self.leader, "/reports/2021/figures/主席团会议次数/").content.decode()
        self.assertEqual(page.count("<tbody>"), 1)
        self.assertEqual(page.split("<tbody>")[1].split("</tbody>")[0].count("<tr>"), 5)

    def test_a_number_opens_beside_the_report(self):
        page = self.page(self.leader, "/reports/2021/figures/补选镇代表人数/card/?period=term")
        self.assertContains(page, "2名")
        self.assertContains(page, "<li>", 2)
        self.assertContains(
            page, reverse("figure-rows", args=[2021, "补选镇代表人数"]) + "?period=term"
        )
        page = self.page(self.leader, "/reports/2021/figures/走访户次/card/")
        self.assertContains(page, "只有经办人员可以查看")
        self.assertNotContains(page, "<li>")
        for name in ("走访户次", "满意率"):  # eight at most; of a rate, those that count
            page = self.page(self.staff, f"/reports/2021/figures/{name}/card/")
            self.assertContains(page, "<li>", 8)

    @pytest.mark.sqlite  # tests/reports/recount asks each on both
    @pytest.mark.trial
    def test_every_figure_opens_for_those_who_read_the_report(self):
        """In the gate each in one of the periods, by turns, and every fourth as a card."""
        periods = ["", "?period=term", "?period=previous", "?period=2020"]
        for number, figure in enumerate(REGISTRY.values()):
            turn = number % len(periods)
            for query in (periods[turn:] + periods)[: length(sample=1, whole=len(periods))]:
                url = reverse("figure-rows", args=[2021, figure.name]) + query
                response = self.page(self.leader, url)
                self.assertEqual(response.status_code, 200, url)
            if WHOLE or not turn:
                card = self.page(self.leader, reverse("figure-card", args=[2021, figure.name]))
                self.assertEqual(card.status_code, 200, figure.name)

    def test_leadership_sees_the_number_and_not_the_households(self):
        url = reverse("figure-rows", args=[2021, "走访户次"])
        for_leader = self.page(self.leader, url)
        for_staff = self.page(self.staff, url)
        value = for_leader.context["value"]
        self.assertEqual(value, for_staff.context["value"])
        self.assertIsNone(for_leader.context.get("tables"))
        self.assertIn("个人信息", for_leader.context["split"]["withheld"])
        self.assertEqual(len(for_staff.context["tables"][0]["rows"]), 50)

    def test_reading_personal_rows_leaves_a_line(self):
        before = ReadRecord.objects.count()
        self.page(self.staff, reverse("figure-rows", args=[2021, "走访户次"]))
        self.assertEqual(ReadRecord.objects.count(), before + 1)

    def test_every_figure_opens_in_years_without_a_term(self):
        for year in (2000, 2016):
            for name in ("走访户次", "满意率", "平均答复天数", "外出考察地"):
                for page in ("figure-rows", "figure-card"):
                    response = self.page(self.leader, reverse(page, args=[year, name]))
                    self.assertEqual(response.status_code, 200, (year, name))

    def test_a_meeting_that_is_only_announced_makes_no_report(self):
        meeting = Meeting.objects.latest("starts_on")
        self.assertGreater(meeting.starts_on, today())  # the demo has one
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_on=datetime.date(today().year + 1, 1, 9)
        )
        page = self.page(self.leader, "/reports/").content.decode()
        self.assertNotIn(f"{today().year + 1}年人大", page)

    def test_what_was_in_time_and_what_was_late_are_all_that_can_be_judged(self):
        for year in range(2017, today().year + 1):
            known = {
                name: evaluate([Asked(REGISTRY[name], Period.of_year(year))], self.complete(year))
                for name in ("按期答复率", "超期件数")
            }
            rate, late = (next(iter(found.values())) for found in known.values())
            self.assertEqual(rate.n + late.number, rate.total, year)

    def complete(self, year):
        start = Period.of_year(year).start
        return Ledger({figure.family: start for figure in REGISTRY.values()})

    @pytest.mark.sqlite  # what a page says is the same on both
    def test_years(self):
        for year in range(2017, today().year + 1):
            self.assertEqual(self.page(self.leader, f"/reports/{year}/").status_code, 200, year)
        empty = self.page(self.leader, "/reports/2001/")
        self.assertContains(empty, "没有")
        for year in (1949, 2101, 99999):
            self.assertEqual(self.page(self.leader, f"/reports/{year}/").status_code, 404)
        self.assertEqual(self.page(self.leader, "/reports/2001/word/").status_code, 404)

    @pytest.mark.sqlite  # roles are asked, not the database
    def test_reports_are_not_there_for_others(self):
        urls = ["/reports/", "/reports/2021/", "/reports/2021/word/", "/reports/2021/figures/",
                "/reports/2021/figures/人代会次数/"]  # fmt: skip
        for user, status in (
            (self.staff, 200),
            (self.leader, 200),
            (self.deputy, 404),
            (self.auditor, 404),
        ):
            for url in urls:
                self.assertEqual(self.page(user, url).status_code, status, (user, url))
        self.client.logout()
        for url in urls:
            self.assertEqual(self.client.get(url).status_code, 302)

    def test_nonsense_in_the_address_is_404(self):
        for tail in ("figures/没有这个数字/", "figures/人代会次数/?period=去年", "figures/人代会次数/?member=水利",
                     "figures/镇议案建议件数/?member=没有"):  # fmt: skip
            self.assertEqual(self.page(self.leader, f"/reports/2021/{tail}").status_code, 404, tail)

    def test_a_deputy_sees_their_own_households_and_nobody_elses(self):
        page = self.page(self.deputy, "/households/")
        self.assertEqual(page.status_code, 200)
        mine = set(
            Assignment.objects.of_user(self.deputy, today()).values_list("household", flat=True)
        )
        self.assertEqual({card.household.pk for card in page.context["cards"]}, mine)
        others = Assignment.objects.in_force(today()).filter(~Q(household__in=mine))
        for pk in others.values_list("household", flat=True)[:20]:
            self.assertEqual(self.client.get(f"/households/{pk}/").status_code, 404)
        for pk in mine:
            self.assertEqual(self.client.get(f"/households/{pk}/").status_code, 200)

    def test_the_photos_of_recent_years_open(self):
        rows = ActivityPhoto.objects.all()
        self.assertGreaterEqual(rows.count(), 8)
        self.assertGreaterEqual(len({row.activity.starts_on.year for row in rows}), 2)
        for row in rows:
            for address in (row.image.url, row.image.thumbnail_url):
                answer = self.page(self.leader, address)
                self.assertEqual(answer.getvalue()[:3], b"\xff\xd8\xff")

    def test_it_can_be_taken_away_again(self):
        """All of what the load brought, and nothing hangs on it that it did not bring."""
        removal = Removal(DemoLoad.objects.get())
        self.assertEqual((removal.hanging(), removal.changed()), ([], {}))
        self.assertGreater(sum(removal.counts().values()), 10_000)
        removal.remove()
        self.assertEqual({m for m in marks.models() if m._base_manager.exists()}, set())

    @pytest.fixture(autouse=True)
    def told(self, figure):
        self.tell = figure

    # Who, and at least how many kinds of pages they are offered.
    # At least so many routes each: in the trial, in the gate.
    READERS = {
        "staff": (320, 100), "leader": (42, 42), "deputy1": (18, 18), "liaison1": (7, 7),
        "auditor": (16, 8), "keeper": (20, 10),
    }  # fmt: skip

    @pytest.mark.sqlite  # the same links on both
    @pytest.mark.trial
    def test_no_link_and_no_form_leads_nowhere(self):
        """In the gate one address of each route, and of the admin one of each app's kinds of pages;
        in the trial of each set of query keys and name.
        """
        limits = Limits(length(sample=1, whole=6), length(sample=1, whole=3))
        cast.make_user(Role.ADMIN, username="keeper")
        followed, dead = 0, {}
        for username, least in self.READERS.items():
            self.client.force_login(User.objects.get(username=username))
            crawl = PageCrawl(self.client, limits, merges=() if WHOLE else (ADMIN_PAGE,))
            dead |= {f"{username} {address}": why for address, why in crawl.run("/").items()}
            self.assertGreater(len(crawl.routes), length(whole=least[0], sample=least[1]), username)
            followed += len(crawl.followed)
        self.tell(f"{followed} addresses followed by {len(self.READERS)} roles, {len(dead)} dead")
        self.assertEqual(dead, {})

    @pytest.mark.sqlite  # what a page says is the same on both
    def test_what_is_said_of_one_member_opens_and_is_exported(self):
        """Of each way to split numbers, by its first figure and the member that has most."""
        by_dimension = {f.dimension: f for f in reversed(REGISTRY.values()) if f.dimension}
        opened = 0
        for dimension, figure in by_dimension.items():
            asked = [Asked(figure, YEAR, member) for member in dimension.members()]
            most, known = max(evaluate(asked).items(), key=lambda pair: weight(pair[1]))
            if not weight(known):
                continue
            opened += 1
            self.client.force_login(self.staff)
            answer = self.client.get(self.periods.address(most))
            self.assertEqual(answer.status_code, 200, most.name)
            exports = [table["export_url"] for table in answer.context["tables"] if table["rows"]]
            self.assertTrue(exports, most.name)
            for address in exports:
                self.assertEqual(self.client.get(address).status_code, 200, address)
        self.assertGreater(opened, 8)


# admin:motions_motion_change and admin:motions_opinion_change are pages of one kind.
ADMIN_PAGE = re.compile(r"(?<=^admin:)([a-z]+)_[a-z]+(?=_[a-z]+$)")


class PageCrawl(Crawl):
    """Wants one heading, and a title in Chinese, of every page."""

    def look(self, address, page, tree):
        if tree.tag != "html":
            return  # a card that a script puts into a page
        text = Text(page)
        if text.h1 != 1 or not re.search(r"[一-鿿]", text.title):
            self.dead[address] = f"{text.h1} headings, title “{text.title}”"


def weight(known):
    return known.total or known.number or len(known.names)


@pytest.mark.sqlite  # pages ask as often whatever answers
class TenTimes(OfDemoTown):
    """A page asks the database as often for a town ten times as large."""

    def pages(self):
        """(user, address) of each page whose rows grow with the town."""
        for path in ("", "2021/", "2021/word/", "2021/handling/", "2021/figures/"):
            yield "leader", f"/reports/{path}"
        for name in ("镇议案建议件数", "走访户次", "意见建议条数", "活动次数", "代表补助发放金额"):
            yield "staff", reverse("figure-rows", args=[2021, name])
            yield "staff", reverse("figure-card", args=[2021, name])
        yield "staff", "/admin/"
        # In the gate tests/records/test_admin.py asks the lists of the admin, at ten rows.
        for model in admin.site._registry if WHOLE else ():
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            if model._meta.app_label in ("representatives", "congress", "motions"):
                yield "staff", reverse(name)
        yield "deputy1", "/households/"

    def statements(self):
        counts = {}
        for username, path in self.pages():
            self.client.force_login(User.objects.get(username=username))
            self.client.get(path)  # the first page of a session also stores it
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.client.get(path).status_code, 200, path)
            counts[path] = len(queries)
        return counts

    def test_statements_do_not_grow_with_the_rows(self):
        before = Visit.objects.count(), self.statements()
        multiply()
        count_rows()
        self.assertEqual(Visit.objects.count(), before[0] * 10)
        self.assertEqual(self.statements(), before[1])


# What holds a key, or the moment itself: an edition is of the rows as they are stored, and of now.
KEYED = (
    "password",
    "history_id",
    "id",
    "content",
    "word",
    "pdf",
    "digest",
    "made_at",
    "marks",
    "loaded_at",
)


@pytest.mark.sqlite  # the generator is asked, not the database
class TwoLoads(OfDemoTown):
    @classmethod
    def setUpTestData(cls):
        """It loads by itself."""

    def test_the_same_day_gives_the_same_town(self):
        """Whatever the clock says and whatever keys the database hands out: once more what the
        other tests stand on.
        """
        with transaction.atomic():
            lay_demo_town()
            first = self.content()
            transaction.set_rollback(True)
        uploads = Path(self.enterContext(tempfile.TemporaryDirectory()))
        with override_settings(MEDIA_ROOT=uploads), transaction.atomic():
            cast.clear_frame()
            load(today(), lambda line: None)
            second = self.content()
            transaction.set_rollback(True)
        self.assertTrue(first["congress.ActivityPhoto"])
        self.assertEqual(list(uploads.rglob("*.jpg")), [])  # undone, and its photos with it
        self.assertGreater(sum(map(len, first.values())), 10_000)
        for model, rows in first.items():
            self.assertEqual(rows, second[model], model)

    def content(self):
        """Every row of every model of ours, without keys."""
        return {model._meta.label: self.rows(model) for model in self.models()}

    def models(self):
        ours = (
            "records",
            "accounts",
            "township",
            "representatives",
            "congress",
            "motions",
            "reports",
        )
        return [model for label in ours for model in apps.get_app_config(label).get_models()]

    def rows(self, model):
        fields = [f for f in model._meta.concrete_fields if not (f.primary_key or f.is_relation)]
        # A line of history keeps its row's key as a plain number.
        names = [f.name for f in fields if f.name not in KEYED]
        return list(model._base_manager.order_by("pk").values_list(*names)) if names else []
