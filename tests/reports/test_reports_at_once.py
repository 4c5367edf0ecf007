"""Two who write, plan or close one report in the same moment. Only PostgreSQL has them."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Role
from reports.editions import closing
from reports.editions import services as edition_services
from reports.models import Edition, PlanItem, Report, Section
from reports.studio import services
from reports.words import drafting, plans
from tests import cast
from tests.at_once import at_once
from tests.cast import day
from township.models import LedgerStart

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORDS = "{镇}{年}年人大工作总结\n一、会议\n开会{主席团会议次数}。\n二、不足\n再努力。"
TIMES = 6


@pytest.fixture
def clerks():
    cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    cast.make_presidium_meeting(starts_on=day("2022-03-01"))
    return [cast.make_user(Role.LEADER, display_name=f"领导{n}") for n in range(TIMES)]


@pytest.fixture
def report(clerks):
    draft = drafting.draft("annual", 2022, text=WORDS, signed_on=day("2023-01-09"))
    return services.begin(draft, by=clerks[0])


def refused(do, *args, **kwargs):
    """done, or the sentence that refuses."""
    try:
        do(*args, **kwargs)
    except ValidationError as error:
        return error.messages[0]
    return "done"


def test_one_report_begun_by_all_at_once_is_one(clerks):
    def begin(index):
        return services.begin(drafting.draft("annual", 2022, text=WORDS), by=clerks[index]).pk

    assert len(set(at_once(TIMES, begin))) == 1
    assert Report.objects.get().sections.count() == 2


def test_of_two_who_save_a_part_the_second_is_told(clerks, report):
    section = report.sections.first()

    def write(index):
        mine = Section.objects.get(pk=section.pk)
        return refused(
            services.write_section, mine, title="会议", text=f"第{index}人写的。",
            version=1, by=clerks[index],
        )  # fmt: skip

    answers = at_once(TIMES, write)
    first = answers.index("done")
    assert answers.count("done") == 1
    assert {answer for answer in answers if answer != "done"} == {
        services.OVERTAKEN.format(who=f"领导{first}")
    }
    stored = report.sections.first()
    assert (stored.text, stored.version) == (f"第{first}人写的。", 2)


def test_parts_added_and_moved_at_once_are_all_there_in_an_order(clerks, report):
    def change(index):
        if index % 2:
            return services.add_section(report, title=f"第{index}部分", by=clerks[index])
        services.move_section(report.sections.last(), up=True, by=clerks[index])
        return "moved"

    at_once(TIMES, change)
    titles = [section.title for section in report.sections.all()]
    assert sorted(titles) == ["不足", "会议", "第1部分", "第3部分", "第5部分"]


@pytest.mark.parametrize("reason", ["", "补登了一次会议"])
def test_closed_by_all_in_one_moment_it_is_one_edition(clerks, report, reason):
    if reason:
        edition_services.close(report, by=clerks[0], seen=closing.take(report).mark)
    seen = closing.take(Report.objects.get(pk=report.pk)).mark

    def close(index):
        mine = Report.objects.get(pk=report.pk)
        return refused(edition_services.close, mine, by=clerks[index], seen=seen, reason=reason)

    answers = at_once(TIMES, close)
    assert answers.count("done") == 1
    assert set(answers) <= {
        "done",
        edition_services.MOVED_ON,
        "已经定过稿，再出一版请写明更正了什么、为什么。",
    }
    editions = Edition.objects.order_by("number")
    assert [edition.number for edition in editions] == ([1, 2] if reason else [1])
    for edition in editions:
        assert edition.computed_digest() == edition.digest
    assert editions.last().made_by == clerks[answers.index("done")]


def test_while_records_change_an_edition_says_what_it_lists(clerks, report):
    """One stores meetings while others close; whatever is closed agrees with its own rows."""

    def run(index):
        if index:
            for number in range(1, 6):
                date = day(f"2022-{index + 3:02}-{number:02}")
                # Numbered apart: that two of them want one number is not what is asked here.
                cast.make_presidium_meeting(starts_on=date, number=10 * index + number, clean=False)
            return "stored"
        for _ in range(5):
            mine = Report.objects.get(pk=report.pk)
            seen = closing.take(mine).mark
            reason = "又有变动" if mine.editions.exists() else ""
            refused(edition_services.close, mine, by=clerks[0], seen=seen, reason=reason)
        return "closed"

    at_once(3, run)
    for edition in Edition.objects.all():
        entry = edition.facts["figures"][0]
        assert entry["number"] == str(len(entry["records"][0]["rows"]))


def test_of_two_plans_the_second_is_told(clerks, report):
    def plan(index):
        items = [PlanItem(text=f"第{index}人的计划")]
        return refused(services.plan, report, items, by=clerks[index], seen=plans.mark([]))

    answers = at_once(TIMES, plan)
    assert answers.count("done") == 1
    assert set(answers) == {"done", services.REPLANNED}
    assert PlanItem.objects.get().text == f"第{answers.index('done')}人的计划"
