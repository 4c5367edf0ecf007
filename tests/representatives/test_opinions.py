"""意见建议: from what was heard to what was told back, by the verbs and on the pages of the admin."""

import pytest
from django.contrib.messages import get_messages

from accounts.models import Role
from motions import services as motions
from motions.models import Motion
from motions.services.entry import title_of
from representatives import opinions
from representatives.models import Opinion, Visit
from tests import cast
from tests.cast import day, refused
from tests.records.admin_form import AdminForm, accepted, errors_of
from tests.records.test_admin import office, url
from tests.stage import staged
from township.models import Department

__all__ = ["office"]
pytestmark = pytest.mark.django_db

Disposal, Outcome = Opinion.Disposal, Opinion.Outcome


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2022-06-15"))


@staged(on=day("2022-06-15"))
def frame():
    return cast.make_frame()


@staged(on=day("2022-06-15"))
def clerk(frame):
    return cast.the_clerk()


@staged(on=day("2022-06-15"))
def water(frame):
    return Department.objects.get(name="水利站")


@staged(on=day("2022-06-15"))
def wang(frame):
    """许桂兰 keeps in touch with 王二保."""
    xu = cast.make_deputy(name="许桂兰", login="xu")
    wang = cast.make_household(head_name="王二保")
    cast.make_assignment(person=xu, household=wang)
    wang.deputy = xu
    return wang


@staged(on=day("2022-06-15"))
def opinion(wang):
    """Heard on 2022-03-01 at 王二保's by 许桂兰; nobody did anything about it yet."""
    return cast.make_opinion(household=wang, heard_by=wang.deputy)


def again(row):
    return type(row).objects.get(pk=row.pk)


def change(row):
    return url(type(row), "change", row.pk)


def verb(row, slug):
    return url(type(row), "verb", row.pk, slug)


def said(response):
    return " / ".join(str(message) for message in get_messages(response.wsgi_request))


# The rules of the row.


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("heard_on", "听到日期"),
        ("handed_over_on", "转办日期"),
        ("answered_on", "答复日期"),
        ("told_back_on", "回告日期"),
    ],
)
def test_nothing_happens_tomorrow(frame, field, label):
    with refused(f"{label}不能在今天之后。"):
        cast.make_opinion(**{field: day("2022-06-16")})


def test_explained_at_once_is_not_handed_over(frame, water):
    with refused("当场答复解释的不再转办"):
        cast.make_opinion(disposal="explained", department=water, handed_over_on=cast.DAY)


class TestDeadline:
    def test_it_says_how_it_came_about(self, frame, water):
        opinion = cast.make_opinion(department=water, handed_over_on=day("2022-03-01"))
        # Tuesday 2022-03-01; twenty working days later, no holidays entered: Tuesday 29.
        assert opinion.due_on == day("2022-03-29")
        assert opinion.due_because == "2022-03-01 起 + 20个工作日（镇意见建议办理制度）= 2022-03-29"

    def test_it_is_kept_in_history(self, frame, water):
        opinion = cast.make_opinion(department=water, handed_over_on=cast.DAY)
        assert opinion.history.get().due_because == opinion.due_because

    @pytest.mark.parametrize("disposal", ["motion", "above", "outside"])
    def test_only_a_department_has_a_clock(self, frame, water, disposal):
        opinion = cast.make_opinion(disposal=disposal, department=water, handed_over_on=cast.DAY)
        assert (opinion.rule, opinion.due_on, opinion.due_because) == (None, None, "")


class TestQuestions:
    @pytest.fixture
    def rows(self, frame, wang, water):
        """Four of 2022-03-01, each a step further, and one that was answered late."""
        handed = {"department": water, "handed_over_on": cast.DAY, "household": wang}
        solved = {"answered_on": day("2022-03-29"), "outcome": "solved"}
        told = {"told_back_on": day("2022-03-30"), "told_back_by": "phone"}
        return {
            "heard": cast.make_opinion(text="听到"),
            "handed": cast.make_opinion(text="转办", **handed),
            "solved": cast.make_opinion(text="答复", **handed, **solved),
            "told": cast.make_opinion(text="回告", **handed, **solved, **told),
            "late": cast.make_opinion(
                text="晚了", department=water, handed_over_on=cast.DAY,
                answered_on=day("2022-03-30"), outcome="explained",
            ),
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("question", "names"),
        [
            ("handed_over", "handed solved told late"),
            ("answered", "solved told late"),
            ("unanswered", "heard handed"),
            ("solved", "solved told"),
            ("untold", "solved"),
            ("open", "heard handed solved"),
            ("closed", "told late"),
        ],
    )
    def test_which(self, rows, question, names):
        found = getattr(Opinion.objects, question)()
        assert set(found) == {rows[name] for name in names.split()}

    @pytest.mark.parametrize(
        ("on", "names"),
        [("2022-03-29", ""), ("2022-03-30", "handed"), ("2022-06-15", "handed")],
    )
    def test_overdue(self, rows, on, names):
        """Due on the 29th: late from the 30th on. Answered on the 30th is late no longer."""
        assert set(Opinion.objects.overdue_on(day(on))) == {rows[name] for name in names.split()}

    def test_overdue_is_asked_of_any_day(self, frame, water):
        row = cast.make_opinion(
            department=water, handed_over_on=cast.DAY, answered_on=day("2022-04-10"),
            outcome="solved",
        )  # fmt: skip
        assert list(Opinion.objects.overdue_on(day("2022-04-09"))) == [row]
        assert not Opinion.objects.overdue_on(day("2022-04-10")).exists()

    def test_where_it_stands_in_a_word(self, rows):
        words = {name: row.echo for name, row in rows.items()}
        assert words == {
            "heard": "待转办", "handed": "待答复", "solved": "待回告", "told": "已有回音",
            "late": "已有回音",
        }  # fmt: skip


# The verbs.


class TestThroughAllSteps:
    def test_from_the_household_and_back_to_it(self, clerk, opinion, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=day("2022-03-02"), department=water)
        opinions.answer_opinion(
            opinion, by=clerk, on=day("2022-03-20"), outcome=Outcome.SOLVED, horizon="now",
            answer="已疏通。",
        )  # fmt: skip
        opinions.tell_back(opinion, by=clerk, on=day("2022-03-21"), way="visit")
        row = again(opinion)
        assert (row.department, row.handed_over_on, row.due_on) == (
            water, day("2022-03-02"), day("2022-03-30"),
        )  # fmt: skip
        assert (row.outcome, row.horizon, row.answer) == ("solved", "now", "已疏通。")
        assert (row.told_back_on, row.told_back_by) == (day("2022-03-21"), "visit")
        assert not Opinion.objects.open().exists()
        lines = row.history.order_by("history_id")
        assert [line.history_user for line in lines] == [None, clerk, clerk, clerk]

    def test_a_letter_has_nobody_to_be_told(self, clerk, frame, water):
        letter = cast.make_opinion(source="letter", raiser="老周")
        opinions.hand_over_opinion(letter, by=clerk, on=cast.DAY, department=water)
        opinions.answer_opinion(
            letter, by=clerk, on=day("2022-03-02"), outcome="planned", answer="列入明年计划。"
        )
        assert again(letter).echo == "已有回音"
        with refused("不是联系户提出的，不用回告"):
            opinions.tell_back(letter, by=clerk, on=day("2022-03-03"), way="phone")


class TestHandOver:
    def test_the_way_follows_the_department(self, clerk, opinion, frame):
        village = cast.keep(Department(name="桥头村", kind="village"))
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=village)
        assert again(opinion).disposal == Disposal.VILLAGE
        office = Department.objects.get(name="农业农村办公室")
        opinions.hand_over_opinion(opinion, by=clerk, on=day("2022-03-08"), department=office)
        assert again(opinion).disposal == Disposal.TOWN

    def test_an_office_above_is_no_way_of_its_own(self, clerk, opinion):
        above = cast.keep(Department(name="县水务局", kind="above"))
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=above)
        assert again(opinion).disposal == Disposal.TOWN

    def test_to_another_department_the_clock_starts_anew(self, clerk, opinion, frame, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=day("2022-03-01"), department=water)
        opinions.hand_over_opinion(
            opinion, by=clerk, on=day("2022-03-08"), department=frame.departments[0]
        )
        row = again(opinion)
        assert (row.department, row.due_on) == (frame.departments[0], day("2022-04-05"))
        assert row.history.filter(department_id=water.pk).exists()

    def test_to_the_same_department(self, clerk, opinion, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)
        with refused("已于2022-03-01转办水利站；要换单位的，选另一个单位。"):
            opinions.hand_over_opinion(opinion, by=clerk, on=day("2022-03-08"), department=water)

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            ("2022-02-28", "日期不能早于听到的2022-03-01。"),
            ("2022-06-16", "日期不能在今天之后。"),
        ],
    )
    def test_the_day(self, clerk, opinion, water, on, sentence):
        with refused(sentence):
            opinions.hand_over_opinion(opinion, by=clerk, on=day(on), department=water)

    def test_what_is_answered_is_not_handed_over(self, clerk, opinion, water):
        opinions.dispose(opinion, by=clerk, on=cast.DAY, disposal="explained")
        with refused("已于2022-03-01答复，不再转办；还有新的意见，另记一条。"):
            opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)

    def test_what_goes_another_way(self, clerk, opinion, water):
        opinions.dispose(opinion, by=clerk, on=cast.DAY, disposal="above")
        with refused(
            "处理方式是“交上级代表形成上级建议”，不转办；改由单位办理的，先办“处理方式”。"
        ):
            opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)

    def test_before_there_was_a_rule(self, clerk, frame, water):
        old = cast.make_opinion(heard_on=day("2010-01-04"))
        opinions.hand_over_opinion(old, by=clerk, on=day("2010-01-05"), department=water)
        assert (again(old).due_on, again(old).due_because) == (None, "")


class TestAnswer:
    def answer(self, opinion, clerk, on="2022-03-20", **told):
        told = {"outcome": Outcome.SOLVED, "answer": "已疏通。"} | told
        return opinions.answer_opinion(opinion, by=clerk, on=day(on), **told)

    def test_first_somebody_is_asked(self, clerk, opinion):
        with refused("还没有转办，先办“转办”；当场就答复了的，办“处理方式”。"):
            self.answer(opinion, clerk)

    def test_twice(self, clerk, opinion, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)
        self.answer(opinion, clerk)
        with refused("已于2022-03-20答复；登记错了的，办“更正”。"):
            self.answer(opinion, clerk)

    def test_before_the_hand_over(self, clerk, opinion, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=day("2022-03-05"), department=water)
        with refused("日期不能早于转办的2022-03-05。"):
            self.answer(opinion, clerk, on="2022-03-04")

    def test_what_went_to_the_deputies_above_is_answered_without_a_department(self, clerk, opinion):
        opinions.dispose(opinion, by=clerk, on=cast.DAY, disposal="above")
        self.answer(opinion, clerk, outcome=Outcome.REFERRED)
        assert again(opinion).outcome == "referred"


class TestTellBack:
    def test_first_the_answer(self, clerk, opinion):
        with refused("还没有答复，先办“答复”，再回告。"):
            opinions.tell_back(opinion, by=clerk, on=cast.DAY, way="phone")

    @pytest.fixture
    def answered(self, wang, water):
        return cast.make_opinion(
            household=wang, heard_by=wang.deputy, department=water, handed_over_on=cast.DAY,
            answered_on=day("2022-03-10"), outcome="solved",
        )  # fmt: skip

    def test_once(self, clerk, answered):
        opinions.tell_back(answered, by=clerk, on=day("2022-03-11"), way="phone")
        with refused("已于2022-03-11回告；登记错了的，办“更正”。"):
            opinions.tell_back(answered, by=clerk, on=day("2022-03-12"), way="visit")

    def test_not_before_the_answer(self, clerk, answered):
        with refused("日期不能早于答复的2022-03-10。"):
            opinions.tell_back(answered, by=clerk, on=day("2022-03-09"), way="visit")

    def test_by_the_deputy_who_heard_it(self, wang, answered):
        opinions.tell_back(answered, by=wang.deputy.user, on=day("2022-03-11"), way="visit")
        assert again(answered).told_back_by == "visit"

    def test_by_nobody_else(self, answered):
        other = cast.make_deputy(name="单国富", login="shan")
        for user in (other.user, cast.make_user(Role.LEADER), cast.make_user(Role.AUDITOR)):
            with refused("您不能办这一步，请交人大办公室办理。"):
                opinions.tell_back(answered, by=user, on=day("2022-03-11"), way="visit")
        assert again(answered).told_back_on is None


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (opinions.hand_over_opinion, {"on": cast.DAY, "department": None}),
        (opinions.answer_opinion, {"on": cast.DAY, "outcome": "solved", "answer": "好"}),
        (opinions.correct_opinion, {"answer": "好"}),
        (opinions.recompute_opinion, {"on": cast.DAY}),
    ],
)
def test_a_deputy_leaves_the_rest_to_the_office(wang, opinion, act, told):
    with refused("您不能办这一步，请交人大办公室办理。"):
        act(opinion, by=wang.deputy.user, **told)


class TestDispose:
    def test_explained_at_once_is_answered_and_told(self, clerk, opinion):
        opinions.dispose(
            opinion, by=clerk, on=cast.DAY, disposal="explained", answer="讲了医保政策。"
        )
        row = again(opinion)
        assert (row.answered_on, row.outcome, row.answer) == (
            cast.DAY,
            "explained",
            "讲了医保政策。",
        )
        assert (row.told_back_on, row.told_back_by) == (cast.DAY, "visit")

    def test_on_the_telephone_it_was_told_by_telephone(self, clerk, wang):
        visit = cast.make_visit(assignment=wang.assignments.get(), method=Visit.Method.PHONE)
        opinion = cast.make_opinion(household=wang, visit=visit)
        opinions.dispose(opinion, by=clerk, on=cast.DAY, disposal="explained")
        assert again(opinion).told_back_by == "phone"

    def test_at_once_is_on_that_day(self, clerk, opinion):
        with refused(
            "当场就是听到的那天（2022-03-01）；后来才答复的，办“答复”，结果选“解释说明”。"
        ):
            opinions.dispose(opinion, by=clerk, on=day("2022-03-02"), disposal="explained")

    def test_no_business_of_ours_may_be_told_later(self, clerk, opinion):
        opinions.dispose(
            opinion, by=clerk, on=day("2022-03-05"), disposal="outside", answer="请向法院起诉。"
        )
        row = again(opinion)
        assert (row.answered_on, row.outcome, row.echo) == (
            day("2022-03-05"),
            "explained",
            "待回告",
        )

    def test_taken_from_a_department_its_clock_stops(self, clerk, opinion, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)
        opinions.dispose(opinion, by=clerk, on=day("2022-03-08"), disposal="above")
        row = again(opinion)
        assert (row.due_on, row.due_because) == (None, "")
        assert (row.department, row.handed_over_on) == (water, cast.DAY)  # it was, all the same

    def test_given_back_to_the_town_it_is_handed_over_anew(self, clerk, opinion, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)
        opinions.dispose(opinion, by=clerk, on=day("2022-03-08"), disposal="above")
        opinions.dispose(opinion, by=clerk, on=day("2022-03-09"), disposal="town")
        assert (again(opinion).department, again(opinion).handed_over_on) == (None, None)
        opinions.hand_over_opinion(opinion, by=clerk, on=day("2022-03-10"), department=water)
        assert again(opinion).due_on == day("2022-04-07")

    @pytest.mark.parametrize("disposal", ["explained", "village"])
    def test_the_department_answers_what_it_was_asked(self, clerk, opinion, water, disposal):
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)
        with refused("已转办水利站，由它答复；要换单位的，办“转办”。"):
            opinions.dispose(opinion, by=clerk, on=cast.DAY, disposal=disposal)

    def test_the_same_way_again(self, clerk, opinion):
        with refused("处理方式已经是“镇政府（部门）办理”，请接着办下一步。"):
            opinions.dispose(opinion, by=clerk, on=cast.DAY, disposal="town")

    def test_after_the_answer(self, clerk, opinion):
        opinions.dispose(opinion, by=clerk, on=cast.DAY, disposal="explained")
        with refused("已经答复，不再改处理方式；登记错了的，办“更正”。"):
            opinions.dispose(opinion, by=clerk, on=cast.DAY, disposal="above")


class TestCorrect:
    def test_a_wrong_day(self, clerk, opinion, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=day("2022-03-08"), department=water)
        opinions.correct_opinion(opinion, by=clerk, handed_over_on=day("2022-03-01"))
        assert again(opinion).due_on == day("2022-03-29")

    def test_a_wrong_outcome_leaves_the_deadline(self, clerk, wang, water):
        opinion = cast.make_opinion(
            household=wang, department=water, handed_over_on=cast.DAY,
            answered_on=day("2022-03-10"), outcome="solved",
        )  # fmt: skip
        rule = opinion.rule
        rule.amount = 5
        cast.keep(rule)
        opinions.correct_opinion(opinion, by=clerk, outcome="planned")
        assert (again(opinion).outcome, again(opinion).due_on) == ("planned", day("2022-03-29"))

    def test_nonsense_is_refused_as_everywhere(self, clerk, opinion):
        with refused("答复日期和结果要一起填写。"):
            opinions.correct_opinion(opinion, by=clerk, answered_on=cast.DAY)


class TestEnter:
    def test_as_far_as_it_came(self, clerk, frame, wang, water):
        opinion = opinions.enter_opinion(
            Opinion(
                heard_on=cast.DAY, topic=frame.topics[0], text="水渠堵了", household=wang,
                department=water, handed_over_on=day("2022-03-02"), answered_on=day("2022-03-10"),
                outcome="solved", told_back_on=day("2022-03-11"), told_back_by="phone",
            ), by=clerk,
        )  # fmt: skip
        assert opinion.due_on == day("2022-03-30")
        assert opinion.history.get().history_user == clerk

    @pytest.mark.parametrize("disposal", ["explained", "outside"])
    def test_explained_at_once_is_answered(self, clerk, frame, wang, disposal):
        opinion = opinions.enter_opinion(
            Opinion(
                heard_on=cast.DAY, topic=frame.topics[0], text="问医保", household=wang,
                disposal=disposal,
            ), by=clerk,
        )  # fmt: skip
        assert (opinion.answered_on, opinion.told_back_on) == (cast.DAY, cast.DAY)


# The admin.


@pytest.mark.sqlite  # roles are asked, not the database
class TestButtons:
    STEPS = ("hand-over", "answer", "tell-back", "dispose", "correct", "motion", "void")

    def offered(self, office, opinion):
        page = office.get(change(opinion)).content.decode()
        return [slug for slug in self.STEPS if f'href="{verb(opinion, slug)}"' in page]

    def test_only_the_legal_ones(self, office, clerk, opinion, water):
        always = ["correct", "motion", "void"]
        assert self.offered(office, opinion) == ["hand-over", "dispose", *always]
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)
        assert self.offered(office, opinion) == ["hand-over", "answer", "dispose", *always]
        opinions.answer_opinion(opinion, by=clerk, on=cast.DAY, outcome="solved", answer="好了")
        assert self.offered(office, opinion) == ["tell-back", *always]
        opinions.tell_back(opinion, by=clerk, on=cast.DAY, way="visit")
        assert self.offered(office, opinion) == always

    def test_a_button_that_is_not_legal_is_not_there(self, office, opinion):
        assert office.get(verb(opinion, "answer")).status_code == 404

    def test_they_take_it_through(self, office, opinion, water):
        form = AdminForm(office, verb(opinion, "hand-over")).fill(on="2022-03-02", department=water)
        assert "已转办水利站，期限2022-03-30。" in said(accepted(form.send()))
        form = AdminForm(office, verb(opinion, "answer"))
        form.fill(on="2022-03-20", outcome="solved", horizon="short", answer="已疏通。")
        assert "还要回告联系户" in said(accepted(form.send()))
        form = AdminForm(office, verb(opinion, "tell-back")).fill(on="2022-03-21", way="phone")
        accepted(form.send())
        assert again(opinion).echo == "已有回音"
        assert again(opinion).history.first().history_user == cast.the_clerk()

    def test_another_way(self, office, opinion):
        form = AdminForm(office, verb(opinion, "dispose"))
        form.fill(on="2022-03-01", disposal="explained", answer="讲了政策。")
        assert "处理方式：当场答复解释。" in said(accepted(form.send()))

    def test_a_slip_is_corrected(self, office, opinion, water):
        opinions.hand_over_opinion(opinion, by=cast.the_clerk(), on=cast.DAY, department=water)
        form = AdminForm(office, verb(opinion, "correct"))
        assert form.data["handed_over_on"] == ["2022-03-01"]
        accepted(form.fill(handed_over_on="2022-03-03").send())
        assert again(opinion).handed_over_on == day("2022-03-03")

    def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(self, office, opinion, water):
        form = AdminForm(office, verb(opinion, "hand-over")).fill(on="2022-02-01", department=water)
        answer = form.send()
        assert "日期不能早于听到的2022-03-01。" in errors_of(answer)
        assert 'value="2022-02-01"' in answer.content.decode()
        assert again(opinion).handed_over_on is None

    @pytest.mark.parametrize("slug", ["hand-over", "dispose", "correct"])
    def test_an_empty_form_says_what_is_missing(self, office, opinion, slug):
        form = AdminForm(office, verb(opinion, slug))
        for name in ("on", "department", "disposal"):
            form.fill(**{name: None}) if name in form.data else None
        form.fill(**({"answered_on": "2022-03-05"} if slug == "correct" else {}))
        errors_of(form.send())

    def test_the_department_that_was_named_is_proposed(self, office, frame, water):
        opinion = cast.make_opinion(department=water)
        form = AdminForm(office, verb(opinion, "hand-over"))
        assert form.data["department"] == [str(water.pk)]
        opinions.hand_over_opinion(opinion, by=cast.the_clerk(), on=cast.DAY, department=water)
        assert AdminForm(office, verb(opinion, "hand-over")).data["department"] == [""]


@pytest.mark.sqlite  # what a page says is the same on both
class TestPage:
    def test_what_the_verbs_write_is_only_read(self, office, opinion):
        form = AdminForm(office, change(opinion))
        assert not set(opinions.CORRECTABLE) & set(form.data)
        assert "转办以后按“办理期限”里的规定计算。" in form.page
        accepted(form.fill(text="门前水渠又堵了。").send())
        assert again(opinion).text == "门前水渠又堵了。"

    def test_a_change_of_words_does_not_judge_anew(self, office, opinion, water):
        opinions.hand_over_opinion(opinion, by=cast.the_clerk(), on=cast.DAY, department=water)
        rule = opinion.rule
        rule.amount = 5
        cast.keep(rule)
        accepted(AdminForm(office, change(opinion)).fill(text="别的").send())
        assert again(opinion).due_on == day("2022-03-29")

    def test_the_deadline_explains_itself(self, office, opinion, water):
        opinions.hand_over_opinion(opinion, by=cast.the_clerk(), on=cast.DAY, department=water)
        page = office.get(change(opinion)).content.decode()
        assert "2022-03-01 起 + 20个工作日（镇意见建议办理制度）= 2022-03-29" in page

    def test_where_no_rule_fits(self, office, frame, water):
        opinion = cast.make_opinion(
            heard_on=day("2010-01-04"), department=water, handed_over_on=day("2010-01-04")
        )
        assert "没有规定期限" in office.get(change(opinion)).content.decode()

    def test_an_opinion_that_is_through_is_entered_on_one_page(self, office, frame, wang, water):
        form = AdminForm(office, url(Opinion, "add"))
        form.fill(
            heard_on="2022-03-01", topic=frame.topics[0], text="水渠堵了", household=wang,
            department=water, handed_over_on="2022-03-02", answered_on="2022-03-20",
            outcome="solved", answer="已疏通。", told_back_on="2022-03-21", told_back_by="visit",
        )  # fmt: skip
        accepted(form.send())
        opinion = Opinion.objects.get()
        assert (opinion.due_on, opinion.echo) == (day("2022-03-30"), "已有回音")

    def test_since_when_it_goes_its_way_is_on_its_page(self, office, clerk, opinion):
        opinions.dispose(opinion, by=clerk, on=day("2022-03-08"), disposal="above")
        page = office.get(change(opinion)).content.decode()
        assert "2022-03-08，以前是“镇政府（部门）办理”" in page
        Opinion.objects.update(disposed_on_from="history", former_disposal="")
        assert "2022-03-08（由变更记录推定）" in office.get(change(opinion)).content.decode()

    def test_it_follows_the_day_it_was_heard(self, office, clerk):
        letter = opinions.enter_opinion(cast.make_opinion(), by=clerk)
        accepted(AdminForm(office, change(letter)).fill(heard_on="2022-02-20").send())
        assert again(letter).disposed_on == day("2022-02-20")

    def test_explained_at_once_needs_no_second_page(self, office, frame):
        form = AdminForm(office, url(Opinion, "add"))
        form.fill(
            heard_on="2022-03-01",
            topic=frame.topics[0],
            text="问医保",
            disposal="explained",
            source="letter",
        )
        accepted(form.send())
        assert Opinion.objects.get().answered_on == cast.DAY

    def test_on_the_visits_page_the_stored_go_on_by_verbs(self, office, wang, frame, water):
        visit = cast.make_visit(assignment=wang.assignments.get())
        opinion = cast.make_opinion(visit=visit, household=wang)
        form = AdminForm(office, url(Visit, "change", visit.pk))
        form.data["opinions-0-disposal"] = ["above"]
        form.data["opinions-0-department"] = [str(water.pk)]
        form.add_row("opinions", topic=frame.topics[1], text="问医保", disposal="explained")
        accepted(form.send())
        assert (again(opinion).disposal, again(opinion).department) == ("town", None)
        other = Opinion.objects.exclude(pk=opinion.pk).get()
        assert (other.answered_on, other.told_back_by) == (cast.DAY, "visit")
        assert other.disposed_on == cast.DAY

    @pytest.mark.parametrize(
        ("query", "number"),
        [("echo=late", 1), ("echo=unanswered", 2), ("echo=untold", 1), ("echo=closed", 0), ("", 3)],
    )
    def test_the_filter(self, office, wang, water, query, number):
        cast.make_opinion()
        cast.make_opinion(department=water, handed_over_on=cast.DAY)
        cast.make_opinion(household=wang, answered_on=cast.DAY, outcome="explained")
        page = office.get(f"/admin/representatives/opinion/?{query}")
        assert len(page.context_data["cl"].result_list) == number


# Becoming a suggestion.


@pytest.mark.sqlite  # what a page says is the same on both
class TestMotion:
    def test_it_carries_the_words_over_and_links_both(self, clerk, opinion, wang):
        event = motions.motion_from_opinion(opinion, by=clerk, on=day("2022-03-05"))
        motion = Motion.objects.get()
        assert (motion.status, motion.kind, motion.level, motion.occasion) == (
            "registered", "suggestion", "town", "between",
        )  # fmt: skip
        assert motion.title == "关于群众反映“门前水渠堵了”问题的建议"
        assert (motion.grounds, motion.topic) == (opinion.text, opinion.topic)
        assert (motion.proposer, motion.submitted_on) == (wang.deputy, day("2022-03-05"))
        assert motion.is_on_behalf
        assert (event.motion, event.verb, event.by) == (motion, "register", clerk)
        row = again(opinion)
        assert (list(row.motions.all()), row.disposal) == ([motion], Disposal.MOTION)
        assert row.history.first().history_user == clerk

    def test_the_departments_clock_stops(self, clerk, opinion, water):
        opinions.hand_over_opinion(opinion, by=clerk, on=cast.DAY, department=water)
        motions.motion_from_opinion(opinion, by=clerk, on=day("2022-03-05"))
        assert again(opinion).due_on is None

    def test_an_answer_stays_as_it_was(self, clerk, wang, water):
        opinion = cast.make_opinion(
            heard_by=wang.deputy, department=water, handed_over_on=cast.DAY,
            answered_on=day("2022-03-10"), outcome="planned",
        )  # fmt: skip
        motions.motion_from_opinion(opinion, by=clerk, on=day("2022-03-15"))
        row = again(opinion)
        assert (row.outcome, row.due_on, row.disposal) == ("planned", day("2022-03-29"), "motion")

    def test_once(self, clerk, opinion):
        motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY)
        with refused(
            "已经作为代表建议提出（关于群众反映“门前水渠堵了”问题的建议），请在那一件上接着办。"
        ):
            motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY)

    def test_anew_where_the_first_was_voided(self, clerk, opinion):
        motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY).motion.void(reason="登记错了")
        motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY)
        assert Motion.objects.count() == 1

    def test_a_draft_is_not_told(self, clerk, opinion, wang):
        cast.make_motion(
            proposer=wang.deputy, status="draft", opinion=opinion, title="关于心事的建议"
        )
        with refused("已经作为代表建议提出（代表正在写）"):
            motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY)

    def test_heard_by_nobody(self, clerk, frame):
        letter = cast.make_opinion(source="letter")
        with refused("没有写听取人，请选一名镇代表领衔。"):
            motions.motion_from_opinion(letter, by=clerk, on=cast.DAY)
        assert again(letter).disposal == Disposal.TOWN
        xu = cast.make_deputy(name="单国富")
        motions.motion_from_opinion(letter, by=clerk, on=cast.DAY, proposer=xu)
        assert Motion.objects.get().proposer == xu

    def test_heard_by_somebody_who_is_no_deputy(self, clerk, frame):
        opinion = cast.make_opinion(heard_by=cast.make_person(name="韩立春"))
        with refused("听取人韩立春在2022-03-01不是镇代表，请选一名镇代表领衔。"):
            motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY)
        with refused("韩立春在2022-03-01不是镇级代表。"):
            motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY, proposer=opinion.heard_by)
        assert not Motion.objects.exists()

    def test_by_the_deputy_in_their_own_name_only(self, wang, opinion):
        with refused("代表只能登记自己领衔的"):
            motions.motion_from_opinion(
                opinion, by=wang.deputy.user, on=cast.DAY, proposer=cast.make_deputy()
            )
        motions.motion_from_opinion(opinion, by=wang.deputy.user, on=cast.DAY)
        assert not Motion.objects.get().is_on_behalf

    def test_not_before_it_was_heard(self, clerk, opinion):
        with refused("日期不能早于听到的2022-03-01。"):
            motions.motion_from_opinion(opinion, by=clerk, on=day("2022-02-28"))

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("路灯不亮", "关于群众反映“路灯不亮”问题的建议"),
            ("  路灯不亮，请修。", "关于群众反映“路灯不亮”问题的建议"),
            ("修桥" * 60, f"关于群众反映“{'修桥' * 20}”问题的建议"),
        ],
    )
    def test_the_title(self, text, title):
        assert title_of(text) == title

    def test_by_one_button(self, office, opinion, wang):
        form = AdminForm(office, verb(opinion, "motion"))
        assert form.data["proposer"] == [str(wang.deputy.pk)]
        response = accepted(form.fill(on="2022-03-05").send())
        motion = Motion.objects.get()
        assert f'<a href="{change(motion)}">' in said(response)
        page = office.get(change(opinion)).content.decode()
        assert f'<a href="{change(motion)}">{motion}</a>（已登记）' in page
        assert office.get(verb(opinion, "motion")).status_code == 404

    def test_staff_picks_the_proposer_where_nobody_heard_it(self, office, frame):
        letter = cast.make_opinion(source="letter")
        form = AdminForm(office, verb(letter, "motion")).fill(on="2022-03-05")
        assert "没有写听取人，请选一名镇代表领衔。" in errors_of(form.send())
        form.data["proposer"] = [str(cast.make_deputy(name="单国富").pk)]
        accepted(form.send())
        assert Motion.objects.get().proposer.name == "单国富"

    def test_its_number_and_state_come_back(self, office, clerk, opinion):
        motion = motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY).motion
        motions.accept(motion, by=clerk, on=day("2022-03-02"))
        page = office.get(change(opinion)).content.decode()
        assert f"第1号 {motion.title}</a>（已受理）" in page

    def test_a_draft_stays_its_writers(self, office, opinion, wang):
        cast.make_motion(
            proposer=wang.deputy, status="draft", opinion=opinion, title="关于心事的建议"
        )
        assert "关于心事的建议" not in office.get(change(opinion)).content.decode()

    def test_an_old_state_of_the_opinion_opens(self, office, clerk, opinion):
        motions.motion_from_opinion(opinion, by=clerk, on=cast.DAY)
        line = opinion.history.last()
        page = office.get(url(Opinion, "simple_history", opinion.pk, line.history_id))
        assert page.status_code == 200
