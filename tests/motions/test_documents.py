"""The documents of a motion: what each says, for whom it is, and how it falls on paper.

许桂兰 of 桥头村 moved 第5号建议 in the third session, 单国富 signed with her. 水利站 handled it
with the help of 农业农村办公室, answered with an A, and she was mostly content.
"""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from motions import documents, services
from motions.documents import documents_for
from motions.models import Handling, Motion, ResultClass, Signature
from motions.tracks import Tracks
from papers.official import blank
from records.models import ReadRecord
from representatives.models import Person
from tests import cast
from tests.cast import day
from tests.papers.official_layout import departures
from tests.papers.word_file import cells, print_all, said, squeezed
from tests.stage import staged
from township.models import Level

# What comes out is a file, whatever database its rows lie in.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DATE = "＿＿年＿＿月＿＿日"
CLASSES = "A类：已经解决或基本解决；B类：正在解决或列入计划；C类：留作参考"
ASKED = (
    "办理中请做到：一是及时签收，落实专人；认为不属于本单位职责的，书面说明理由、申请调整，"
    "不自行转办。二是与代表面商，当面听取意见。三是书面答复代表，注明办理结果类别"
    f"（{CLASSES}），附征询意见表，抄送柳塘镇人大主席团。"
)
REPLY = "水渠已经清淤。\n一、清淤情况\n共清淤三百米。\n二、今后打算\n每年汛前清理一次。"


@staged
def frame():
    return cast.make_frame()


@staged
def clerk(frame):
    return cast.the_clerk()


@staged
def xu(frame):
    person = cast.make_deputy(name="许桂兰", login="xu", employer="桥头村村民", phone="13900000001")
    person.mandates.update(constituency=cast.make_constituency(number=3, name="桥头片"))
    cast.make_post(body=cast.make_body(kind="delegation", name="第一代表团"), person=person)
    return person


@staged
def motion(frame, xu):
    """Accepted as 第5号, not yet handed over."""
    row = cast.make_motion(
        proposer=xu, number=5, topic=frame.topics[2], session=cast.make_session(number=3),
        grounds="水渠多年没有清理。\n一下雨就淹。", proposal="清淤三百米，修两处涵管。",
    )  # fmt: skip
    cast.make_signature(motion=row, person=cast.make_deputy(name="单国富", login="shan"))
    return row


@staged
def handled(frame, clerk, motion):
    """The whole story: .motion, its .lead and .assist."""
    office, _, station = frame.departments
    services.refer(motion, by=clerk, on=day("2022-03-02"), lead=station, assists=[office])
    services.sign_for(motion, by=clerk, on=day("2022-03-03"), handler="王工")
    services.consult(motion, by=clerk, on=day("2022-03-20"), way="visit")
    services.reply(
        motion, by=clerk, on=day("2022-04-20"), result_class=frame.classes[0], reply=REPLY,
        number="柳水〔2022〕3号",
    )  # fmt: skip
    services.rate(
        motion, by=clerk, on=day("2022-05-01"), handling="satisfied", result="mostly",
        reason="希望常年管护",
    )  # fmt: skip
    return story(motion)


@staged
def open_one(frame, clerk, motion):
    """Handed over and nothing more."""
    services.refer(motion, by=clerk, on=day("2022-03-02"), lead=frame.departments[2])
    return story(motion)


@staged
def bare(frame):
    """Registered between sessions, with nothing that is not obligatory; handed over without a rule."""
    proposer = cast.make_deputy(name="曾玉梅")
    registered = cast.make_motion(proposer=proposer, status=Motion.Status.REGISTERED)
    handling = cast.make_handling(motion=cast.make_motion(proposer=proposer))
    handling.judge(None)
    handling.save()
    return SimpleNamespace(registered=registered, motion=handling.motion, lead=handling)


def story(motion):
    motion = Motion.objects.get(pk=motion.pk)
    tracks = Tracks(motion)
    assist = tracks.assists[0] if tracks.assists else None
    return SimpleNamespace(motion=motion, lead=tracks.lead, assist=assist)


def refused_result(clerk, motion):
    """The deputy does not like the answer: a second round begins. Returns the story again."""
    services.rate(
        motion, by=clerk, on=day("2022-05-01"), handling="mostly", result="unsatisfied",
        reason="只清了一半。",
    )  # fmt: skip
    return story(motion)


def all_documents(of):
    """{name: bytes} of every document of a story."""
    on = day("2022-06-15")
    return {
        "form": documents.form(of.motion, with_phone=True),
        "hand-over": documents.hand_over([of.lead]),
        "urge": documents.urge(of.lead, on),
        "reply": documents.reply(of.lead, on),
        "survey": documents.survey(of.lead),
        "list": documents.hand_over_list(Handling.objects.filter(pk=of.lead.pk)),
    }


class TestForm:
    def test_all_of_it(self, handled):
        assert said(documents.form(handled.motion, with_phone=True)) == [
            "柳塘镇人大代表建议专用表",
            "柳塘镇第二届人大第三次会议 | 编号：第5号",
            "案　由 | 关于清理桥头村水渠的建议",
            "文　种 | 建议 | 内容类别 | 水利设施",
            "领衔代表 | 许桂兰 | 提出日期 | 2022年3月1日",
            "代表团选区 | 第一代表团，第3选区（桥头片）",
            "单位及职务 | 桥头村村民 | 联系电话 | 13900000001",
            "联名代表 | 单国富",
            "内　容 | 情况（案据）： / 水渠多年没有清理。 / 一下雨就淹。"
            " / 建议（方案）： / 清淤三百米，修两处涵管。",
            "是否公开 | ☑同意　□不同意",
            f"代表签名 | {blank(9)} | 签名日期 | {DATE}",
            "审查意见 | 受理，编为第5号。",
            f"审查人 | {blank(9)} | 审查日期 | {DATE}",
            "主办单位 | 水利站 | 协办单位 | 农业农村办公室",
            "交办日期 | 2022年3月2日 | 办理期限 | 2022年6月2日",
            "说明：一事一案；写明情况、分析和具体建议；领衔代表亲笔签名。",
        ]

    def test_what_is_not_known_yet_is_filled_in_by_hand(self, bare):
        lines = said(documents.form(bare.registered, with_phone=True))
        assert lines[1] == "柳塘镇人大2022年闭会期间 | 编号：第＿＿号"
        assert f"单位及职务 | {blank(6)} | 联系电话 | {blank(6)}" in lines
        assert f"代表团选区 | {blank(6)}" in lines
        assert f"联名代表 | {blank(25)}" in lines
        three = " / ".join([blank(25)] * 3)
        assert f"内　容 | 情况（案据）： / {three} / 建议（方案）： / {three}" in lines
        assert f"审查意见 | {blank(25)}" in lines
        assert f"主办单位 | {blank(9)} | 协办单位 | {blank(9)}" in lines
        assert f"交办日期 | {DATE} | 办理期限 | {DATE}" in lines

    def test_the_phone_is_for_the_office(self, motion):
        lines = said(documents.form(motion))
        assert "单位及职务 | 桥头村村民" in lines
        assert "电话" not in "".join(lines)
        assert "13900000001" not in "".join(lines)

    def test_after_the_review_nobody_signs_any_more(self, bare):
        assert "联名代表 | 无" in said(documents.form(bare.motion))

    def test_who_was_asked_to_sign_and_did_not_is_not_printed(self, motion):
        asked = cast.make_deputy(name="仇万里")
        cast.make_signature(motion=motion, person=asked, way=Signature.Way.LOGIN, signed_on=None)
        assert "联名代表 | 单国富" in said(documents.form(motion))

    def review(self, motion):
        return next(line for line in said(documents.form(motion)) if line.startswith("审查意见"))

    def test_what_came_of_the_review(self, motion, xu):
        fields = {"proposer": xu, "title": "关于甲的建议"}
        returned = cast.make_motion(
            **fields, status="returned", return_reason="letter", review_note="请来信人向镇里反映。"
        )
        assert self.review(returned) == "审查意见 | 退回：代转群众来信。请来信人向镇里反映。"
        merged = cast.make_motion(**fields, status="merged", merged_into=motion)
        into = (
            "柳塘镇第二届人大第三次会议第5号建议《关于清理桥头村水渠的建议》"
            "（领衔代表许桂兰，联名代表单国富）"
        )
        assert self.review(merged) == f"审查意见 | 并案：并入{into}。"
        converted = cast.make_motion(**fields, is_converted=True, number=7, review_note="不足五人")
        assert self.review(converted) == "审查意见 | 议案转为建议。受理，编为第7号。不足五人"
        numberless = cast.make_motion(**fields)
        assert self.review(numberless) == f"审查意见 | {blank(25)}"

    def test_a_bill_is_called_one(self, xu):
        bill = cast.make_motion(proposer=xu, kind="bill", title="关于修桥的议案", clean=False)
        assert said(documents.form(bill))[0] == "柳塘镇人大代表议案专用表"

    def test_that_of_the_county_congress_bears_its_name(self, xu):
        cast.make_mandate(person=xu, term=cast.make_frame().county_second)
        row = cast.make_motion(proposer=xu, level=Level.COUNTY, occasion="session", number=27)
        lines = said(documents.form(row))
        assert lines[0] == "东陵县人大代表建议专用表"
        assert lines[1] == "东陵县第十七届人大第＿＿次会议 | 编号：第27号"

    def test_a_level_without_a_name_of_its_own_is_called_what_it_is(self, xu):
        row = cast.make_motion(proposer=xu, level=Level.PROVINCE, clean=False)
        assert said(documents.form(row))[:2] == [
            "省人大代表建议专用表", "省人大2022年闭会期间 | 编号：第＿＿号",
        ]  # fmt: skip
        row.occasion = "session"
        assert said(documents.form(row))[1].startswith("省第＿＿届人大第＿＿次会议")


class TestHandOver:
    def test_to_the_lead(self, handled):
        assert said(documents.hand_over([handled.lead])) == [
            "代表建议交办通知单",
            "水利站：",
            "现将柳塘镇第二届人大第三次会议第5号建议《关于清理桥头村水渠的建议》交由你单位主办、"
            "农业农村办公室协办，请认真研究办理。领衔代表许桂兰，联名代表单国富。",
            "请自交办之日起3个月内答复代表，最迟2022年6月2日（代表法第五十一条）。",
            ASKED,
            "柳塘镇人大主席团",
            "2022年3月2日",
            "签收人 | 王工 | 签收日期 | 2022年3月3日",
        ]

    def test_to_who_assists(self, handled):
        assert said(documents.hand_over([handled.assist])) == [
            "代表建议交办通知单",
            "农业农村办公室：",
            "现将柳塘镇第二届人大第三次会议第5号建议《关于清理桥头村水渠的建议》交由水利站主办、"
            "你单位协办，请认真研究办理。领衔代表许桂兰，联名代表单国富。",
            "请自交办之日起1个月内向主办单位提出协办意见，最迟2022年4月2日（县办理办法第九条）。",
            "请及时签收，落实专人办理，与主办单位沟通，按职责提出具体意见。",
            "柳塘镇人大主席团",
            "2022年3月2日",
            f"签收人 | {blank(8)} | 签收日期 | {DATE}",
        ]

    def test_once_more_because_the_deputy_is_not_content(self, frame, clerk, open_one):
        services.reply(
            open_one.motion, by=clerk, on=day("2022-04-20"), result_class=frame.classes[0],
            reply="清了。",
        )  # fmt: skip
        again = refused_result(clerk, open_one.motion)
        lines = said(documents.hand_over([again.lead]))
        assert "交由你单位重新办理，请认真研究办理。" in lines[2]
        assert lines[3] == "代表对上一次办理的结果不满意，意见是：只清了一半。"
        assert lines[4] == (
            "请自交办之日起1个月内答复代表，最迟2022年6月1日（县办理办法第十二条）。"
        )

    def test_once_more_for_another_reason(self, frame, clerk, open_one):
        services.reply(
            open_one.motion, by=clerk, on=day("2022-04-20"), result_class=frame.classes[0],
            reply="清了。",
        )  # fmt: skip
        services.rehandle(open_one.motion, by=clerk, on=day("2022-04-22"), reason="答非所问")
        lines = said(documents.hand_over([story(open_one.motion).lead]))
        assert "不满意" not in "".join(lines[2:4])

    def test_several_at_once_are_counted(self, frame, clerk, motion, xu):
        bill = cast.make_motion(proposer=xu, kind="bill", number=1, title="修桥", clean=False)
        for row in (motion, bill):
            services.refer(row, by=clerk, on=day("2022-03-02"), lead=frame.departments[2])
        rows = [story(row).lead for row in (motion, bill)]
        lines = said(documents.hand_over(rows))
        assert lines[0] == "代表议案建议交办通知单"
        assert lines[2] == "现将下列2件代表议案建议交你单位，请认真研究办理。"
        assert lines[3] == (
            "1.柳塘镇第二届人大第三次会议第5号建议《关于清理桥头村水渠的建议》，由你单位主办。"
            "领衔代表许桂兰，联名代表单国富。请自交办之日起3个月内答复代表，最迟2022年6月2日"
            "（代表法第五十一条）。"
        )
        assert lines[4].startswith("2.柳塘镇人大2022年闭会期间第1号议案《修桥》，由你单位主办。")

    def test_an_extension_is_said(self, clerk, open_one):
        services.extend(
            open_one.motion, by=clerk, on=day("2022-05-20"), until=day("2022-08-01"), reason="汛期"
        )
        lines = said(documents.hand_over([story(open_one.motion).lead]))
        assert "请答复代表，经同意延期，最迟2022年8月1日。" in lines

    def test_the_day_that_the_city_set(self, frame, clerk):
        outsider = cast.make_person(name="解晓燕")
        row = cast.make_motion(
            proposer=outsider, level=Level.COUNTY, is_handed_down=True, number=12
        )
        services.refer(
            row, by=clerk, on=day("2022-03-02"), lead=frame.departments[2],
            due_on=day("2022-05-10"),
        )  # fmt: skip
        lines = said(documents.hand_over([story(row).lead]))
        assert lines[2].startswith("现将东陵县人大交办的东陵县人大2022年闭会期间第12号建议《")
        assert lines[3] == "请答复代表，最迟2022年5月10日。"

    def test_where_no_rule_says_how_long_the_day_is_filled_in(self, bare):
        ResultClass.objects.all().delete()
        lines = said(documents.hand_over([bare.lead]))
        assert f"请于{DATE}前答复代表。" in lines
        assert "注明办理结果类别，附征询意见表" in lines[4]

    def test_a_complex_one_has_six_months(self, frame, clerk, motion):
        motion.is_complex = True
        motion.save()
        services.refer(motion, by=clerk, on=day("2022-03-02"), lead=frame.departments[2])
        lines = said(documents.hand_over([story(motion).lead]))
        assert lines[3] == "请自交办之日起6个月内答复代表，最迟2022年9月2日（代表法第五十一条）。"

    def test_a_title_within_a_title(self, motion):
        motion.title = "关于落实《水法》的建议"
        assert documents.words.titled(motion) == "《关于落实〈水法〉的建议》"


class TestUrge:
    def test_all_of_it(self, clerk, open_one):
        """Due on 2022-06-02; a week is what the town calls soon."""
        services.supervise(open_one.motion, by=clerk, on=day("2022-05-20"), rung="remind")
        services.supervise(open_one.motion, by=clerk, on=day("2022-06-05"), rung="urge")
        assert said(documents.urge(open_one.lead, day("2022-06-15"))) == [
            "代表建议催办通知单",
            "水利站：",
            "柳塘镇第二届人大第三次会议第5号建议《关于清理桥头村水渠的建议》（领衔代表许桂兰）于"
            "2022年3月2日交你单位主办，应于2022年6月2日前答复代表（代表法第五十一条）。截至"
            "2022年6月15日已超期13天，尚未签收，尚未与代表沟通，尚未答复。此前已督办："
            "2022年5月20日提醒，2022年6月5日催办通知。",
            "请于2022年6月22日前答复代表，并抄送柳塘镇人大主席团；答复前请与代表许桂兰面商。"
            "确有困难的，请书面说明原因、进度和完成时间。请填写下面的回执，加盖公章后退回。",
            "柳塘镇人大主席团",
            "2022年6月15日",
            "回　执",
            f"办理进展 | {blank(24)} / {blank(24)}",
            f"答复日期 | {DATE} | 负责人 | {blank(8)}",
        ]

    def test_what_was_done_is_not_asked_for(self, clerk, open_one):
        services.sign_for(open_one.motion, by=clerk, on=day("2022-03-03"))
        services.consult(open_one.motion, by=clerk, on=day("2022-03-20"), way="visit")
        late = said(documents.urge(story(open_one.motion).lead, day("2022-06-15")))[2]
        assert late.endswith("已超期13天，尚未答复。")

    def test_who_assists_is_asked_for_an_opinion(self, handled):
        lines = said(documents.urge(handled.assist, day("2022-04-20")))
        assert "交你单位协办，应于2022年4月2日前向主办单位提出协办意见" in lines[2]
        assert lines[2].endswith("已超期18天，尚未签收，尚未提出意见。")
        assert lines[3].startswith("请于2022年4月27日前向主办单位提出协办意见，并抄送")
        assert "面商" not in lines[3]

    def test_after_an_extension_the_new_day_counts(self, clerk, open_one):
        services.extend(
            open_one.motion, by=clerk, on=day("2022-05-20"), until=day("2022-08-01"), reason="汛期"
        )
        late = said(documents.urge(story(open_one.motion).lead, day("2022-08-03")))[2]
        assert "应于2022年8月1日前答复代表（经同意延期）。截至2022年8月3日已超期2天，" in late

    def test_the_second_round(self, frame, clerk, open_one):
        services.reply(
            open_one.motion, by=clerk, on=day("2022-04-20"), result_class=frame.classes[0],
            reply="清了。",
        )  # fmt: skip
        again = refused_result(clerk, open_one.motion)
        late = said(documents.urge(again.lead, day("2022-06-15")))[2]
        assert "于2022年5月1日交你单位重新办理，应于2022年6月1日前" in late

    def test_without_a_rule(self, bare):
        late = said(documents.urge(bare.lead, day("2022-06-15")))[2]
        assert late.endswith(f"应于{DATE}前答复代表。尚未签收，尚未与代表沟通，尚未答复。")


class TestReply:
    def test_as_it_was_issued(self, handled):
        assert said(documents.reply(handled.lead, day("2022-06-15"))) == [
            "柳水〔2022〕3号 | 办理结果：A类",
            "关于柳塘镇第二届人大第三次会议第5号建议的答复",
            "许桂兰、单国富代表：",
            "你们提出的《关于清理桥头村水渠的建议》（第5号）收悉，现答复如下：",
            "水渠已经清淤。",
            "一、清淤情况",
            "共清淤三百米。",
            "二、今后打算",
            "每年汛前清理一次。",
            "感谢你们对我们工作的关心和支持。对以上答复有什么意见，请填写征询意见表，"
            "反馈柳塘镇人大主席团。",
            "水利站",
            "2022年4月20日",
            f"（联系人：王工，联系电话：{blank(8)}）",
            "　抄送：柳塘镇人大主席团。",
        ]

    def test_a_skeleton_to_fill_in(self, bare):
        assert said(documents.reply(bare.lead, day("2022-06-15"))) == [
            " | 办理结果：＿＿＿",
            "关于柳塘镇人大2022年闭会期间第＿＿号建议的答复",
            "曾玉梅代表：",
            "您提出的《关于清理桥头村水渠的建议》（第＿＿号）收悉，现答复如下：",
            *[blank(28)] * 6,
            "感谢您对我们工作的关心和支持。对以上答复有什么意见，请填写征询意见表，"
            "反馈柳塘镇人大主席团。",
            "农业农村办公室",
            DATE,
            f"（联系人：{blank(5)}，联系电话：{blank(8)}）",
            "　抄送：柳塘镇人大主席团。",
        ]

    def test_a_draft_is_not_printed(self, frame, clerk, open_one):
        services.draft_reply(
            open_one.motion, by=clerk, on=day("2022-03-20"), reply="还没有定的话",
            result_class=frame.classes[2],
        )  # fmt: skip
        text = "".join(said(documents.reply(story(open_one.motion).lead, day("2022-06-15"))))
        assert "还没有定的话" not in text
        assert "办理结果：＿＿＿关于" in text

    def test_a_whole_letter_that_was_pasted_is_not_said_twice(self, handled):
        handled.lead.reply = (
            "许桂兰代表：\n您提出的建议收悉，现答复如下：\n已经清淤。\n感谢您的支持！"
        )
        lines = said(documents.reply(handled.lead, day("2022-06-15")))
        assert lines[3:7] == [
            "你们提出的《关于清理桥头村水渠的建议》（第5号）收悉，现答复如下：",
            "已经清淤。",
            "感谢您的支持！",
            "对以上答复有什么意见，请填写征询意见表，反馈柳塘镇人大主席团。",
        ]

    def test_many_movers_are_counted(self, handled):
        for name in ("曾玉梅", "仇万里", "张国富"):
            person = cast.make_deputy(name=name)
            cast.make_signature(motion=handled.motion, person=person)
        assert said(documents.reply(handled.lead, day("2022-06-15")))[2] == "许桂兰等5名代表："

    def test_the_department_names_whom_to_ask(self, handled):
        handled.lead.handler = ""
        handled.lead.department.contact = "李主任"
        text = "".join(said(documents.reply(handled.lead, day("2022-06-15"))))
        assert "（联系人：李主任，" in text


class TestSurvey:
    def test_with_the_rating_ticked(self, handled):
        assert said(documents.survey(handled.lead)) == [
            "柳塘镇人大代表建议办理情况征询意见表",
            "柳塘镇第二届人大第三次会议 | 编号：第5号",
            "案　由 | 关于清理桥头村水渠的建议",
            "领衔代表 | 许桂兰 | 提出日期 | 2022年3月1日",
            "联名代表 | 单国富",
            "主办单位 | 水利站 | 协办单位 | 农业农村办公室",
            "答复日期 | 2022年4月20日 | 办理结果 | A类",
            "沟通日期 | 2022年3月20日 | 沟通方式 | 上门走访",
            "对办理工作 | ☑满意　□基本满意　□不满意",
            "对办理结果 | □满意　☑基本满意　□不满意",
            "意见和理由 | 希望常年管护",
            f"代表签名 | {blank(9)} | 签名日期 | 2022年5月1日",
            "说明：在□内打√；办理工作和办理结果分别评价；不满意的请写明理由。"
            "填好后交柳塘镇人大主席团。",
        ]

    def test_to_fill_in(self, bare):
        lines = said(documents.survey(bare.lead))
        for label in ("对办理工作", "对办理结果"):
            assert f"{label} | □满意　□基本满意　□不满意" in lines
        assert f"意见和理由 | {' / '.join([blank(25)] * 4)}" in lines
        assert f"答复日期 | {DATE} | 办理结果 | ＿＿＿＿" in lines
        assert f"代表签名 | {blank(9)} | 签名日期 | {DATE}" in lines

    def test_silence_ticks_nothing(self, frame, clerk, open_one):
        services.reply(
            open_one.motion, by=clerk, on=day("2022-04-20"), result_class=frame.classes[0],
            reply="清了。",
        )  # fmt: skip
        services.rate(
            open_one.motion, by=clerk, on=day("2022-05-20"), handling="none", result="none"
        )
        assert "☑" not in "".join(said(documents.survey(story(open_one.motion).lead)))

    def test_each_round_has_its_own(self, frame, clerk, open_one):
        services.reply(
            open_one.motion, by=clerk, on=day("2022-04-20"), result_class=frame.classes[0],
            reply="清了。",
        )  # fmt: skip
        again = refused_result(clerk, open_one.motion)
        first, second = Tracks(again.motion).leads
        assert "对办理结果 | □满意　□基本满意　☑不满意" in said(documents.survey(first))
        lines = said(documents.survey(second))
        assert "对办理结果 | □满意　□基本满意　□不满意" in lines
        assert "主办单位 | 水利站（第2次办理） | 协办单位 | 无" in lines


@staged
def handed_over(frame, clerk, handled, xu):
    """第5号 of the session, a bill of it, one between sessions on a later day."""
    session = handled.motion.session
    bill = cast.make_motion(
        proposer=xu, session=session, kind="bill", number=1, title="关于修桥的议案", clean=False
    )
    between = cast.make_motion(proposer=xu, number=2, title="关于路灯的建议")
    for row, on in ((bill, "2022-03-02"), (between, "2022-03-10")):
        services.refer(row, by=clerk, on=day(on), lead=frame.departments[1])
    return Handling.objects.lead()


class TestList:
    def test_by_what_numbers_them(self, handed_over):
        assert said(documents.hand_over_list(handed_over)) == [
            "柳塘镇人大代表议案建议交办清单",
            "2022年3月2日至2022年3月10日交办 | 共3件",
            "编号 | 案由 | 领衔代表 | 主办单位 | 协办单位 | 办理期限",
            "柳塘镇第二届人大第三次会议议案（1件）",
            "1 | 关于修桥的议案 | 许桂兰 | 村镇建设办公室 | 无 | 2022年 / 6月2日",
            "柳塘镇第二届人大第三次会议建议（1件）",
            "5 | 关于清理桥头村水渠的建议 | 许桂兰 | 水利站 | 农业农村办公室 | 2022年 / 6月2日",
            "柳塘镇人大2022年闭会期间建议（1件）",
            "2 | 关于路灯的建议 | 许桂兰 | 村镇建设办公室 | 无 | 2022年 / 6月10日",
        ]

    def test_a_name_of_two_characters_is_as_wide_as_one_of_three(self, handed_over):
        Person.objects.filter(name="许桂兰").update(name="许兰")
        assert "| 许　兰 |" in said(documents.hand_over_list(handed_over.all()))[4]

    def test_of_one_day(self, handed_over):
        rows = handed_over.filter(handed_over_on=day("2022-03-10"))
        assert said(documents.hand_over_list(rows))[1] == "2022年3月10日交办 | 共1件"

    def test_what_the_city_handed_down_and_what_comes_again(self, frame, clerk):
        outsider = cast.make_person(name="解晓燕")
        row = cast.make_motion(
            proposer=outsider, level=Level.COUNTY, is_handed_down=True, number=12
        )
        cast.make_handling(motion=row, round=2, handed_over_on=day("2022-03-02"))
        lines = said(documents.hand_over_list(Handling.objects.lead()))
        assert lines[3] == "东陵县人大交办的2022年建议（1件）"
        assert lines[4].startswith("12 | 关于清理桥头村水渠的建议（重新办理） | 解晓燕 |")

    def test_of_nothing(self, frame):
        lines = said(documents.hand_over_list(Handling.objects.none()))
        assert lines[1] == f"{DATE}交办 | 共0件"

    def test_statements_do_not_grow_with_the_rows(
        self, handed_over, frame, clerk, xu, django_assert_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as few:
            documents.hand_over_list(handed_over)
        for number in range(3, 8):
            row = cast.make_motion(proposer=xu, number=number, title="关于路灯的建议")
            services.refer(row, by=clerk, on=day("2022-03-10"), lead=frame.departments[1])
        with django_assert_num_queries(len(few)):
            documents.hand_over_list(handed_over.all())


class TestWhoGetsWhat:
    def names(self, motion, user):
        motion = Motion.objects.get(pk=motion.pk)
        return [f"{d.name}{d.about}" for d in documents_for(motion, user)]

    def test_the_office_gets_what_the_state_allows(self, frame, clerk, motion):
        assert self.names(motion, clerk) == ["form"]
        office, _, station = frame.departments
        services.refer(motion, by=clerk, on=day("2022-03-02"), lead=station, assists=[office])
        both = [
            "hand-over（水利站）", "urge（水利站）", "hand-over（农业农村办公室）",
            "urge（农业农村办公室）",
        ]  # fmt: skip
        assert self.names(motion, clerk) == ["form", *both, "reply", "survey"]
        assert self.names(motion, cast.make_user("leader")) == self.names(motion, clerk)

    def test_what_is_not_late_is_not_urged(self, clerk, open_one, monkeypatch):
        """Due on 2022-06-02."""
        for today, is_offered in (("2022-06-02", False), ("2022-06-03", True)):
            monkeypatch.setattr(documents, "today", lambda today=today: day(today))
            assert ("urge（水利站）" in self.names(open_one.motion, clerk)) == is_offered

    def test_once_the_lead_has_answered_nobody_is_urged(self, clerk, handled):
        """农业农村办公室 never gave its opinion; it is no use any more."""
        assert handled.assist.is_open
        assert not [name for name in self.names(handled.motion, clerk) if "urge" in name]

    def test_the_proposer_gets_what_was_issued(self, frame, clerk, open_one, xu):
        assert self.names(open_one.motion, xu.user) == []
        services.draft_reply(open_one.motion, by=clerk, on=day("2022-03-20"), reply="还没有定")
        assert self.names(open_one.motion, xu.user) == []
        services.reply(
            open_one.motion, by=clerk, on=day("2022-04-20"), result_class=frame.classes[0],
            reply="清了。",
        )  # fmt: skip
        assert self.names(open_one.motion, xu.user) == ["reply", "survey"]
        refused_result(clerk, open_one.motion)
        assert self.names(open_one.motion, xu.user) == ["reply", "survey"]
        assert self.names(open_one.motion, clerk)[-4:] == [
            "reply（第1次办理）", "survey（第1次办理）", "reply（第2次办理）",
            "survey（第2次办理）",
        ]  # fmt: skip

    def test_who_signed_gets_the_answer_and_does_not_rate(self, handled):
        shan = Signature.objects.get().person
        assert self.names(handled.motion, shan.user) == ["reply"]

    def test_who_was_only_asked_to_sign_gets_nothing(self, handled):
        asked = cast.make_deputy(name="仇万里", login="qiu")
        cast.make_signature(
            motion=handled.motion, person=asked, way=Signature.Way.LOGIN, signed_on=None
        )
        assert self.names(handled.motion, asked.user) == []

    @pytest.mark.parametrize("role", ["auditor", "admin"])
    def test_others_get_nothing(self, handled, role):
        assert self.names(handled.motion, cast.make_user(role)) == []

    def test_what_was_passed_on_to_another_department_is_not_offered(self, frame, clerk, open_one):
        services.reassign(
            open_one.motion, by=clerk, on=day("2022-03-10"), lead=frame.departments[1],
            reason="不属于水利站职责",
        )  # fmt: skip
        assert "hand-over（水利站）" not in self.names(open_one.motion, clerk)
        assert "hand-over（村镇建设办公室）" in self.names(open_one.motion, clerk)

    def test_the_page_that_has_the_tracks_asks_nothing_more(
        self, handled, clerk, django_assert_num_queries
    ):
        rows = Motion.objects.prefetch_related("handlings__department", "ratings")
        motion = rows.get(pk=handled.motion.pk)
        tracks = Tracks(motion)
        with django_assert_num_queries(0):
            assert len(documents_for(motion, clerk, tracks)) == 5

    def test_names_of_files(self, handled, bare, clerk):
        files = {d.name: d.file_name for d in documents_for(handled.motion, clerk)}
        assert files["form"] == "第5号建议专用表.docx"
        assert files["reply"] == "第5号建议答复函.docx"
        assert documents_for(bare.registered, clerk)[0].file_name == "建议专用表.docx"


class TestAddresses:
    @pytest.fixture
    def get(self, client):
        def get(user, address, **query):
            client.force_login(user)
            return client.get(address, query)

        return get

    def address(self, motion, name):
        return f"/motions/{motion.pk}/documents/{name}/"

    def test_each_that_is_offered_opens_and_leaves_a_line(self, get, open_one, clerk):
        offered = documents_for(open_one.motion, clerk)
        assert len(offered) == 5
        for document in offered:
            response = get(clerk, document.url)
            assert response.status_code == 200
            assert said(response.content)
            assert (
                "filename*=UTF-8''%E7%AC%AC5%E5%8F%B7%E5%BB%BA%E8%AE%AE"
                in response["Content-Disposition"]
            )
            record = ReadRecord.objects.first()
            assert record.what == f"议案建议 {document.label}"
            assert (record.user, record.object_id) == (clerk, str(open_one.motion.pk))

    def test_without_a_handling_the_first_is_meant(self, get, handled, clerk):
        response = get(clerk, self.address(handled.motion, "hand-over"))
        assert said(response.content)[1] == "水利站："
        response = get(clerk, self.address(handled.motion, "hand-over"), handling=handled.assist.pk)
        assert said(response.content)[1] == "农业农村办公室："

    def test_a_leader_gets_the_form_without_the_phone(self, get, motion, clerk):
        leader = cast.make_user("leader")
        address = self.address(motion, "form")
        assert "13900000001" in "".join(said(get(clerk, address).content))
        assert "13900000001" not in "".join(said(get(leader, address).content))

    @pytest.mark.parametrize(
        ("who", "opens"),
        [
            ("staff", {"form", "hand-over", "reply", "survey"}),
            ("leader", {"form", "hand-over", "reply", "survey"}),
            ("xu", {"reply", "survey"}),
            ("shan", {"reply"}),
            ("qiu", set()),
            ("auditor", set()),
            ("admin", set()),
        ],
    )
    def test_roles(self, get, handled, clerk, who, opens):
        cast.make_deputy(name="仇万里", login="qiu")
        known = {user.username: user for user in type(clerk).objects.all()}
        user = clerk if who == "staff" else known.get(who) or cast.make_user(who)
        for name in ("form", "hand-over", "urge", "reply", "survey", "list"):
            code = get(user, self.address(handled.motion, name)).status_code
            assert code == (200 if name in opens else 404), name

    def test_a_draft_of_somebody_else_is_not_there(self, get, xu, clerk):
        draft = cast.make_motion(proposer=xu, status=Motion.Status.DRAFT, entered_by=xu.user)
        assert get(clerk, self.address(draft, "form")).status_code == 404

    @pytest.mark.parametrize("handling", ["0", "x", "-1", "1 or 1=1"])
    def test_a_handling_of_something_else_is_not_there(self, get, handled, clerk, handling):
        address = self.address(handled.motion, "reply")
        assert get(clerk, address, handling=handling).status_code == 404

    LIST = "/motions/documents/hand-over-list/"

    @pytest.mark.parametrize(
        ("query", "lines"),
        [
            ({"from": "2022-03-02", "to": "2022-03-10"}, "共2件"),
            ({"from": "2022-03-02", "to": "2022-03-02"}, "共1件"),
            ({"from": "2022-03-10"}, "共1件"),
            ({"to": "2022-03-02"}, "共1件"),
            ({}, "共1件"),  # of the last hand-over
        ],
    )
    def test_the_list_of_some_days(self, get, frame, clerk, open_one, xu, query, lines):
        row = cast.make_motion(proposer=xu, number=2)
        services.refer(row, by=clerk, on=day("2022-03-10"), lead=frame.departments[1])
        response = get(clerk, self.LIST, **query)
        assert said(response.content)[1].endswith(lines)
        assert ReadRecord.objects.first().what == "交办清单"
        assert ReadRecord.objects.first().rows == int(lines[1:-1])

    def test_one_letter_for_all_that_a_department_got(self, get, frame, clerk, open_one, xu):
        row = cast.make_motion(proposer=xu, number=2)
        services.refer(row, by=clerk, on=day("2022-03-02"), lead=frame.departments[2])
        station = reverse("hand-over-letter", args=[frame.departments[2].pk])
        response = get(clerk, station)
        assert said(response.content)[2].startswith("现将下列2件代表建议交你单位")
        assert response["Content-Disposition"].startswith('attachment; filename="hand-over-')
        assert get(clerk, reverse("hand-over-letter", args=[0])).status_code == 404

    def test_days_without_a_hand_over_are_said_and_not_printed(self, get, frame, clerk, open_one):
        station = reverse("hand-over-letter", args=[frame.departments[0].pk])
        for address in (self.LIST, station):
            response = get(clerk, address, **{"from": "2021-01-01", "to": "2021-12-31"})
            assert response.headers["Location"] == "/motions/"

    def test_before_the_first_hand_over(self, get, clerk):
        assert get(clerk, self.LIST).status_code == 302

    @pytest.mark.parametrize("text", ["2022-13-01", "gestern", "2022-03-02'--"])
    def test_what_is_no_day_is_not_there(self, get, clerk, open_one, text):
        assert get(clerk, self.LIST, **{"from": text}).status_code == 404


class TestComponent:
    def test_what_there_is_to_download(self, rf, handled, clerk):
        from django.template.loader import render_to_string

        offered = documents_for(handled.motion, clerk)
        page = render_to_string("components/documents.html", {"documents": offered})
        path = f"/motions/{handled.motion.pk}/documents/"
        assert f'<a href="{path}form/">建议专用表</a>' in page
        assert f'<a href="{path}hand-over/?handling={handled.assist.pk}">交办通知单</a>' in page
        assert "（农业农村办公室）" in page
        assert "没有可以下载" in render_to_string("components/documents.html", {"documents": []})


EMPTY = re.compile(r"[（【〔《〈(\[]\s*[）】〕》〉)\]]")
LABEL_WITHOUT_VALUE = re.compile(r"：\s*(?:$|[，。；）])")


class TestNothingIsEmpty:
    @pytest.fixture(params=["handled", "open_one", "bare"])
    def of(self, request):
        return request.getfixturevalue(request.param)

    def test_no_hole_in_any_document(self, of):
        for name, content in all_documents(of).items():
            for line in said(content):
                assert "None" not in line, (name, line)
                assert not EMPTY.search(line), (name, line)
                assert "  " not in line and "　　" not in line, (name, line)
                assert "。。" not in line and "，。" not in line, (name, line)
            for cell in cells(content)[2:]:  # the marks above the title may be one alone
                assert cell.strip(), (name, cells(content))
                assert not re.search(r"(?<!案据）)(?<!方案）)：$", cell), (name, cell)

    def test_dates_have_no_leading_zero(self, of):
        for name, content in all_documents(of).items():
            assert not re.search(r"年0|月0", "".join(said(content))), name


NASTY = "<w:t>&amp;\x00\x0b\x1f“引号”]]></w:t>{{ 1 }}"


class TestAnything:
    def test_markup_and_control_characters(self, frame, clerk, handled):
        """What a form would refuse may still come with an old spreadsheet."""
        motion, lead = handled.motion, handled.lead
        motion.title = motion.grounds = motion.proposal = motion.review_note = NASTY
        motion.proposer.name = motion.proposer.employer = lead.handler = lead.reply = NASTY
        lead.motion, lead.reply_number, lead.department.name = motion, NASTY, NASTY
        clean = "<w:t>&amp;“引号”]]></w:t>{{ 1 }}"
        for name, content in all_documents(handled).items():
            text = "".join(said(content)).replace(" / ", "")  # \x0b is a line break of Word's
            assert name == "list" or clean in text, name

    def test_a_line_break_within_a_name_is_a_line_of_the_cell(self, handled):
        handled.motion.title = "关于清理\n水渠的建议"
        assert "案　由 | 关于清理 / 水渠的建议" in said(documents.form(handled.motion))


LONG_TITLE = "关于" + "清理桥头村岳山村柳塘社区三处水渠并修建涵管和便桥" * 3 + "的建议"


@staged
def long_one(frame, clerk, xu):
    """Six pages of grounds, a title of 77 characters, a dozen who sign with her."""
    motion = cast.make_motion(
        proposer=xu, number=105, title=LONG_TITLE, grounds="\n".join(["水渠淤塞。" * 60] * 6),
        proposal="\n".join(["清理水渠。" * 60] * 6),
    )  # fmt: skip
    for person in cast.make_deputies(12):
        cast.make_signature(motion=motion, person=person)
    services.refer(motion, by=clerk, on=day("2022-03-02"), lead=frame.departments[0])
    services.reply(
        motion, by=clerk, on=day("2022-04-20"), result_class=frame.classes[0],
        reply="\n".join(["已经清理，今后每年汛前再清理一次。" * 8] * 8),
    )  # fmt: skip
    return story(motion)


class TestOnPaper:
    def test_letters_are_in_official_layout(self, handled, long_one, bare, tmp_path):
        for of in (handled, long_one, bare):
            for name, content in all_documents(of).items():
                if name in ("hand-over", "urge", "reply"):
                    assert departures(content) == [], name

    def test_pages_and_cells(self, handled, long_one, bare, tmp_path):
        """Everything of one page stays on it; what is long goes on; no cell is cut off."""
        stories = {"handled": handled, "long": long_one, "bare": bare}
        contents = {
            f"{which}-{name}": content
            for which, of in stories.items()
            for name, content in all_documents(of).items()
        }
        printed = print_all(contents, tmp_path)
        lengths = {name: len(pages) for name, pages in printed.items()}
        longer = {name: lengths.pop(name) for name in ("long-form", "long-reply")}
        assert {name for name, pages in lengths.items() if pages > 1} == set()
        assert longer["long-form"] >= 4
        assert longer["long-reply"] >= 2
        for name, content in contents.items():
            text = squeezed("".join(printed[name]))
            for cell in cells(content):
                for line in cell.split(" / "):
                    self.find(line, text, name)

    def find(self, line, text, name):
        """A line of a cell may be broken anywhere and stand beside other cells: look for its ends."""
        line = squeezed(line)
        assert all(letter in text for letter in line), (name, line)
        assert line[:3] in text, (name, line)

    def test_a_list_of_many_repeats_its_head(self, frame, xu, tmp_path):
        for number in range(1, 41):
            motion = cast.make_motion(proposer=xu, number=number, title=LONG_TITLE)
            cast.make_handling(motion=motion)
        rows = documents.hand_over_list(Handling.objects.lead())
        pages = print_all({"list": rows}, tmp_path)["list"]
        assert len(pages) > 3
        assert all("领衔代表" in squeezed(page) for page in pages)
        text = squeezed("".join(pages))
        assert text.count("农业农村办") == 40
