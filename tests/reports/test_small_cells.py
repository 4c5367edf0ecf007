"""Counts under three are never shown to leadership, and cannot be found from what is shown.

By hand, in 2022: 桥头村 5 visits (4 in March, 1 in April), 石桥村 4 (all in May), 柳树村 1 (May), 高山村 6
(June). Of these 桥头村 has none by telephone, 石桥村 none, 高山村 3.
"""

import itertools

import lxml.html
import pytest
from django.urls import reverse

from reports.asking.registry import REGISTRY
from reports.counting.small_cells import LEAST, merged
from reports.reading.splits import WAYS, WHOLE, ways_of
from tests import cast
from tests.cast import day
from tests.records.exporting import export, rows_of
from tests.stage import staged
from township.models import LedgerStart, Village


def page_of(cells):
    """All that a reader sees of `cells`: single counts, who is merged, their sums, the totals."""
    together = merged(cells)
    if len(together) == len(cells):
        return sums(cells.values())
    shown = tuple((name, counts) for name, counts in cells.items() if name not in together)
    return shown, frozenset(together), sums(cells[name] for name in together)


def sums(lines):
    return tuple(map(sum, zip(*lines, strict=True)))


def is_telling(counts):
    """Whether a line would give somebody away: a nought of what is left tells of nobody."""
    own, *left = counts
    return own < LEAST or any(0 < count < LEAST for count in left)


def made_up_towns(villages, most, columns):
    one = list(itertools.product(range(most + 1), repeat=columns))
    for counts in itertools.product(one, repeat=villages):
        yield dict(zip("甲乙丙丁戊", counts, strict=False))


@pytest.mark.sqlite  # no database is asked
@pytest.mark.parametrize(
    ("villages", "most", "columns"), [(2, 9, 1), (3, 8, 1), (4, 6, 1), (2, 5, 2), (3, 4, 2)]
)
class TestMadeUpTowns:
    """Every town of that size: a reader who knows the rule and the page, and tries all towns."""

    def test_no_small_count_is_shown(self, villages, most, columns):
        for town in made_up_towns(villages, most, columns):
            together = merged(town)
            for name, counts in town.items():
                assert name in together or not is_telling(counts)
            if 0 < len(together) < villages:
                assert len(together) > 1
                assert not is_telling(sums(town[name] for name in together))

    def test_none_can_be_found_from_the_page(self, villages, most, columns):
        """Of each village there is a town that looks the same, where nothing of it is small."""
        towns = {}
        for town in made_up_towns(villages, most, columns):
            if len(merged(town)) < villages:
                towns.setdefault(page_of(town), []).append(town)
        assert towns
        for alike in towns.values():
            for name in alike[0]:
                assert not all(is_telling(town[name]) for town in alike)


@pytest.mark.sqlite  # no database is asked
@pytest.mark.parametrize(
    ("cells", "together"),
    [
        ({"甲": 5, "乙": 3}, ""),
        ({"甲": 5, "乙": 1, "丙": 9}, "甲乙"),  # one alone would be what is left of the total
        ({"甲": 5, "乙": 1, "丙": 5, "丁": 9}, "甲乙丙"),  # those that are equal go together
        ({"甲": 0, "乙": 2, "丙": 9, "丁": 30}, "甲乙丙"),
        ({"甲": 1, "乙": 2}, "甲乙"),
        ({"甲": 1}, "甲"),
        ({}, ""),
    ],
)
def test_the_smallest_of_the_rest_goes_with_them(cells, together):
    assert merged({name: (count,) for name, count in cells.items()}) == set(together)


@pytest.mark.sqlite  # no database is asked
def test_what_is_left_counts_too():
    """甲 lacks one of 9, 乙 two of 8, 丙 none of 7: with 丙 they lack three, and each could be any."""
    cells = {"甲": (8, 1), "乙": (6, 2), "丙": (7, 0), "丁": (20, 5)}
    assert merged(cells) == {"甲", "乙", "丙"}
    assert merged({"甲": (8, 1), "乙": (6, 0), "丙": (7, 0)}) == {"甲", "乙", "丙"}
    assert merged({"甲": (8, 0), "乙": (6, 3)}) == set()


@staged
def frame():
    return cast.make_frame()


@staged
def story(frame):
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2010-01-01")))
    Village.objects.all().delete()
    visits = {
        "桥头村": ["2022-03-01", "2022-03-02", "2022-03-03", "2022-03-04", "2022-04-01"],
        "石桥村": ["2022-05-01", "2022-05-02", "2022-05-03", "2022-05-04"],
        "柳树村": ["2022-05-05"],
        "高山村": [f"2022-06-0{n}" for n in range(1, 7)],
    }
    for name, days in visits.items():
        village = cast.keep(Village(name=name))
        household = cast.make_household(village=village, head_name=f"{name[0]}二保")
        assignment = cast.make_assignment(
            person=cast.make_deputy(), household=household, starts_on=day("2022-02-01")
        )
        for place, on in enumerate(days):
            method = "phone" if name == "高山村" and place < 3 else "home"
            cast.make_visit(assignment=assignment, visited_on=day(on), method=method)


@pytest.fixture
def leader(story, client):
    client.force_login(cast.make_user("leader"))
    return client


def address(name, page="figure-rows", **query):
    return reverse(page, args=[2022, name], query=query)


def lines(client, name, **query):
    page = lxml.html.fromstring(client.get(address(name, **query)).content.decode())
    return {
        row[0].text_content().strip(): [cell.text_content().strip() for cell in row[1:]]
        for row in page.xpath("//section[@aria-labelledby='split']//tbody/tr")
    }


@pytest.mark.django_db
class TestOnThePage:
    def test_by_village(self, leader):
        assert lines(leader, "走访户次") == {
            "桥头村": ["5"], "高山村": ["6"], "柳树村、石桥村合计": ["5"], "合计": ["16"],
        }  # fmt: skip

    def test_by_month(self, leader):
        found = lines(leader, "走访户次", by="month")
        merged_months = "、".join(f"{month}月" for month in (1, 2, 3, 4, 7, 8, 9, 10, 11, 12))
        assert found == {
            "5月": ["5"], "6月": ["6"], f"{merged_months}合计": ["5"], "合计": ["16"],
        }  # fmt: skip

    def test_what_is_left_of_the_whole_is_not_small_either(self, leader):
        """高山村 3 of 6 by telephone; the others none: they are one, with nothing to hide behind but it."""
        assert lines(leader, "电话微信走访户次") == {}

    def test_no_names_and_nothing_to_open(self, leader):
        page = leader.get(address("走访户次")).content.decode()
        assert "二保" not in page
        assert "不足3的、剩下的不足3的，不单独列出" in page

    def test_a_total_under_three_says_so(self, leader):
        answer = leader.get(address("走访未遇次数"))
        assert "总数不足3，不再分列。" in answer.content.decode()
        assert lines(leader, "走访未遇次数") == {}

    @pytest.mark.parametrize(
        "query",
        [
            {"member": "桥头村"},
            {"period": "2022-01-01_2022-05-31"},
            {"period": "term"},
            {"day": "2022-06-03"},
            {"period": "2021-2022"},
        ],
    )
    def test_what_could_be_taken_from_another_table_is_not_split(self, leader, query):
        assert lines(leader, "走访户次", **query) == {}
        export_at = address("走访户次", "figure-export", by="village", **query)
        assert leader.get(export_at).status_code == 404

    def test_only_ways_that_there_are(self, leader):
        for by in ("topic", "deputy", "", "household"):
            assert leader.get(address("走访户次", by=by)).status_code == 404
            export_at = address("走访户次", "figure-export", by=by)
            assert leader.get(export_at).status_code == 404
        assert leader.get(address("走访户次", "figure-export")).status_code == 404

    def test_the_export_follows_the_same_rule(self, leader):
        found = rows_of(export(leader, address("走访户次", "figure-export", by="village")))
        assert {row["村（社区）"]: row["数量（户次）"] for row in found} == {
            "桥头村": 5, "高山村": 6, "柳树村、石桥村合计": 5, "合计": 16,
        }  # fmt: skip

    def test_the_card_leads_there(self, leader):
        page = leader.get(address("走访户次", "figure-card")).content.decode()
        assert "分项数量" in page
        assert "二保" not in page

    def test_it_costs_the_same_with_more_villages(self, leader, django_assert_max_num_queries):
        leader.get(address("走访户次"))
        with django_assert_max_num_queries(30) as before:
            leader.get(address("走访户次"))
        for number in range(8):
            cast.keep(Village(name=f"新村{number}"))
        with django_assert_max_num_queries(len(before)):
            leader.get(address("走访户次"))

    def test_the_office_goes_on_seeing_the_rows(self, story, client):
        client.force_login(cast.the_clerk())
        assert "桥二保" in client.get(address("走访户次")).content.decode()


@pytest.mark.sqlite
class TestEveryFigureAboutHouseholds:
    def test_it_is_split_in_some_way_and_known_where_it_is_a_part(self):
        from reports.figures.rows import shown
        from township.spans import Period

        withheld = {
            name
            for name, figure in REGISTRY.items()
            if shown(figure.querysets(Period.of_year(2000))[0].model).is_personal
        }
        assert len(withheld) >= 17
        assert all(ways_of(REGISTRY[name]) for name in withheld)
        assert set(WHOLE) | set(WHOLE.values()) <= withheld
        assert set(WAYS) == {"village", "topic", "month"}
