"""Rows on a record's page: what the database would refuse is refused in words, never by a crash."""

import pytest
from django.forms import inlineformset_factory

from congress.models import BodyName, Sitting
from motions import services
from motions.models import Handling, Motion, Signature
from records.admin.forms import EXCHANGE, RecordFormSet, RowForm
from representatives.models import CategoryName, Opinion
from tests import cast
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url

__all__ = ["office"]

ONE_LEAD = "一件议案建议的每次办理只有一个主办单位。"


@pytest.fixture
def frame(db):
    return cast.make_frame()


@pytest.fixture
def motion(frame):
    """Entered on paper, and not yet reviewed."""
    return cast.make_motion(proposer=cast.make_deputy(name="许桂兰"), status="registered")


def page_of(client, row, model=None):
    return AdminForm(client, url(model or type(row), "change", row.pk))


FIELDS = ["department", "role", "round", "handed_over_on", "replied_on", "result_class"]
HandlingRows = inlineformset_factory(
    Motion, Handling, form=RowForm, formset=RecordFormSet, fields=FIELDS, extra=0
)


class Sheet:
    """The handlings of `motion` as rows of a form: opened, changed, sent.

    No page of the admin shows them so, since only the verbs write them; but no other rows
    have two rules of uniqueness, each with a condition of its own.
    """

    def __init__(self, motion):
        self.motion = motion
        forms = HandlingRows(instance=motion).forms
        self.rows = [{**form.initial, "id": form.instance.pk} for form in forms]
        self.stored = len(forms)

    def add(self, department, **fields):
        row = {"role": "lead", "round": 1, "handed_over_on": cast.DAY} | fields
        self.rows.append(row | {"department": department.pk})
        return self

    def row_of(self, handling):
        return next(row for row in self.rows if row["id"] == handling.pk)

    def send(self):
        """What is said against it, as one text; "" where it was stored."""
        data = {"handlings-TOTAL_FORMS": len(self.rows), "handlings-INITIAL_FORMS": self.stored}
        for number, row in enumerate(self.rows):
            filled = {name: str(value) for name, value in row.items() if value is not None}
            data |= {f"handlings-{number}-{name}": value for name, value in filled.items()}
        rows = HandlingRows(data, instance=self.motion)
        if rows.is_valid():
            rows.save()
            return ""
        errors = [error for form in rows.forms for error in form.errors.values()]
        return " / ".join(text for error in [*errors, rows.non_form_errors()] for text in error)


class TestHandlings:
    def test_two_leads_at_once(self, frame, motion):
        sheet = Sheet(motion).add(frame.departments[0]).add(frame.departments[1])
        assert ONE_LEAD in sheet.send()
        assert not Handling.objects.exists()

    def test_a_lead_beside_a_stored_one(self, frame, motion):
        cast.make_handling(motion=motion)
        assert ONE_LEAD in Sheet(motion).add(frame.departments[1]).send()

    def test_a_lead_that_somebody_else_has_just_stored(self, frame, motion):
        sheet = Sheet(motion).add(frame.departments[1])
        cast.make_handling(motion=motion)
        assert ONE_LEAD in sheet.send()

    def test_a_lead_beside_one_that_was_released(self, frame, motion):
        cast.make_handling(motion=motion, released_on=cast.DAY, release_reason="调整给水利站")
        assert Sheet(motion).add(frame.departments[1]).send() == ""

    def test_a_department_twice_in_a_round(self, frame, motion):
        cast.make_handling(motion=motion)
        sheet = Sheet(motion).add(frame.departments[0], role="assist")
        assert "这个单位已在这次办理的承办单位中。" in sheet.send()

    def test_the_same_department_in_a_second_round(self, frame, motion):
        cast.make_handling(motion=motion)
        assert Sheet(motion).add(frame.departments[0], round=2).send() == ""
        assert motion.handlings.count() == 2

    @pytest.mark.parametrize("first", ["lead", "assist"])
    def test_lead_and_assisting_change_places(self, frame, motion, first):
        second = "assist" if first == "lead" else "lead"
        one = cast.make_handling(motion=motion, role=first)
        other = cast.make_handling(motion=motion, department=frame.departments[1], role=second)
        sheet = Sheet(motion)
        sheet.row_of(one)["role"], sheet.row_of(other)["role"] = second, first
        assert sheet.send() == ""
        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.role, other.role) == (second, first)

    def test_departments_change_places(self, frame, motion):
        one = cast.make_handling(motion=motion)
        other = cast.make_handling(motion=motion, department=frame.departments[1], role="assist")
        sheet = Sheet(motion)
        sheet.row_of(one)["department"] = other.department_id
        sheet.row_of(other)["department"] = one.department_id
        assert EXCHANGE in sheet.send()

    def test_voided_and_replaced_in_one_step(self, frame, motion):
        row = cast.make_handling(motion=motion)
        sheet = Sheet(motion).add(frame.departments[1])
        sheet.row_of(row)["DELETE"] = "on"
        assert sheet.send() == ""
        assert [h.department for h in motion.handlings.all()] == [frame.departments[1]]
        voided = Handling.with_voided.exclude(voided_at=None).get()
        assert voided.void_reason == "在所属页面上作废"

    def test_a_reply_without_its_class(self, frame, motion):
        sheet = Sheet(motion).add(frame.departments[0], replied_on=cast.DAY)
        assert "主办单位的答复要写明结果类别。" in sheet.send()


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestSignatures:
    def test_twice(self, office, motion):
        person = cast.make_deputy()
        form = page_of(office, motion).add_row("signatures", person=person)
        form.add_row("signatures", person=person)
        assert "此人已在联名名单中。" in errors_of(form.send())

    def test_the_proposer_signs_a_new_motion(self, office, frame):
        form = self.new(office, cast.make_deputy())
        form.add_row("signatures", person=form.data["proposer"][0])
        assert "领衔代表不再列入联名。" in errors_of(form.send())

    def test_a_bill_of_four_is_entered_and_not_accepted(self, office, frame):
        bill = self.bill(office, signatures=3)
        with cast.refused("议案须有代表5人以上联名，现在4人", "请先办“议案转建议”。"):
            services.accept(bill, by=cast.the_clerk(), on=cast.DAY)
        page = office.get(url(Motion, "change", bill.pk)).content.decode()
        assert url(Motion, "verb", bill.pk, "accept") not in page
        assert url(Motion, "verb", bill.pk, "convert") in page

    def test_a_bill_of_five(self, office, frame):
        bill = self.bill(office, signatures=4)
        accepted(AdminForm(office, url(Motion, "verb", bill.pk, "accept")).send())
        bill.refresh_from_db()
        assert (bill.status, bill.number) == ("accepted", 1)

    def test_after_the_review_nobody_signs(self, office, motion):
        services.accept(motion, by=cast.the_clerk(), on=cast.DAY)
        page = AdminForm(office, url(Motion, "change", motion.pk))
        assert not page.could_send("signatures-0-person")

    def test_voided_and_signed_again_in_one_step(self, office, motion):
        person = cast.make_deputy()
        cast.make_signature(motion=motion, person=person)
        form = page_of(office, motion).fill("signatures-0", DELETE=True)
        accepted(form.add_row("signatures", person=person).send())
        assert Signature.with_voided.count() == 2
        assert motion.signatures.count() == 1

    def bill(self, client, signatures):
        form = self.new(client, cast.make_deputy()).fill(kind="bill")
        for _ in range(signatures):
            form.add_row("signatures", person=cast.make_deputy())
        accepted(form.send())
        return Motion.objects.get()

    def new(self, client, proposer):
        form = AdminForm(client, url(Motion, "add"))
        return form.fill(
            title="关于修路的建议", topic=cast.make_frame().topics[0],
            proposer=proposer, submitted_on=cast.DAY,
        )  # fmt: skip


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestCandidates:
    def test_twice_in_a_poll(self, office, frame):
        poll, person = cast.make_poll(), cast.make_person()
        form = page_of(office, poll)
        for _ in range(2):
            form.add_row("candidacies", person=person, votes_for=10)
        assert "此人已在候选人名单中。" in errors_of(form.send())

    def test_twice_in_an_election(self, office, frame):
        cast.make_deputies(3)
        election, person = cast.make_election(), cast.make_person()
        form = page_of(office, election)
        for _ in range(2):
            form.add_row("candidacies", person=person, votes_for=1)
        assert "此人已在候选人名单中。" in errors_of(form.send())

    def test_more_votes_than_ballots(self, office, frame):
        form = page_of(office, cast.make_poll())
        form.add_row("candidacies", person=cast.make_person(), votes_for=600)
        form.add_row("candidacies", person=cast.make_person(), votes_for=600)
        assert "得票合计1200，多于有效票×应选名额=990。" in errors_of(form.send())

    def test_more_elected_than_seats(self, office, frame):
        form = page_of(office, cast.make_poll())
        for _ in range(2):
            form.add_row("candidacies", person=cast.make_person(), votes_for=300, is_elected=True)
        assert "当选人数多于应选名额1。" in errors_of(form.send())

    def test_one_candidates_votes_on_a_new_poll(self, office, frame):
        poll = cast.make_poll()
        form = AdminForm(office, url(type(poll), "add"))
        names = ["electorate", "voted", "ballots_issued", "ballots_returned", "ballots_valid"]
        form.fill(**{name: getattr(poll, name) for name in [*names, "ballots_invalid"]})
        form.fill(constituency=poll.constituency, held_on=cast.day("2022-04-01"))
        form.add_row("candidacies", person=cast.make_person(), votes_for=995)
        assert "多于有效票990张" in errors_of(form.send())

    def test_too_many_votes_for_nobody(self, office, frame):
        form = page_of(office, cast.make_poll())
        form.add_row("candidacies", votes_for=995)
        said = errors_of(form.send())
        assert "这名候选人的赞成、反对、弃权合计995票，多于有效票990张。" in said
        assert "请选择" in said


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestActivities:
    @pytest.fixture
    def activity(self, frame):
        return cast.make_activity(places=["杨塘圩"])

    def test_a_person_twice(self, office, activity):
        person = cast.make_deputy()
        form = page_of(office, activity)
        for _ in range(2):
            form.add_row("participations", person=person)
        assert "此人已在参加名单中。" in errors_of(form.send())

    def test_a_place_twice(self, office, activity):
        form = page_of(office, activity).add_row("places", name="杨塘圩", order=2)
        assert "这个地点已经填过。" in errors_of(form.send())

    def test_places_change_places(self, office, activity):
        activity.places.create(name="龙王咀", order=2)
        form = page_of(office, activity)
        form.fill("places-0", name="龙王咀").fill("places-1", name="杨塘圩")
        assert EXCHANGE in errors_of(form.send())

    def test_a_place_may_be_deleted(self, office, activity):
        accepted(page_of(office, activity).fill("places-0", DELETE=True).send())
        assert not activity.places.exists()


@pytest.mark.sqlite  # what a form refuses is the same on both
class TestMeetings:
    def test_a_sitting_twice(self, office, frame):
        form = page_of(office, cast.make_session())
        for _ in range(2):
            form.add_row("sittings", kind="full", number=1, held_on=cast.DAY)
        assert "这次会议已经有这一场。" in errors_of(form.send())

    def test_sittings_change_numbers(self, office, frame):
        session = cast.make_session()
        cast.make_sitting(meeting=session, number=1)
        cast.make_sitting(meeting=session, number=2)
        form = page_of(office, session).fill("sittings-0", number=2).fill("sittings-1", number=1)
        assert EXCHANGE in errors_of(form.send())

    def test_a_chain_of_numbers_is_no_exchange(self, office, frame):
        session = cast.make_session()
        for number in (1, 2):
            cast.make_sitting(meeting=session, number=number)
        form = page_of(office, session).fill("sittings-0", number=2).fill("sittings-1", number=3)
        accepted(form.send())
        assert sorted(Sitting.objects.values_list("number", flat=True)) == [2, 3]

    def test_a_sitting_outside_a_new_session(self, office, frame):
        form = AdminForm(office, url(cast.Session, "add"))
        form.fill(term=frame.second, number=1, starts_on=cast.DAY)
        form.add_row("sittings", kind="full", number=1, held_on=cast.day("2022-03-09"))
        assert "日期不在会期之内。" in errors_of(form.send())

    def test_a_number_used_by_another_meetings_resolution(self, office, frame):
        cast.make_resolution(number="柳人发〔2022〕1号")
        form = page_of(office, cast.make_session(starts_on=cast.day("2022-06-01")))
        form.add_row(
            "resolutions", title="关于预算的决议", number="柳人发〔2022〕1号",
            adopted_on=cast.day("2022-06-01"),
        )  # fmt: skip
        assert "这个文号已经用过。" in errors_of(form.send())

    def test_a_document_studied_needs_its_name(self, office, frame):
        form = page_of(office, cast.make_presidium_meeting())
        form.add_row("agenda_items", kind="study", title="传达学习")
        assert "传达学习要写明文件或会议的名称。" in errors_of(form.send())

    def test_votes_incomplete(self, office, frame):
        form = page_of(office, cast.make_presidium_meeting())
        form.add_row("agenda_items", title="审议", votes_for=0)
        assert "赞成、反对、弃权要一起填写，没有的填0。" in errors_of(form.send())


class TestSpans:
    """Rows with a beginning and an end."""

    @pytest.fixture
    def names(self, frame):
        return frame.categories[0].names

    def test_a_second_name_in_use(self, office, frame, names):
        form = page_of(office, frame.categories[0])
        form.add_row("names", name="进城户", starts_on=cast.day("2023-01-01"))
        assert "这个类别还有一个在用的名称，请先填它的停用日期。" in errors_of(form.send())

    def test_two_new_names_that_overlap(self, office, frame):
        form = page_of(office, frame.categories[0]).fill("names-0", ended_on=cast.day("2020-01-01"))
        form.add_row("names", name="甲", starts_on="2020-01-01", ended_on="2022-01-01")
        form.add_row("names", name="乙", starts_on="2021-01-01", ended_on="2023-01-01")
        assert "与另一行名称的时间重叠。" in errors_of(form.send())

    def test_one_name_ends_and_the_next_begins_in_one_step(self, office, frame, names):
        form = page_of(office, frame.categories[0]).fill("names-0", ended_on=cast.day("2023-01-01"))
        accepted(form.add_row("names", name="进城户", starts_on=cast.day("2023-01-01")).send())
        assert (
            CategoryName.objects.get(category=frame.categories[0], ended_on=None).name == "进城户"
        )

    def test_a_household_of_a_category_twice(self, office, frame):
        span = cast.make_household_category()
        form = page_of(office, span.household)
        form.add_row("category_spans", category=span.category, starts_on="2023-01-01")
        assert "这一户已经是这个类别。" in errors_of(form.send())

    def test_a_bodys_two_names(self, office, frame):
        body = cast.make_body(name="代表联络站")
        form = page_of(office, body)
        form.add_row("names", name="民主实践站", starts_on="2025-01-01")
        assert "这个机构还有一个在用的名称" in errors_of(form.send())
        assert BodyName.objects.count() == 1

    def test_a_persons_two_posts_in_a_body(self, office, frame):
        post = cast.make_post()
        form = page_of(office, post.body)
        form.add_row("posts", person=post.person, role="member", starts_on="2022-06-01")
        assert "此人在这个机构已有现任职务，请先填离任日期。" in errors_of(form.send())

    def test_a_post_passes_on_in_one_step_though_all_seats_are_taken(self, office, frame):
        body = cast.make_body(seats=1)
        cast.make_post(body=body)
        form = page_of(office, body).fill("posts-0", ended_on="2022-06-01")
        form.add_row("posts", person=cast.make_person(), role="member", starts_on="2022-06-01")
        accepted(form.send())

    def test_more_posts_than_seats(self, office, frame):
        body = cast.make_body(seats=1)
        form = page_of(office, body)
        for _ in range(2):
            form.add_row("posts", person=cast.make_person(), role="member", starts_on="2022-06-01")
        assert "名额1名，2022-06-01起有2人任职，超过名额。" in errors_of(form.send())

    def test_two_mandates_of_a_level(self, office, frame):
        form = AdminForm(office, "/admin/representatives/deputy/add/").fill(name="许桂兰")
        form.add_row("mandates", term=frame.second, starts_on="2021-12-28")
        form.add_row(
            "mandates", term=frame.first, starts_on="2016-12-20", ended_on="2021-12-28",
            ended_for="term",
        )  # fmt: skip
        accepted(form.send())
        form = AdminForm(office, "/admin/representatives/deputy/add/").fill(name="单国富")
        for day in ("2021-12-28", "2022-12-28"):
            form.add_row("mandates", term=frame.second, starts_on=day)
        assert "此人在这一届已有未终止的代表资格。" in errors_of(form.send())

    def test_a_deputy_without_mandate(self, office, frame):
        cast.make_deputy()  # the form of the very first opens with a mandate
        form = AdminForm(office, "/admin/representatives/deputy/add/").fill(name="许桂兰")
        assert "新增代表要填一项代表资格" in errors_of(form.send())


class TestOpinionsOfAVisit:
    def test_day_household_and_hearer_follow_from_the_visit(self, office, frame):
        visit = cast.make_visit()
        form = page_of(office, visit)
        form.add_row(
            "opinions", topic=frame.topics[0], text="路灯不亮", department=frame.departments[0],
            handed_over_on="2022-03-02",
        )  # fmt: skip
        accepted(form.send())
        opinion = Opinion.objects.get()
        assert opinion.heard_on == visit.visited_on
        assert opinion.household == visit.assignment.household
        assert opinion.heard_by == visit.assignment.person
        assert opinion.due_on is not None

    def test_handed_over_before_it_was_heard(self, office, frame):
        form = page_of(office, cast.make_visit())
        form.add_row(
            "opinions", topic=frame.topics[0], text="路灯不亮", department=frame.departments[0],
            handed_over_on="2022-02-01",
        )  # fmt: skip
        assert "转办日期不能早于听到日期。" in errors_of(form.send())
