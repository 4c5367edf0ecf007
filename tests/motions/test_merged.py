"""并案: three deputies moved the same, and are answered by one letter, each by name.

许桂兰 moved 第1号, 解晓燕 signed with her. 单国富's, which 查德胜 signed, was merged into it on 03-06, and
曾玉梅's on 03-20. 水利站 answered on 04-20.
"""

import re
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from motions import documents, services, supervision
from motions.documents import documents_for
from motions.export_listing import COLUMNS
from motions.models import Handling, Motion
from motions.tracks import Tracks
from reports.checking.checks import unrated_motions
from tests import cast
from tests.cast import day, refused
from tests.papers.word_file import said
from tests.stage import staged
from township.models import Town
from township.spans import Period

pytestmark = pytest.mark.django_db
TODAY = day("2022-06-30")
SATISFIED = {"handling": "satisfied", "result": "satisfied"}
UNSATISFIED = {"handling": "satisfied", "result": "unsatisfied", "reason": "只修了一半"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


def enter(person, title, on, *signers):
    row = cast.make_motion(
        proposer=person, title=title, submitted_on=day(on), status="registered",
        grounds="水渠淤塞。", proposal="清淤。",
    )  # fmt: skip
    for signer in signers:
        cast.make_signature(motion=row, person=signer)
    return row


@staged(on=TODAY)
def story():
    """Handed over and merged, not yet answered."""
    frame, clerk = cast.make_frame(), cast.the_clerk()
    xu, shan, zeng = (
        cast.make_deputy(name=name, login=login)
        for name, login in (("许桂兰", "xu"), ("单国富", "shan"), ("曾玉梅", "zeng"))
    )
    xie, zha = (cast.make_deputy(name=name, login=name) for name in ("解晓燕", "查德胜"))
    case = enter(xu, "关于清理桥头村水渠的建议", "2022-03-01", xie)
    second = enter(shan, "关于疏通岳山村沟渠的建议", "2022-03-02", zha)
    third = enter(zeng, "关于整治水渠的建议", "2022-03-03")
    services.accept(case, by=clerk, on=day("2022-03-04"))
    services.refer(case, by=clerk, on=day("2022-03-05"), lead=frame.departments[2])
    services.merge(second, by=clerk, on=day("2022-03-06"), into=case)
    services.merge(third, by=clerk, on=day("2022-03-20"), into=case)
    return SimpleNamespace(**locals())


def reply(story, on):
    services.reply(
        story.case, by=story.clerk, on=day(on), result_class=story.frame.classes[0],
        reply="水渠已经清淤。",
    )  # fmt: skip


@staged(on=TODAY)
def answered(story):
    reply(story, "2022-04-20")
    return story


def fresh(motion):
    return Motion.objects.get(pk=motion.pk)


def text(content):
    return "\n".join(said(content))


def lead_of(story):
    return story.case.handlings.lead().latest("round")


SECOND = "《关于疏通岳山村沟渠的建议》（领衔代表单国富，联名代表查德胜）"
THIRD = "《关于整治水渠的建议》（领衔代表曾玉梅）"
BOTH = f"{SECOND}、{THIRD}"
FIRST = "柳塘镇人大2022年闭会期间第1号建议《关于清理桥头村水渠的建议》（领衔代表许桂兰，联名代表解晓燕）"


@pytest.mark.sqlite
class TestPapers:
    def test_the_department_learns_of_each_deputy(self, story):
        words = text(documents.hand_over([lead_of(story)]))
        assert "领衔代表许桂兰，联名代表解晓燕。" in words
        assert f"并入本件一并办理的有{BOTH}。" in words
        other = cast.make_motion(proposer=story.xu, number=9, title="关于修桥的建议")
        other = cast.make_handling(motion=other, department=story.frame.departments[2])
        words = text(documents.hand_over([lead_of(story), other]))
        assert (
            f"领衔代表许桂兰，联名代表解晓燕。并入本件一并办理的有{BOTH}。请自交办之日起" in words
        )
        words = text(documents.hand_over_list(Handling.objects.lead()))
        assert "共2件，另并入2件" in words
        assert f"关于清理桥头村水渠的建议 / 并入：{BOTH}" in words
        words = text(documents.urge(lead_of(story), TODAY))
        assert f"（领衔代表许桂兰；并入本件一并办理的有{BOTH}）于2022年3月5日交你单位" in words
        assert "请与代表许桂兰、单国富、曾玉梅面商" in words

    def test_the_letter_is_to_each_of_them_and_names_what_each_moved(self, answered):
        words = text(documents.reply(lead_of(answered), TODAY))
        assert "关于柳塘镇人大2022年闭会期间第1号建议等3件建议的答复" in words
        assert "许桂兰、单国富、曾玉梅等5名代表：" in words
        assert (
            "你们提出的《关于清理桥头村水渠的建议》（第1号，领衔代表许桂兰，联名代表解晓燕）"
            f"和并案办理的{BOTH}收悉，现答复如下："
        ) in words

    def test_each_proposer_has_a_survey_of_their_own(self, answered):
        services.rate(answered.second, by=answered.clerk, on=day("2022-04-26"), **SATISFIED)
        own = text(documents.survey(lead_of(answered)))
        assert f"并　案 | 并入本件一并办理的有{BOTH}，由各自的代表分别填写意见。" in own
        assert "☑满意" not in own
        theirs = text(documents.survey(lead_of(answered), fresh(answered.second)))
        assert "编号：并入第1号" in theirs
        assert "领衔代表 | 单国富 | 提出日期 | 2022年3月2日" in theirs
        assert f"并　案 | 并入{FIRST}，一并办理。" in theirs
        assert "☑满意" in theirs

    def test_the_form_says_where_it_went(self, story):
        words = text(documents.form(fresh(story.second)))
        assert "编号：并入第1号" in words
        assert f"审查意见 | 并案：并入{FIRST}。" in words
        assert "主办单位 | 水利站 | 协办单位 | 无" in words
        words = text(documents.form(fresh(story.case)))
        assert f"受理，编为第1号。并入本件一并办理的有{BOTH}。" in words

    def test_the_department_is_told_who_was_not_satisfied(self, answered):
        services.rate(answered.second, by=answered.shan.user, on=day("2022-04-26"), **UNSATISFIED)
        words = text(documents.hand_over([lead_of(answered)]))
        assert "代表单国富对上一次办理的结果不满意，意见是：只修了一半。" in words

    def test_each_deputy_downloads_the_letter_and_their_own_survey(self, answered, client):
        client.force_login(answered.shan.user)
        found = documents_for(fresh(answered.second), answered.shan.user)
        assert [one.file_name for one in found] == [
            "第1号（并案）建议答复函.docx", "第1号（并案）建议征询意见表.docx",
        ]  # fmt: skip
        assert [client.get(one.url).status_code for one in found] == [200, 200]
        signer = documents_for(fresh(answered.second), answered.zha.user)
        assert [one.name for one in signer] == ["reply"]
        office = documents_for(fresh(answered.second), answered.clerk)
        assert [one.name for one in office] == ["form", "reply", "survey"]


def page_of(client, motion):
    """The words of its page, and its links as they stand."""
    html = client.get(motion.get_absolute_url()).content.decode()
    links = " ".join(re.findall(r'href="([^"]*)"', html))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)) + links


@pytest.mark.sqlite  # what a page says is the same on both
class TestPages:
    def test_the_merged_deputy_sees_how_it_goes_and_rates_by_phone(self, answered, client):
        client.force_login(answered.shan.user)
        page = page_of(client, answered.second)
        for words in (
            "并入第1号 关于清理桥头村水渠的建议，一并办理", "主办 水利站", "水渠已经清淤。", "2022-04-20 答复",
            "待评价", "请您分别评价办理工作和办理结果。", "领衔 许桂兰，联名 解晓燕",
        ):  # fmt: skip
            assert words in page, words
        listed = client.get("/motions/?sum=awaiting_rating").content.decode()
        assert answered.second.title in listed and "并入第1号，已答复" in listed
        told = {"on": "2022-06-01", "handling": "satisfied", "result": "mostly"}
        client.post(f"{answered.second.get_absolute_url()}do/rate/", told)
        row = fresh(answered.second).ratings.get()
        assert (row.round, row.result, row.is_on_behalf) == (1, "mostly", False)
        assert "对结果基本满意" in page_of(as_(client, answered.clerk), answered.case)
        listed = client.get("/motions/?q=第1号").content.decode()
        assert all(one.title in listed for one in (answered.second, answered.third))

    def test_before_the_answer_it_is_told_where_it_stands(self, story, client):
        client.force_login(story.zeng.user)
        page = page_of(client, story.third)
        assert "主办 水利站" in page and "期限 2022-06-05" in page
        assert f"/motions/{story.third.pk}/do/rate/" not in page
        waiting = cast.make_motion(proposer=story.xu, number=7, title="关于修路的建议")
        own = enter(story.zeng, "关于补路的建议", "2022-04-01")
        services.merge(own, by=story.clerk, on=day("2022-04-02"), into=waiting)
        assert "并入第7号 关于修路的建议，一并办理。已受理，等交办。" in page_of(client, own)

    def test_the_office_sees_both_ends(self, story, client):
        client.force_login(story.clerk)
        page = client.get(f"/admin/motions/motion/{story.case.pk}/change/").content.decode()
        for one in (story.second, story.third):
            assert f'href="/admin/motions/motion/{one.pk}/change/"' in page
        page = client.get(f"/admin/motions/motion/{story.second.pk}/change/").content.decode()
        assert f'href="/admin/motions/motion/{story.case.pk}/change/"' in page
        column = {column.key: column.value for column in COLUMNS}["并案"]
        rows = Motion.objects.with_lead(TODAY)
        found = {row.pk: column((row, Tracks(row))) for row in rows}
        assert found[story.second.pk] == "并入2022年第1号 关于清理桥头村水渠的建议"
        assert found[story.case.pk] == (
            "并入本件：关于疏通岳山村沟渠的建议（单国富）、关于整治水渠的建议（曾玉梅）"
        )

    def test_what_waits_for_a_rating_is_asked_for_by_each(self, answered, client):
        waiting = {answered.case, answered.second, answered.third}
        assert set(Motion.objects.awaiting_rating()) == waiting
        year = Period.of_year(2022)
        assert set(unrated_motions(year, TODAY)) == waiting
        assert waiting <= set(Motion.objects.waiting())
        services.rate(answered.case, by=answered.clerk, on=day("2022-04-25"), **SATISFIED)
        home = as_(client, answered.clerk).get("/admin/").content.decode()
        assert home.count("待评价") >= 3  # the case waits on for the other two

    @pytest.mark.sqlite  # Django asks as often on both
    def test_statements_do_not_grow_with_what_is_merged(self, answered, client):
        client.force_login(answered.clerk)
        pages = [
            "/motions/", "/motions/export/?take=xlsx", "/admin/", answered.case.get_absolute_url(),
            answered.second.get_absolute_url(), "/motions/documents/hand-over-list/?from=2022-03-05",
            documents_for(fresh(answered.case), answered.clerk)[-2].url,
        ]  # fmt: skip

        for page in pages:  # the first look of a session asks more
            client.get(page)

        def statements():
            found = []
            for page in pages:
                with CaptureQueriesContext(connection) as context:
                    assert client.get(page).status_code == 200
                found.append(len(context))
            return found

        before = statements()
        for number in range(8):
            row = enter(answered.zeng, f"关于第{number}条水渠的建议", "2022-03-03", answered.xie)
            services.merge(row, by=answered.clerk, on=day("2022-03-20"), into=answered.case)
        assert statements() == before


def as_(client, user):
    client.force_login(user)
    return client


class TestVerbs:
    def test_rated_while_its_case_waits_for_it(self, story):
        reason = (
            "并入的第1号 关于清理桥头村水渠的建议现在是“已交办”，那一件答复以后、办结以前才能评价。"
        )
        with refused(reason):
            services.rate(story.second, by=story.clerk, on=day("2022-04-01"), **SATISFIED)
        reply(story, "2022-04-20")
        with refused("日期不能早于上一步：2022-04-20 答复。"):
            services.rate(story.second, by=story.clerk, on=day("2022-04-19"), **SATISFIED)
        with refused("您不能办“评价”，请交人大办公室办理。"):
            services.rate(story.second, by=story.xu.user, on=day("2022-04-21"), **SATISFIED)
        event = services.rate(story.second, by=story.clerk, on=day("2022-04-21"), **SATISFIED)
        assert (event.motion, event.handling) == (story.second, lead_of(story))

    def test_one_who_is_not_satisfied_opens_the_second_handling_for_all(self, answered):
        services.rate(answered.case, by=answered.clerk, on=day("2022-04-25"), **SATISFIED)
        services.rate(answered.second, by=answered.shan.user, on=day("2022-04-26"), **UNSATISFIED)
        case = fresh(answered.case)
        assert (case.status, lead_of(answered).round) == ("rehandling", 2)
        assert "并入的“关于疏通岳山村沟渠的建议”，代表不满意：只修了一半" in case.events.last().note
        reply(answered, "2022-05-20")
        assert Motion.objects.awaiting_rating().count() == 3
        services.rate(answered.case, by=answered.clerk, on=day("2022-05-25"), **SATISFIED)
        services.rate(answered.second, by=answered.clerk, on=day("2022-05-26"), **UNSATISFIED)
        case = fresh(answered.case)
        assert case.status == "replied"  # after the second the office decides
        found = supervision.proposals(TODAY, Town.get())
        assert [(p.subject, p.reason) for p in found] == [(case, "第2次办理后代表仍不满意")]

    def test_what_was_said_of_the_first_handling_is_not_forgotten_in_the_second(
        self, answered, client
    ):
        services.rate(answered.second, by=answered.clerk, on=day("2022-04-26"), **UNSATISFIED)
        client.force_login(answered.clerk)
        page = client.get(answered.case.get_absolute_url()).content.decode()
        assert "第1次办理后对结果不满意" in page
        assert page.count("还没有评价") == 1  # 曾玉梅's

    def test_closed_when_each_was_heard(self, answered):
        services.rate(answered.case, by=answered.clerk, on=day("2022-04-25"), **SATISFIED)
        silent = "催促后代表仍不反馈的，评价登记为“未反馈”。"
        both = "“关于疏通岳山村沟渠的建议”（单国富）、“关于整治水渠的建议”（曾玉梅）"
        with refused(f"并入本件的{both}还没有评价，先在那一件上办“评价”；{silent}"):
            services.close(answered.case, by=answered.clerk, on=day("2022-06-01"))
        services.rate(answered.second, by=answered.clerk, on=day("2022-05-01"), **SATISFIED)
        none = {"handling": "none", "result": "none"}
        services.rate(answered.third, by=answered.clerk, on=day("2022-05-10"), **none)
        with refused("日期不能早于评价的2022-05-10。"):
            services.close(answered.case, by=answered.clerk, on=day("2022-05-09"))
        services.close(answered.case, by=answered.clerk, on=day("2022-06-01"))
        reason = (
            "并入的第1号 关于清理桥头村水渠的建议现在是“已办结”，那一件答复以后、办结以前才能评价。"
        )
        with refused(reason):
            services.rate(answered.third, by=answered.clerk, on=day("2022-06-02"), **SATISFIED)

    def test_the_case_withdrawn_the_others_wait_for_the_review_again(self, story):
        with refused("日期不能早于上一步：2022-03-20 并案。"):
            services.withdraw(story.case, by=story.clerk, on=day("2022-03-19"), reason="已解决")
        assert fresh(story.second).status == "merged"
        event = services.withdraw(
            story.case, by=story.xu.user, on=day("2022-04-01"), reason="已解决"
        )
        assert event.note == "已解决；并入的2件恢复单独办理"
        for one in map(fresh, (story.second, story.third)):
            assert (one.status, one.merged_into) == ("registered", None)
            assert one.events.last().note == (
                "并入的第1号 关于清理桥头村水渠的建议撤回，恢复单独办理，重新审查。"
            )

    def test_taken_out_again_unless_its_deputy_has_spoken(self, answered):
        services.reopen(answered.third, by=answered.clerk, on=day("2022-05-01"), reason="并错了")
        assert fresh(answered.third).status == "registered"
        services.rate(answered.second, by=answered.clerk, on=day("2022-05-01"), **SATISFIED)
        reason = (
            "这一件的代表已经评价并案办理的结果，不再单独办理；"
            "确实并错了的，先作废那条评价，再办“恢复办理”。"
        )
        told = {"by": answered.clerk, "on": day("2022-05-02"), "reason": "并错了"}
        with refused(reason):
            services.reopen(answered.second, **told)
        answered.second.ratings.get().void(reason="并错了。")
        services.reopen(answered.second, **told)
        assert fresh(answered.second).status == "registered"

    def test_what_was_merged_into_one_that_is_merged_goes_along(self, story):
        """No verb leads there: a host has a number, and what has one is not merged."""
        waiting = enter(story.zeng, "关于修渠的建议", "2022-03-02")
        twin = cast.make_motion(proposer=story.shan, status="merged", merged_into=waiting)
        services.merge(waiting, by=story.clerk, on=day("2022-04-01"), into=story.case)
        twin = fresh(twin)
        assert (twin.merged_into, twin.status) == (story.case, "merged")
        note = "随“关于修渠的建议”并入第1号 关于清理桥头村水渠的建议"
        assert [(e.verb, e.note) for e in twin.events.all()] == [("merge", note)]

    def test_not_before_the_other_was_accepted(self, story):
        late = enter(story.zeng, "关于修渠的建议", "2022-03-02")
        with refused("日期不能早于第1号 关于清理桥头村水渠的建议受理的2022-03-04。"):
            services.merge(late, by=story.clerk, on=day("2022-03-03"), into=story.case)
        services.merge(late, by=story.clerk, on=day("2022-03-04"), into=story.case)

    def test_into_one_that_was_voided_before_that_was_refused(self, answered, client):
        answered.case.voided_at, answered.case.void_reason = cast.timezone.now(), "重复登记。"
        answered.case.save()
        with refused("并入的第1号 关于清理桥头村水渠的建议已经作废，先办“恢复办理”，再重新审查。"):
            services.rate(answered.second, by=answered.clerk, on=day("2022-05-01"), **SATISFIED)
        page = page_of(as_(client, answered.shan.user), answered.second)
        assert f"/motions/{answered.second.pk}/do/rate/" not in page
        told = {"by": answered.clerk, "on": day("2022-05-02"), "reason": "那一件已作废"}
        services.reopen(fresh(answered.second), **told)
        assert fresh(answered.second).status == "registered"

    def test_not_into_what_is_closed_and_not_voided_under_others(self, story):
        closed = cast.make_motion(
            proposer=story.xu, number=8, status="closed", closed_on=day("2022-04-01")
        )
        late = enter(story.zeng, "关于修渠的建议", "2022-03-02")
        with refused("那一件已经办结，不能再并入；确需并入的，先在那一件上办“恢复办理”。"):
            services.merge(late, by=story.clerk, on=day("2022-05-01"), into=closed)
        with pytest.raises(ValidationError, match="还在一并办理，先在那一件上办“恢复办理”"):
            story.case.void(reason="重复登记。")


def test_a_case_with_merged_ones_is_not_voided_by_a_button(story, client):
    client.force_login(cast.make_user(Role.STAFF))
    page = client.get(f"/admin/motions/motion/{story.case.pk}/change/").content.decode()
    assert "/do/void/" not in page
    page = client.get(f"/admin/motions/motion/{story.second.pk}/change/").content.decode()
    assert "/do/void/" in page
