"""Two years of the demo town on three days of record, counted by hand: statements, and their answers.

The statements are written anew, for tables: they go forward, from what had happened by the day.
They find what is a number below, and so do the figures.
"""

import datetime

import pytest
from django.db import connection

from hemao.demo.load import load
from reports.asking.registry import REGISTRY, Asked, Shape
from reports.counting.evaluate import evaluate
from tests.demo_town import OfDemoTown
from township.spans import Period

# What the town's motions of the year up to the day of record were on that day; their lead handlings
# then, with the due date as it was before whatever extension came later; the last answer and verdict.
MOTIONS = """
    WITH ours AS (
        SELECT id, is_key, key_on FROM motions_motion motion
        WHERE level = 'town' AND voided_at IS NULL AND submitted_on BETWEEN %(first)s AND %(last)s
        AND (
            SELECT to_status FROM motions_motionevent event
            WHERE event.motion_id = motion.id AND happened_on <= %(day)s
            AND from_status <> to_status
            ORDER BY happened_on DESC, id DESC LIMIT 1
        ) IN ('accepted', 'referred', 'in_hand', 'replied', 'rehandling', 'closed')
    ), leads AS (
        SELECT handling.*, COALESCE((
            SELECT due_before FROM motions_motionevent event
            WHERE handling_id = handling.id AND verb = 'extend' AND happened_on > %(day)s
            ORDER BY happened_on, id LIMIT 1
        ), due_on) AS due FROM motions_handling handling
        WHERE role = 'lead' AND voided_at IS NULL AND handed_over_on <= %(day)s
        AND (released_on IS NULL OR released_on > %(day)s)
        AND motion_id IN (SELECT id FROM ours)
    ), answers AS (
        SELECT * FROM leads WHERE replied_on <= %(day)s
    ), last_answers AS (
        SELECT answers.*, is_solved FROM answers
        JOIN motions_resultclass kind ON kind.id = result_class_id
        WHERE round = (SELECT MAX(round) FROM answers other WHERE other.motion_id = answers.motion_id)
    ), said AS (
        SELECT motion_id, round, CASE WHEN rated_on <= %(day)s THEN result ELSE 'none' END AS word
        FROM motions_rating
        WHERE voided_at IS NULL AND motion_id IN (SELECT id FROM ours)
        AND (rated_on <= %(day)s OR silent_on <= %(day)s)
    ), verdicts AS (
        SELECT motion_id, word FROM said
        WHERE round = (SELECT MAX(round) FROM said other WHERE other.motion_id = said.motion_id)
    ), late AS (
        SELECT motion_id FROM leads
        WHERE replied_on <= %(day)s AND replied_on > due
        OR (replied_on IS NULL OR replied_on > %(day)s) AND due < %(day)s
    ), judged AS (
        SELECT motion_id FROM late
        UNION SELECT motion_id FROM answers WHERE due IS NOT NULL
    )
    """
# Each talk of a department with the deputy by the day: the one that the row keeps, and those it replaced.
TALKS = """talks AS (
        SELECT leads.motion_id, note AS way FROM leads JOIN motions_motionevent event
        ON handling_id = leads.id WHERE verb = 'consult' AND happened_on <= %(day)s
        UNION ALL
        SELECT motion_id, CASE consulted_by WHEN 'visit' THEN '上门走访' WHEN 'meeting' THEN '座谈'
            ELSE '电话' END FROM leads WHERE consulted_on <= %(day)s
    )
    """
DECISIONS = """
    WITH RECURSIVE decisions AS (
        SELECT item.id FROM congress_agendaitem item JOIN congress_meeting meeting
        ON meeting.id = meeting_id
        WHERE item.voided_at IS NULL AND meeting.voided_at IS NULL AND follows_id IS NULL
        AND decision_department_id IS NOT NULL AND decision_due_on IS NOT NULL
        AND meeting.starts_on BETWEEN %(first)s AND %(last)s
    ), came_back(id, origin) AS (
        SELECT id, id FROM decisions
        UNION ALL
        SELECT item.id, origin FROM congress_agendaitem item JOIN came_back
        ON follows_id = came_back.id
    )
    """
FINDINGS = """
    FROM congress_finding finding JOIN congress_activity activity ON activity.id = activity_id
    WHERE finding.voided_at IS NULL AND activity.voided_at IS NULL
    AND activity.starts_on BETWEEN %(first)s AND %(last)s
    """
HEARD = """
    FROM representatives_opinion
    WHERE voided_at IS NULL AND heard_on BETWEEN %(first)s AND %(last)s
    """
SQL = {
    "答复件数": f"{MOTIONS} SELECT COUNT(DISTINCT motion_id) FROM answers",
    "办结件数": f"""{MOTIONS} SELECT COUNT(*) FROM ours WHERE 'closed' = (
        SELECT to_status FROM motions_motionevent event
        WHERE event.motion_id = ours.id AND happened_on <= %(day)s AND from_status <> to_status
        ORDER BY happened_on DESC, id DESC LIMIT 1
    )""",
    "满意率": f"""{MOTIONS} SELECT
        (SELECT COUNT(*) FROM verdicts WHERE word = 'satisfied'),
        (SELECT COUNT(*) FROM verdicts WHERE word <> 'none')""",
    "不满意件数": f"{MOTIONS} SELECT COUNT(*) FROM verdicts WHERE word = 'unsatisfied'",
    "解决件数": f"""{MOTIONS} SELECT COUNT(*) FROM last_answers
        WHERE is_solved OR promise_done_on <= %(day)s""",
    "面商率": f"""{MOTIONS}, {TALKS} SELECT
        (SELECT COUNT(DISTINCT motion_id) FROM talks WHERE way IN ('上门走访', '座谈')),
        (SELECT COUNT(DISTINCT motion_id) FROM leads)""",
    "电话等沟通件数": f"""{MOTIONS}, {TALKS} SELECT COUNT(*) FROM (
        SELECT motion_id FROM talks GROUP BY motion_id
        HAVING MAX(CASE WHEN way IN ('上门走访', '座谈') THEN 1 ELSE 0 END) = 0
    ) called""",
    "按期答复率": f"""{MOTIONS} SELECT
        (SELECT COUNT(*) FROM judged WHERE motion_id NOT IN (SELECT motion_id FROM late)),
        (SELECT COUNT(*) FROM judged)""",
    "超期件数": f"{MOTIONS} SELECT COUNT(DISTINCT motion_id) FROM late",
    "重点督办件数": f"""{MOTIONS} SELECT COUNT(*) FROM ours
        WHERE is_key AND (key_on IS NULL OR key_on <= %(day)s)""",
    "会议决定落实率": f"""{DECISIONS} SELECT
        (SELECT COUNT(DISTINCT origin) FROM came_back JOIN congress_agendaitem item
            ON item.id = came_back.id JOIN congress_meeting meeting ON meeting.id = meeting_id
            WHERE decision_done_on <= %(day)s
            AND item.voided_at IS NULL AND meeting.voided_at IS NULL),
        (SELECT COUNT(*) FROM decisions)""",
    "问题整改率": f"""SELECT
        (SELECT COUNT(*) {FINDINGS} AND rectified_on <= %(day)s), (SELECT COUNT(*) {FINDINGS})""",
    "意见建议答复率": f"""SELECT
        (SELECT COUNT(*) {HEARD} AND answered_on <= %(day)s), (SELECT COUNT(*) {HEARD})""",
    "回告率": f"""SELECT
        (SELECT COUNT(*) {HEARD} AND answered_on <= %(day)s
            AND (household_id IS NULL OR told_back_on <= %(day)s)),
        (SELECT COUNT(*) {HEARD})""",
}
TOLD_ON = datetime.date(2026, 11, 30)  # the today of the town whose numbers are written down here
# {year: its days of record}: in the middle, the last, and the one on which its report was signed.
DAYS = {
    2021: ("2021-06-30", "2021-12-31", "2022-01-10"),
    2024: ("2024-06-30", "2024-12-31", "2025-01-10"),
}
NUMBERS = {
    2021: {
        "答复件数": [10, 25, 26], "办结件数": [10, 25, 25], "满意率": [(8, 10), (19, 25), (19, 25)],
        "不满意件数": [0, 0, 0], "解决件数": [7, 17, 18], "面商率": [(8, 14), (17, 28), (17, 28)],
        "电话等沟通件数": [2, 5, 6],
        "按期答复率": [(9, 10), (23, 25), (24, 26)], "超期件数": [1, 2, 2],
        "重点督办件数": [1, 3, 3], "会议决定落实率": [(1, 2), (4, 5), (4, 5)],
        "问题整改率": [(2, 4), (5, 7), (5, 7)], "意见建议答复率": [(38, 40), (79, 82), (82, 82)],
        "回告率": [(36, 40), (75, 82), (77, 82)],
    },
    2024: {
        "答复件数": [9, 25, 26], "办结件数": [8, 21, 22], "满意率": [(4, 8), (14, 23), (15, 24)],
        "不满意件数": [0, 2, 2], "解决件数": [5, 14, 14], "面商率": [(8, 11), (19, 30), (19, 30)],
        "电话等沟通件数": [0, 4, 4],
        "按期答复率": [(8, 9), (23, 25), (24, 26)], "超期件数": [1, 2, 2],
        "重点督办件数": [1, 4, 4], "会议决定落实率": [(1, 2), (3, 4), (3, 4)],
        "问题整改率": [(2, 4), (9, 9), (9, 9)], "意见建议答复率": [(56, 61), (111, 112), (111, 112)],
        "回告率": [(53, 61), (107, 112), (108, 112)],
    },
}  # fmt: skip


def by_statement(name, year, day):
    """What the statement finds of the year as it stood on `day` (a text)."""
    days = {"first": f"{year}-01-01", "last": min(day, f"{year}-12-31"), "day": day}
    with connection.cursor() as cursor:
        cursor.execute(SQL[name], days)
        found = cursor.fetchone()
    return found if len(found) > 1 else found[0]


def by_figure(known):
    return {
        (one.name, one.period.start.year, str(one.day)): (
            (value.n, value.total) if one.figure.shape is Shape.RATE else value.number
        )
        for one, value in known.items()
    }


def questions():
    for year, days in DAYS.items():
        period = Period.of_year(year)
        for name in SQL:
            for day in days:
                yield Asked(REGISTRY[name], period, day=datetime.date.fromisoformat(day))


def both_ways():
    """({(name, year, day): what the figure says}, {the same: what the statement finds})."""
    said = by_figure(evaluate(questions()))
    return said, {about: by_statement(*about) for about in said}


class OnTheirDay(OfDemoTown):
    maxDiff = None

    def test_figures_say_what_statements_find(self):
        said, found = both_ways()
        self.assertEqual(said, found)
        moved = [name for name in SQL if len({found[name, 2021, day] for day in DAYS[2021]}) > 1]
        self.assertGreaterEqual(len(moved), 9)  # of 14; two of them hardly ever move


@pytest.mark.whole
@pytest.mark.trial
@pytest.mark.django_db
@pytest.mark.usefixtures("no_town")
def test_numbers_that_are_written_down(monkeypatch, figure):
    """They are those of one town: that of another today has another past. It is laid anew here."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TOLD_ON)
    load(TOLD_ON, lambda line: None)
    said, found = both_ways()
    written = {
        (name, year, day): number
        for year, known in NUMBERS.items()
        for name, numbers in known.items()
        for day, number in zip(DAYS[year], numbers, strict=True)
    }
    assert found == written
    assert said == written
    figure(f"{len(written)} numbers of two years on three days each, as counted by hand")
