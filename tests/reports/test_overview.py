"""总览 of 柳塘镇 on 24 November 2022: a little of everything in this year and the one before.

Of 2021 two days matter: what happened on 24 November counts, what happened on the 25th does not.
"""

import re
from types import SimpleNamespace

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import Role
from records.models import ReadRecord
from reports.asking.periods import Periods
from reports.asking.registry import REGISTRY
from reports.counting.evaluate import value
from reports.overview import board, waiting
from reports.overview.board import Board, Sight
from reports.overview.charts import ROWS, Bars, Columns, Mark, Series
from tests import cast
from tests.cast import day
from tests.price import price
from tests.stage import staged
from township.models import LedgerStart
from township.spans import Period

pytestmark = pytest.mark.django_db

PAGE = "/overview/"
TODAY = day("2022-11-24")
NOW = Period(day("2022-01-01"), day("2022-11-25"))


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=TODAY)
def frame():
    frame = cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2017-01-01")))
    return frame


@staged(on=TODAY)
def town(frame):
    xu = cast.make_deputy(name="许桂兰", term=frame.first)
    cast.make_mandate(person=xu, term=frame.second)
    make_meetings(frame, xu)
    make_visits(frame, xu)
    for on in ("2021-05-01", "2021-11-25", "2022-05-01"):
        cast.make_activity(starts_on=day(on), people=[xu])
    return SimpleNamespace(frame=frame, xu=xu, motions=make_motions(frame, xu))


def make_meetings(frame, xu):
    """Three this year and one announced; two to the same day of last year, and one after it."""
    for on in ("2021-03-01", "2021-11-24", "2021-11-25"):
        cast.make_presidium_meeting(starts_on=day(on), term=frame.first)
    first, *_ = [
        cast.make_presidium_meeting(starts_on=day(on))
        for on in ("2022-02-01", "2022-05-01", "2022-11-24", "2022-12-20")
    ]
    cast.make_attendance(meeting=first, person=xu, state="present")
    cast.make_attendance(meeting=first, state="leave")
    cast.make_agenda_item(
        meeting=first, decision="整改三处涵闸", decision_department=frame.departments[2],
        decision_due_on=day("2022-11-20"),
    )  # fmt: skip


def make_visits(frame, xu):
    """王二保 of 桥头村 was visited, 李长根 of 岳山村 not; he is kept in touch with since this year."""
    home = cast.make_household(head_name="王二保", village=frame.villages[0])
    row = cast.make_assignment(person=xu, household=home, starts_on=day("2021-01-05"))
    for on in ("2021-03-01", "2021-11-25", "2022-03-01", "2022-03-20", "2022-11-24"):
        cast.make_visit(assignment=row, visited_on=day(on))
    cast.make_assignment(
        person=xu, category=frame.categories[1], starts_on=day("2022-01-05"),
        household=cast.make_household(head_name="李长根", village=frame.villages[1]),
    )  # fmt: skip


def make_motions(frame, xu):
    """One of last year that was answered half a year late, and five of this year (see below)."""
    agriculture, building, _ = frame.departments
    farming, roads, _ = frame.topics

    def make(title, on, status, topic=farming):
        return cast.make_motion(
            title=title, submitted_on=day(on), status=status, proposer=xu, topic=topic
        )

    old = make("关于旧事的建议", "2021-03-01", "replied")
    cast.make_handling(motion=old, department=agriculture, replied_on=day("2021-12-01"))
    cast.make_rating(motion=old)
    found = {
        "answered": make("关于答复了的建议", "2022-03-01", "replied"),
        "late": make("关于超期的建议", "2022-03-02", "in_hand"),
        "soon": make("关于快到期的建议", "2022-08-26", "in_hand", roads),
        "new": make("关于没有交办的建议", "2022-10-01", "accepted", roads),
        "promised": make("关于承诺的建议", "2022-04-01", "replied", roads),
    }
    cast.make_handling(
        motion=found["answered"], department=agriculture, replied_on=day("2022-04-01")
    )
    cast.make_rating(motion=found["answered"], rated_on=day("2022-04-05"))
    cast.make_handling(motion=found["late"], department=agriculture)
    cast.make_handling(motion=found["soon"], department=building)
    cast.make_handling(
        motion=found["promised"], department=building, replied_on=day("2022-05-01"),
        result_class=frame.classes[1], promise="年内修好", promise_due_on=day("2022-10-01"),
    )  # fmt: skip
    cast.make_rating(motion=found["promised"], result="mostly", rated_on=day("2022-05-05"))
    return found


@pytest.fixture
def leader(client, frame):
    client.force_login(cast.make_user(Role.LEADER))
    return client


@pytest.fixture
def clerk(client, frame):
    client.force_login(cast.the_clerk())
    return client


def page_of(client, address=PAGE):
    answer = client.get(address)
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.content.decode())


def said(node):
    return " ".join(node.text_content().split())


def headlines(page):
    return {
        said(card.find("h2")): [said(part) for part in card.findall("p")]
        for card in page.xpath("//ul[@class='headlines']/li")
    }


def table(page, title):
    """What stands in the table beneath the chart of the card `title`: {row: [numbers]}."""
    [card] = page.xpath(f"//section[h2='{title}']")
    return {said(row[0]): [said(cell) for cell in row[1:]] for row in card.xpath(".//tbody/tr")}


@pytest.mark.sqlite  # what a page says is the same on both
class TestHeadlines:
    def test_this_year_and_last_to_the_same_day(self, leader, town):
        page = page_of(leader)
        assert said(page.xpath("//h1")[0]) == "2022年总览"
        assert "截至11月24日，与上年同日相比。每个数字都可以点开。" in said(page)
        assert headlines(page) == {
            "主席团会议": ["3次", "上年同期2次（+1次）"],
            "议案建议": ["5件", "上年同期1件（+4件）"],
            "超期未答复": ["1件", "上年同期1件（持平）"],  # then: what was answered on 1 December
            # Last year's was answered on 1 December, and so not yet rated on 24 November.
            "代表满意率": ["50%", "已评价2件，满意1件；上年同期暂无反馈"],
            "走访覆盖": ["1户", "共2户，1户没有走访；上年同期100%（1/1）"],
        }

    def test_a_whole_year_and_the_one_before(self, leader, town):
        page = page_of(leader, f"{PAGE}?year=2021")
        assert said(page.xpath("//h1")[0]) == "2021年总览"
        assert "全年，数字截至2021年12月31日，与2020年相比。" in said(page)
        found = headlines(page)
        assert found["主席团会议"] == ["3次", "2020年0次（+3次）"]
        assert found["超期未答复"] == [
            "0件",
            "2020年0件（持平）",
        ]  # answered by the end of the year
        assert not page.xpath("//*[@id='waiting']")

    def test_what_is_late_is_red(self, leader, town):
        states = page_of(leader).xpath("//ul[@class='headlines']/li/@class")
        assert states == ["card", "card", "card late", "card", "card"]

    def test_older_than_the_ledger(self, leader, town):
        LedgerStart.objects.filter(family="meetings").update(complete_from=day("2021-06-01"))
        assert headlines(page_of(leader))["主席团会议"] == ["3次", "上年同期待补"]

    @pytest.mark.parametrize(
        "year", ["2023", "1949", "abcd", "20211", "-1", "２０２１", "9" * 5000]
    )
    def test_no_such_year(self, leader, town, year):
        assert leader.get(PAGE, {"year": year}).status_code == 404

    def test_between_the_years(self, leader, town):
        links = page_of(leader).xpath("//nav[@aria-label='换一年']/a")
        assert [(said(link), link.get("href")) for link in links] == [
            ("2022年", PAGE), ("2021年", f"{PAGE}?year=2021"),
        ]  # fmt: skip
        assert [link.get("aria-current") for link in links] == ["true", None]


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2022-11-24", "2021-11-24"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-28"),
        ("2022-01-01", "2021-01-01"),
        ("2022-12-31", "2021-12-31"),
    ],
)
def test_the_same_day_of_the_year_before(monkeypatch, on, last):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day(on))
    year = day(on).year
    sight = Sight(Periods(year, None, day=day(on)))
    this, that = (sight.asked("走访户次", period).seen for period in (sight.now, sight.before))
    assert (this.start, this.last_day) == (day(f"{year}-01-01"), day(on))
    assert (that.start, that.last_day) == (day(f"{year - 1}-01-01"), day(last))


@pytest.mark.parametrize(
    ("period", "query"),
    [
        (Period.of_year(2022), ""),
        (Period.of_year(2021), "?period=previous&day=2021-11-24"),
        (Period(day("2022-03-01"), day("2022-04-01")), "?period=2022-03-01_2022-03-31"),
    ],
)
def test_the_address_of_a_number(period, query):
    assert (
        Sight(Periods(2022, None))
        .url("走访户次", period)
        .partition("/figures/")[2]
        .endswith(f"/{query}")
    )


@pytest.mark.sqlite  # what a page says is the same on both
class TestCharts:
    def test_by_department(self, leader, town):
        """农业农村办公室 answered one and is late with one; the other answered one of two."""
        assert table(page_of(leader), "各承办单位") == {
            "农业农村办公室": ["1", "0", "1"], "村镇建设办公室": ["1", "1", "0"],
        }  # fmt: skip

    def test_a_department_has_answered_or_has_it_in_hand_or_is_late(self, town):
        whole = REGISTRY["各承办单位件数"]
        for member in ["", *whole.dimension.members()]:
            parts = [value(REGISTRY[n], NOW, member).number for n in board.BY_DEPARTMENT]
            assert sum(parts) == value(whole, NOW, member).number, member

    def test_by_state_and_lateness(self, leader, town):
        page = page_of(leader)
        states = {"已受理": ["1"], "办理中": ["2"], "已答复": ["2"]}
        assert table(page, "议案建议办到哪一步") == states
        assert table(page, "议案建议的时限") == {
            "没有期限": ["1"], "即将到期": ["1"], "超期": ["0"], "严重超期": ["1"], "按期答复": ["2"],
            "超期答复": ["0"],
        }  # fmt: skip

    def test_by_topic_and_kind(self, leader, town):
        page = page_of(leader)
        topics = {"道路交通": ["3", "0"], "农业农村": ["2", "1"]}
        assert table(page, "议案建议的内容") == topics
        assert table(page, "各类活动") == {"视察": ["1", "1"]}

    def test_satisfaction(self, leader, town):
        """Of two answers one was rated 满意, the other 基本满意; last year's one came later in the year."""
        assert table(page_of(leader), "代表满意不满意") == {
            "今年": ["1", "1", "0", "0"], "上年同期": ["0", "0", "0", "0"],
        }  # fmt: skip

    def test_visits_by_month(self, leader, town):
        page = page_of(leader)
        found = table(page, "每月走访与目标")
        assert found["3"] == ["2"]
        assert found["11"] == ["1"]  # so far
        assert found["12"] == ["—"]  # not begun
        assert sum(int(number) for [number] in found.values() if number != "—") == 3
        # Two households, four times a year: eight visits, so one a month is enough.
        assert "每月目标1户次（每户每年4次）" in said(page)
        assert "11月（到24日）1户次" in page.xpath("string(//*[@id='month-desc'])")

    def test_no_goal_without_households(self, leader, town):
        town.xu.assignments.update(ended_on=day("2022-11-01"), ended_for="released")
        page = page_of(leader)
        assert "目标" not in page.xpath("string(//section[h2='每月走访与目标']//*[@class='chart'])")

    def test_coverage_by_village(self, leader, town):
        villages = {"桥头村": ["1", "0"], "岳山村": ["0", "1"]}
        assert table(page_of(leader), "各村走访覆盖") == villages

    def test_attendance(self, leader, town):
        found = table(page_of(leader), "会议出席")
        assert found["主席团会议（今年）"] == ["50%（1/2）"]
        assert found["人代会（今年）"] == ["暂无数据"]

    def test_each_is_a_picture_with_words(self, leader, town):
        pictures = page_of(leader).xpath("//main//svg[@role='img']")
        assert len(pictures) == 9
        for picture in pictures:
            title, words = (picture.xpath(f"string({name})") for name in ("title", "desc"))
            ids = picture.get("aria-labelledby").split()
            assert [node.get("id") for node in picture.xpath("title | desc")] == ids
            assert title and words.count("；") >= len(picture.xpath(".//text[@class]")) / 9
            assert not picture.xpath(".//a")  # a picture holds no links: they lie over it

    def test_the_drawing_the_links_and_the_table_say_the_same(self, leader, town):
        for chart in page_of(leader).xpath("//*[@class='chart']"):
            drawn = [said(text) for text in chart.xpath(".//text[contains(@class, 'number')]")]
            cells = [said(link) for link in chart.xpath(".//td/a")]
            assert drawn == cells
            over, below = chart.xpath(".//svg//a[@aria-label]/@href"), chart.xpath(".//td/a/@href")
            assert over == below
            bars = chart.xpath(".//svg//a[not(@aria-label)]")  # for who points, not for who tabs
            assert {(bar.get("tabindex"), bar.get("aria-hidden")) for bar in bars} <= {
                ("-1", "true")
            }
            assert {bar.get("href") for bar in bars} <= set(over)

    def test_the_policy_of_content_allows_all_of_it(self, leader, town):
        html = leader.get(PAGE).content.decode()
        assert " style=" not in html and "<style" not in html
        assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", html))

    def test_every_fill_is_there(self, leader, town):
        page = page_of(leader)
        used = set(page.xpath("//main//rect/@fill"))
        there = {f"url(#{name})" for name in page.xpath("//pattern/@id")}
        assert used and used <= there


LINKS = "//main//a[contains(@href, '/figures/')][not(@aria-hidden)]"


@pytest.mark.sqlite  # tests/reports/recount counts on both
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?year=2021"])
def test_every_number_opens_just_what_it_counts(clerk, town, address):
    """The list behind it has as many rows as it says; behind a share what is not in it, then what is."""
    numbers = {
        (link.get("href"), link.get("aria-label") or said(link))
        for link in page_of(clerk, address).xpath(LINKS)
    }
    assert len(numbers) > 60
    for url, words in numbers:
        answer = clerk.get(url)
        assert answer.status_code == 200, url
        totals = [table["total"] for table in answer.context["tables"]]
        share = re.search(r"（([0-9]+)/([0-9]+)）$", words)
        if share:
            part, whole = int(share[1]), int(share[2])
            assert totals == [whole - part, part], (url, words)
        elif words.endswith("%"):
            assert f"{100 * totals[1] / sum(totals):g}%" == words
        elif not words.endswith(("暂无", "暂无数据", "暂无反馈")):
            assert int(re.search("([0-9]+)[^0-9]*$", words)[1]) in (*totals, sum(totals)), (
                url,
                words,
            )
        else:
            assert set(totals) == {0}, (url, words)
        for opened in answer.context["tables"]:
            assert len(opened["rows"]) == opened["total"]


@pytest.mark.sqlite  # what a page says is the same on both
class TestWaiting:
    def groups(self):
        return {
            group.title: [(item.text, item.note, item.state, item.who) for item in group.items]
            for group in waiting.groups(TODAY)
        }

    def test_the_first_due_first(self, town):
        assert self.groups() == {
            "议案建议到期和超期": [
                ("关于超期的建议", "超期175天", "late", "农业农村办公室"),
                ("关于快到期的建议", "还有2天", "due", "村镇建设办公室"),
            ],
            "答复里的承诺到期": [("关于承诺的建议", "超期54天", "late", "村镇建设办公室")],
            "会议的决定到期": [("整改三处涵闸", "超期4天", "late", "水利站")],
        }  # fmt: skip

    def test_what_is_weighty_proposes_itself_once(self, town):
        cast.make_handling(motion=town.motions["new"], department=town.frame.departments[2])
        for name in ("new", "late"):
            type(town.motions[name]).objects.filter(pk=town.motions[name].pk).update(is_key=True)
        assert self.groups()["还可以列入下次主席团会议"] == [
            ("关于没有交办的建议", "", "due", "重点督办，水利站在办")
        ]

    def test_what_is_on_an_agenda_says_so(self, town):
        cast.make_tabling(motion=town.motions["late"])
        first = self.groups()["议案建议到期和超期"][0]
        assert first == ("关于超期的建议", "超期175天", "late", "农业农村办公室，已列入议程")

    def test_it_opens_for_leadership(self, leader, town):
        links = page_of(leader).xpath("//*[@class='card waiting']//li/a/@href")
        assert len(links) == 4
        assert {leader.get(link).status_code for link in links} == {200}

    def test_many_are_folded(self, leader, town):
        for number in range(6):
            motion = cast.make_motion(title=f"关于第{number}件事的建议", status="in_hand")
            cast.make_handling(motion=motion)
        [card] = page_of(leader).xpath("//*[@class='card waiting']")
        assert "议案建议到期和超期 8件" in said(card)
        assert "还有3件" in said(card)
        assert len(card.xpath(".//details//li")) == 3

    def test_of_opinions_leadership_sees_how_many(self, leader, town):
        home = town.xu.assignments.first().household
        cast.make_opinion(
            household=home, heard_by=town.xu, text="门口的路灯不亮", heard_on=day("2022-05-01"),
            disposal="town", department=town.frame.departments[0], handed_over_on=day("2022-05-02"),
        )  # fmt: skip
        page = page_of(leader)
        [link] = page.xpath("//*[@class='card waiting']/p/a")
        assert said(link) == "1条"
        assert "门口的路灯不亮" not in said(page)
        answer = leader.get(link.get("href"))
        assert answer.context["value"] == "1条"
        assert answer.context["split"]["rows"] == []


@pytest.mark.sqlite  # what a page says is the same on both
class TestEmpty:
    def test_a_new_town(self, leader):
        page = page_of(leader)
        assert "还没有可以看的数字" in said(page)
        main = page.xpath("//main")[0]
        assert not main.xpath(".//svg | .//section | .//table")
        assert not re.search("[0-9]+[%件次户]", said(main))

    def test_without_a_ledger(self, client, db):
        client.force_login(cast.make_user(Role.LEADER))
        assert "还没有可以看的数字" in said(page_of(client))

    def test_the_first_days_of_a_year(self, leader, town, monkeypatch):
        """No numbers yet; but what was late in the old year is late in the new one."""
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2023-01-03"))
        page = page_of(leader)
        assert said(page.xpath("//h1")[0]) == "2023年总览"
        assert "这一年还没有记录" in said(page)
        assert page.xpath("//*[@class='empty']//a/@href") == [f"{PAGE}?year=2022"]
        assert not page.xpath("//ul[@class='headlines']")
        assert "关于超期的建议" in said(page)

    def test_a_town_with_one_visit(self, leader, frame):
        cast.make_visit(visited_on=TODAY)
        page = page_of(leader)
        assert headlines(page)["代表满意率"] == ["暂无反馈", "上年同期暂无反馈"]
        assert "今年还没有受理的议案建议。" in said(page)
        assert "还没有登记过出席的会议。" in said(page)
        assert {said(node) for node in page.xpath("//main//svg[@role='img']/title")} == {
            "每月走访户次", "各村走访到的联系户",
        }  # fmt: skip


@pytest.mark.sqlite  # roles are asked, not the database
class TestWhoReads:
    @pytest.mark.parametrize("role", [Role.DEPUTY, Role.LIAISON, Role.AUDITOR, Role.ADMIN])
    def test_nobody_else(self, client, town, role):
        client.force_login(cast.make_user(role))
        assert client.get(PAGE).status_code == 404

    def test_it_is_the_home_of_leadership_and_first_in_their_menu(self, leader, town):
        assert leader.get("/").headers["Location"] == PAGE
        links = page_of(leader).xpath("//nav[@aria-label='主菜单']//a")
        assert (said(links[0]), links[0].get("aria-current")) == ("总览", "true")
        assert not page_of(leader, "/reports/").xpath(
            "//nav[@aria-label='主菜单']//a[.='总览']/@aria-current"
        )

    def test_staff_have_it_behind_their_workbench(self, clerk, town):
        links = page_of(clerk).xpath("//nav[@aria-label='主菜单']//a")
        assert [said(link) for link in links][:2] == ["工作台", "总览"]

    def test_no_household_is_named(self, clerk, town):
        html = clerk.get(PAGE).content.decode()
        assert "王二保" not in html and "李长根" not in html
        assert not ReadRecord.objects.exists()


def test_as_many_statements_for_a_full_year(leader, town):
    before = price(leader, PAGE)
    for number in range(12):
        motion = cast.make_motion(proposer=town.xu, title=f"关于第{number}件事的建议")
        cast.make_handling(motion=motion)
        cast.make_activity(starts_on=day("2022-06-01"), title=f"视察{number}")
        cast.make_presidium_meeting(starts_on=day("2022-06-02"))
    row = town.xu.assignments.first()
    for number in range(1, 13):
        cast.make_visit(assignment=row, visited_on=day(f"2022-07-{number:02}"))
    assert price(leader, PAGE) == before


def test_a_statement_for_each_32_numbers(leader, town):
    numbers = len(set(Board(Sight(Periods(2022, None))).wanted()))
    assert price(leader, PAGE) <= 40 + -(-numbers // 32)


# The drawing itself.


def bars(*rows, **options):
    """A chart of rows (name, sizes)."""
    series = [Series(f"第{number}种", "now") for number, _ in enumerate(rows[0][1], 1)]
    marks = [(name, [Mark(n, str(n), "/x/", f"{name}{n}") for n in sizes]) for name, sizes in rows]
    return Bars("x", "图", "名称", series, marks, **options)


def boxes(chart):
    return [[(bar.box.x, bar.box.width) for bar in line.bars] for line in chart.lines]


@pytest.mark.sqlite  # what a page says is the same on both
class TestDrawing:
    def test_end_to_end_the_longest_row_is_as_wide_as_the_chart(self):
        chart = bars(("甲", [1, 3]), ("乙", [1, 1]), stacked=True)
        assert boxes(chart) == [
            [("0.00%", "25.00%"), ("25.00%", "75.00%")],
            [("0.00%", "25.00%"), ("25.00%", "25.00%")],
        ]

    def test_below_each_other_the_longest_bar_is(self):
        chart = bars(("甲", [1, 4]), ("乙", [2, 0]))
        assert boxes(chart) == [
            [("0.00%", "25.00%"), ("0.00%", "100.00%")], [("0.00%", "50.00%"), ("0.00%", "0.00%")],
        ]  # fmt: skip

    def test_as_shares_every_row_is(self):
        chart = bars(("甲", [1, 1]), ("乙", [0, 0]), stacked=True, shares=True)
        assert boxes(chart)[0] == [("0.00%", "50.00%"), ("50.00%", "50.00%")]
        assert boxes(chart)[1] == [("0%", "0%"), ("0%", "0%")]

    def test_against_a_whole(self):
        assert boxes(bars(("甲", [50]), full=100)) == [[("0.00%", "50.00%")]]

    def test_no_more_rows_than_a_glance_takes_in(self):
        chart = bars(*((f"第{number}", [number]) for number in range(12)))
        assert len(chart.lines) == ROWS and chart.is_cut
        assert chart.description.count("；") == 11
        assert not bars(("甲", [1])).is_cut

    @pytest.mark.parametrize(
        ("name", "numbers", "short"),
        [
            ("农业农村办公室", 3, "农业农村办公室"),
            ("自然资源和规划管理服务所", 3, "自然资源和规划管理…"),
            ("自然资源和规划管理服务所", 1, "自然资源和规划管理服务所"),
            ("2021年", 4, "2021年"),
        ],
    )
    def test_a_name_has_the_room_that_the_numbers_leave(self, name, numbers, short):
        assert bars((name, [1] * numbers)).lines[0].name == short

    def test_columns_stand_on_one_line_below_the_goal(self):
        marks = [(str(n), [Mark(n, str(n), "/x/", "")]) for n in (0, 2, 4)]
        chart = Columns("x", "图", "月", [Series("次", "now")], marks, goal=8)
        tops = [
            (bar.box.y, bar.box.y + bar.box.height) for line in chart.lines for bar in line.bars
        ]
        assert {bottom for _, bottom in tops} == {chart.base}
        assert tops[0][0] == chart.base > tops[1][0] > tops[2][0] > chart.goal_y

    def test_columns_without_any(self):
        chart = Columns("x", "图", "月", [Series("次", "now")], [("1", [Mark(0, "0", "/x/", "")])])
        assert chart.lines[0].bars[0].box.height == 0


def test_its_address_is_fixed():
    assert reverse("overview") == PAGE
