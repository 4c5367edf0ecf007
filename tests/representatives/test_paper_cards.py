"""Paper is equal: cards to fill in, a page to enter a pile of them, and the record book.

It is 2022-06-15. 许桂兰 of 桥头村, who has no phone, keeps 王二保 (外出户), 李长根 (种植户) and
赵春生 (帮扶户) since the first day of the second term; 单国富 of 岳山村 keeps another 王二保.
"""

import datetime
import uuid

import pytest
from django.urls import reverse

from accounts.models import Role
from records.models import ReadRecord
from representatives import services
from representatives.models import Assignment, Opinion, Visit
from tests import cast
from tests.cast import day
from tests.papers.official_layout import NO_BODY, departures
from tests.papers.word_file import cells, print_all, said, squeezed
from tests.representatives.test_households_pages import statements
from tests.stage import staged

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # the same paper on both

TODAY = day("2022-06-15")
ENTRY, CARDS, BOOK = "/households/entry/", "/households/cards/", "/households/record-book/"
PHONE = "0553-6211234"
DATE = "＿＿年＿＿月＿＿日"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@staged(on=TODAY)
def frame():
    return cast.make_frame()


@staged(on=TODAY)
def clerk(frame):
    return cast.make_user(Role.STAFF, username="clerk", display_name="解晓燕")


@staged(on=TODAY)
def xu(frame):
    bridge, hill, _ = frame.villages
    xu = cast.make_deputy(name="许桂兰", village=bridge, login="xu", phone=PHONE)
    xu.mandates.update(constituency=cast.make_constituency(number=3, name="桥头片"))
    for kind, head in zip(frame.categories, ["王二保", "李长根", "赵春生"], strict=True):
        home = cast.make_household(head_name=head, village=bridge, group="6组", phone=PHONE)
        cast.make_assignment(person=xu, household=home, category=kind)
    shan = cast.make_deputy(name="单国富", village=hill, login="shan")
    cast.make_assignment(
        person=shan, household=cast.make_household(head_name="王二保", village=hill)
    )
    return xu


@pytest.fixture
def office(client, xu, clerk):
    client.force_login(clerk)
    return client


def row(head, name="许桂兰"):
    return Assignment.objects.get(household__head_name=head, person__name=name)


def card(**told):
    """What is typed from one card."""
    empty = dict.fromkeys(("production", "livelihood", "policy", "good_deed", "text", "topic"), "")
    return {
        "_once": str(uuid.uuid4()), "home": "李长根", "visited_on": "2022-06-14", "method": "home",
        "met": "yes", "disposal": "town", **empty, **told,
    }  # fmt: skip


class TestCards:
    def test_a_page_for_each_of_three(self, office, xu):
        lines = said(office.get(f"{CARDS}?person={xu.pk}").content)
        assert lines.count("联系户走访登记卡") == 3
        assert [line for line in lines if line.startswith("柳塘镇人大代表")] == [
            "柳塘镇人大代表　许桂兰 | 外出户",
            "柳塘镇人大代表　许桂兰 | 种植户",
            "柳塘镇人大代表　许桂兰 | 帮扶户",  # for the neighbour's eye, not 脱贫户
        ]
        assert "联系户 | 王二保 | 住　址 | 桥头村6组" in lines

    def test_what_is_left_to_fill_in(self, office, xu):
        lines = said(office.get(f"{CARDS}?person={xu.pk}").content)
        start = lines.index("联系户 | 王二保 | 住　址 | 桥头村6组")
        assert lines[start + 1 : start + 11] == [
            f"走访日期 | {DATE} | 是否见到 | □见到　□没见到",
            "走访方式 | □入户走访　□电话　□微信　□座谈　□院坝会",
            "生产情况 | ", "生活情况 | ", "宣讲政策 | ", "办实事 | ", "反映的意见 | ",
            "处理方式 | □当场答复解释　□村（社区）研究办理 / □镇政府（部门）办理　□作为代表建议提出 / "
            "□交上级代表形成上级建议　□不属受理范围，已告知",
            f"代表签名 |  | 录入日期 | {DATE}",
            "说明：一次走访填一张，填好后交人大办公室录入。",
        ]  # fmt: skip

    def test_no_phone_is_on_it(self, office, xu):
        assert PHONE not in "".join(said(office.get(f"{CARDS}?person={xu.pk}").content))

    def test_of_all_deputies_of_a_village(self, office, frame):
        bridge, hill, square = frame.villages
        counts = {
            village.name: said(office.get(f"{CARDS}?village={village.pk}").content).count(
                "联系户走访登记卡"
            )
            for village in (bridge, hill)
        }
        assert counts == {"桥头村": 3, "岳山村": 1}
        answer = office.get(f"{CARDS}?village={square.pk}", follow=True)
        assert "柳塘社区现在没有联系户，没有可以打印的登记卡。" in answer.content.decode()

    def test_only_of_households_of_today(self, office, xu, clerk):
        services.release(row("王二保"), on=TODAY, reason="swap", by=clerk)
        answer = office.get(f"{CARDS}?person={xu.pk}")
        assert "王二保" not in "".join(said(answer.content))

    def test_an_export_is_recorded(self, office, xu):
        answer = office.get(f"{CARDS}?person={xu.pk}")
        assert "visit-cards-2022-06-15.docx" in answer.headers["Content-Disposition"]
        record = ReadRecord.objects.get()
        assert (record.what, record.rows) == ("走访登记卡导出", 3)

    @pytest.mark.parametrize("query", ["", "person=99999", "person=x", "village=99999"])
    def test_of_nobody(self, office, query):
        assert office.get(f"{CARDS}?{query}").status_code == 404

    def test_as_many_statements_for_many(self, office, frame, xu):
        address = f"{CARDS}?village={frame.villages[0].pk}"
        few = statements(lambda: office.get(address))
        for _ in range(5):
            cast.make_assignment(person=cast.make_deputy(village=frame.villages[0]))
        assert statements(lambda: office.get(address)) == few

    def test_each_card_fills_one_sheet(self, office, xu, tmp_path):
        printed = print_all({"cards": office.get(f"{CARDS}?person={xu.pk}").content}, tmp_path)
        pages = [squeezed(page) for page in printed["cards"]]
        assert len(pages) == 3
        for page, head in zip(pages, ["王二保", "李长根", "赵春生"], strict=True):
            assert head in page
            assert "代表签名" in page

    def test_the_page_of_what_can_be_printed(self, office, xu):
        html = office.get("/households/paper/").content.decode()
        assert f'<option value="{xu.pk}">许桂兰</option>' in html
        assert "桥头村" in html


class TestEntering:
    def test_a_card_is_a_visit_for_the_deputy(self, office, clerk):
        answer = office.post(
            ENTRY, card(production="水稻46亩", livelihood="身体好", policy="医保", good_deed="修渠"),
            follow=True,
        )  # fmt: skip
        html = answer.content.decode()
        assert (
            '已存：<span class="nowrap">2022-06-14</span> 许桂兰走访李长根（桥头村6组）。' in html
        )
        visit = Visit.objects.get()
        assert (visit.assignment, visit.visited_on) == (row("李长根"), day("2022-06-14"))
        assert (visit.method, visit.was_met) == ("home", True)
        assert [visit.production, visit.livelihood, visit.policy, visit.good_deed] == [
            "水稻46亩", "身体好", "医保", "修渠",
        ]  # fmt: skip
        assert (visit.recorded_by, visit.is_on_behalf, visit.is_late_entry) == (clerk, True, False)
        assert visit.history.get().history_user == clerk

    @pytest.mark.parametrize("typed", ["赵春生", "zcs", "ZCS", "zhao", "赵", "赵春生（桥头村6组）"])
    def test_whom_it_is_about_is_typed(self, office, typed):
        assert office.post(ENTRY, card(home=typed)).status_code == 302
        assert Visit.objects.get().assignment == row("赵春生")

    def test_the_next_card_begins_with_the_day_of_the_last(self, office):
        assert office.get(ENTRY).context["form"]["visited_on"].value() == TODAY
        office.post(ENTRY, card(visited_on="2022-06-01"))
        page = office.get(ENTRY)
        assert page.context["form"]["visited_on"].value() == day("2022-06-01")
        assert page.context["form"]["home"].value() is None
        html = page.content.decode()
        assert html.count("autofocus") == 1
        assert html.index("autofocus") < html.index('name="visited_on"')

    def test_late_and_attempted_ones_are_marked(self, office):
        office.post(ENTRY, card(visited_on="2022-06-08"))
        office.post(ENTRY, card(visited_on="2022-06-07", met="no", method="phone"))
        late, missed = Visit.objects.order_by("-visited_on")
        assert (late.is_late_entry, missed.is_late_entry) == (False, True)
        assert (missed.was_met, missed.method) == (False, "phone")
        html = office.get(ENTRY).content.decode()
        for word in ("代填", "补记", "没见到"):
            assert word in html

    def test_what_was_heard_is_followed(self, office, frame):
        topic = frame.topics[2]
        office.post(ENTRY, card(text="水渠堵了", topic=topic.pk, disposal="village"))
        opinion = Opinion.objects.get()
        assert (opinion.text, opinion.topic, opinion.disposal) == ("水渠堵了", topic, "village")
        assert opinion.visit == Visit.objects.get()
        assert (opinion.household, opinion.heard_by.name) == (row("李长根").household, "许桂兰")
        assert (opinion.heard_on, opinion.source) == (day("2022-06-14"), "visit")
        assert opinion.echo == "待转办"

    def test_what_was_explained_is_answered(self, office, frame):
        office.post(ENTRY, card(text="水费怎么算", topic=frame.topics[2].pk, disposal="explained"))
        assert Opinion.objects.get().echo == "已有回音"

    def test_of_two_of_one_name_a_choice(self, office):
        told = card(home="王二保", production="水稻46亩")
        answer = office.post(ENTRY, told)
        form, html = answer.context["form"], answer.content.decode()
        assert form.errors["home"] == ["符合“王二保”的有2户，请在下面选一户。"]
        assert [label for _, label in form.fields["pick"].choices] == [
            "王二保（桥头村6组），许桂兰联系", "王二保（岳山村），单国富联系",
        ]  # fmt: skip
        assert 'value="水稻46亩"' in html
        assert not Visit.objects.exists()
        office.post(ENTRY, told | {"pick": row("王二保", "单国富").household_id})
        assert Visit.objects.get().assignment.person.name == "单国富"

    def test_too_many_to_choose_from(self, office, frame):
        for _ in range(7):
            home = cast.make_household(head_name="王二保")
            cast.make_assignment(household=home)
        form = office.post(ENTRY, card(home="web")).context["form"]
        assert form.errors["home"] == ["符合“web”的有9户，请把姓名写全一些。"]
        assert not form.asks["pick"]

    def test_what_was_chosen_stays_where_something_else_is_wrong(self, office):
        chosen = row("王二保", "单国富").household_id
        answer = office.post(ENTRY, card(home="王二保", pick=chosen, text="水渠堵了"))
        assert list(answer.context["form"].errors) == ["topic"]
        assert f'value="{chosen}" ' in str(answer.context["form"]["pick"])
        assert "checked" in str(answer.context["form"]["pick"])

    def test_a_choice_that_is_none(self, office):
        answer = office.post(ENTRY, card(home="王二保", pick=row("李长根").household_id))
        assert answer.context["form"].fields["pick"].choices
        assert not Visit.objects.exists()

    @pytest.mark.parametrize(
        ("told", "name", "sentence"),
        [
            ({"home": ""}, "home", "请填写联系户。"),
            ({"home": "某某"}, "home", "没有找到“某某”，请核对户主姓名。"),
            ({"visited_on": ""}, "visited_on", "请填写走访日期。"),
            ({"visited_on": "2022-06-16"}, "visited_on", "走访日期不能在今天之后。"),
            (
                {"visited_on": "2020-01-01"}, "home",
                "“李长根”在2020-01-01没有代表联系，请核对走访日期和联系安排。",
            ),
            ({"text": "水渠堵了"}, "topic", "记了意见，请选意见类别。"),
            ({"topic": "1"}, "text", "选了意见类别，请填写反映的意见。"),
        ],
    )  # fmt: skip
    def test_refused_at_its_field_with_all_that_was_typed(
        self, office, told, name, sentence, frame
    ):
        if "topic" in told:
            told = {"topic": frame.topics[0].pk}
        answer = office.post(ENTRY, card(production="水稻46亩", **told))
        form, html = answer.context["form"], answer.content.decode()
        assert form.errors == {name: [sentence]}
        assert 'value="水稻46亩"' in html
        assert "autofocus" in str(form[name])
        assert html.count("autofocus") == 1
        assert not Visit.objects.exists()
        assert not Opinion.objects.exists()

    def test_an_assignment_that_ended_more_than_14_days_ago(self, office, clerk):
        services.release(row("李长根"), on=day("2022-05-31"), reason="swap", by=clerk)
        answer = office.post(ENTRY, card(visited_on="2022-05-30"))
        assert "这一安排已结束超过14天，不能再补记走访。" in answer.content.decode()
        assert not Visit.objects.exists()

    def test_within_14_days_it_is_entered(self, office, clerk):
        services.release(row("李长根"), on=day("2022-06-01"), reason="swap", by=clerk)
        assert office.post(ENTRY, card(visited_on="2022-05-30")).status_code == 302

    def test_what_the_deputy_entered_as_well_is_asked_about(self, office, xu):
        cast.make_visit(assignment=row("李长根"), visited_on=day("2022-06-14"), by=xu.user)
        told = card(production="水稻46亩")
        answer = office.post(ENTRY, told)
        [sentence] = answer.context["form"].errors["again"]
        assert sentence.startswith("这一户2022-06-14已有一条走访记录（许桂兰登记）。")
        assert 'value="水稻46亩"' in answer.content.decode()
        assert Visit.objects.count() == 1
        office.post(ENTRY, told | {"again": "on"})
        assert Visit.objects.count() == 2

    def test_a_form_sent_twice_is_one_card(self, office):
        told = card()
        office.post(ENTRY, told)
        answer = office.post(ENTRY, told, follow=True)
        assert "这张卡已经存过了，没有重复登记。" in answer.content.decode()
        assert Visit.objects.count() == 1

    def test_a_refused_form_keeps_its_key(self, office):
        """What was mended is stored: the key was given back with the refusal."""
        told = card()
        office.post(ENTRY, told | {"visited_on": "2022-06-16"})
        office.post(ENTRY, told)
        assert Visit.objects.count() == 1

    def test_a_page_that_was_not_opened_whole(self, office):
        told = card()
        del told["_once"]
        assert "没有完整打开就提交了" in office.post(ENTRY, told).content.decode()
        assert not Visit.objects.exists()

    def test_a_refused_opinion_takes_the_visit_along(self, office, frame, monkeypatch):
        def refuse(*args, **kwargs):
            raise services.ValidationError("意见不行。")

        monkeypatch.setattr(services, "enter_opinion", refuse)
        answer = office.post(ENTRY, card(text="水渠堵了", topic=frame.topics[0].pk))
        assert "意见不行。" in answer.content.decode()
        assert not Visit.objects.exists()

    def test_the_last_ten_of_my_own(self, office, xu):
        cast.make_visit(assignment=row("赵春生"), by=xu.user)
        for number in range(11):
            on = day("2022-05-01") + datetime.timedelta(days=number)
            office.post(ENTRY, card(visited_on=str(on)))
        page = office.get(ENTRY)
        days = [str(visit.visited_on) for visit in page.context["last"]]
        assert days == [f"2022-05-{number:02}" for number in range(11, 1, -1)]
        newest = page.context["last"][0]
        html = page.content.decode()
        assert reverse("admin:representatives_visit_change", args=[newest.pk]) in html
        assert reverse("admin:representatives_visit_verb", args=[newest.pk, "void"]) in html

    def test_as_many_statements_for_many(self, office):
        office.post(ENTRY, card())
        few = statements(lambda: office.get(ENTRY))
        for number in range(1, 9):
            office.post(ENTRY, card(visited_on=f"2022-06-0{number}"))
        assert statements(lambda: office.get(ENTRY)) == few

    def test_the_reading_is_recorded(self, office):
        office.get(ENTRY)
        assert ReadRecord.objects.get().what == "录入登记卡"


@staged(on=TODAY)
def story(xu, frame):
    """Two visits to 李长根, an attempt at 王二保's, and one that is of another year."""
    first = cast.make_visit(
        assignment=row("李长根"), visited_on=day("2022-03-01"), production="水稻46亩。",
        good_deed="联系农机。",
    )  # fmt: skip
    cast.make_opinion(
        visit=first, household=first.assignment.household, heard_by=xu, text="水渠堵了。",
        disposal="town", department=frame.departments[2], handed_over_on=day("2022-03-02"),
        answered_on=day("2022-03-20"), outcome="solved", answer="已经清淤。",
        told_back_on=day("2022-03-21"), told_back_by="phone",
    )  # fmt: skip
    second = cast.make_visit(assignment=row("李长根"), visited_on=day("2022-05-02"), method="phone")
    cast.make_opinion(
        visit=second, household=second.assignment.household, heard_by=xu, text="路不平。",
        heard_on=day("2022-05-02"),
    )  # fmt: skip
    cast.make_visit(assignment=row("王二保"), visited_on=day("2022-04-01"), was_met=False)
    cast.make_visit(assignment=row("王二保"), visited_on=day("2021-12-30"))


class TestTheRecordBook:
    def book(self, client, query):
        return said(client.get(f"{BOOK}?{query}").content)

    def test_what_it_says(self, office, xu, story):
        assert self.book(office, f"person={xu.pk}&year=2022") == [
            "柳塘镇人大代表联系选民记录簿",
            "许桂兰　第3选区（桥头片）　2022年",
            "走访联系户2户，见到2次，没见到1次；听取意见2条。",
            "日期 | 联系户 | 方式 | 内容",
            "2022年3月1日 | 李长根 / 桥头村6组 / 种植户 | 入户走访 | 生产情况：水稻46亩。 / "
            "办实事：联系农机。 / 反映的意见：水渠堵了。 / "
            "处理：镇政府（部门）办理；2022年3月2日转办水利站；2022年3月20日答复（已解决）：已经清淤；"
            "2022年3月21日电话回告。",
            "2022年4月1日 | 王二保 / 桥头村6组 / 外出户 | 入户走访 / 没见到 | ",
            "2022年5月2日 | 李长根 / 桥头村6组 / 种植户 | 电话 | 反映的意见：路不平。 / "
            "处理：镇政府（部门）办理；待转办。",
        ]

    def test_another_year_and_none(self, office, xu, story):
        assert "走访联系户1户，见到1次；听取意见0条。" in self.book(
            office, f"person={xu.pk}&year=2021"
        )
        assert self.book(office, f"person={xu.pk}&year=2020")[-1] == "这一年没有走访记录。"

    def test_this_year_unless_another_is_asked_for(self, office, xu, story):
        assert "许桂兰　第3选区（桥头片）　2022年" in self.book(office, f"person={xu.pk}")

    def test_an_export_is_recorded(self, office, xu, story):
        self.book(office, f"person={xu.pk}&year=2022")
        record = ReadRecord.objects.get()
        assert (record.what, record.object_id, record.rows) == (
            "联系选民记录簿导出", str(xu.pk), 3,
        )  # fmt: skip

    def test_a_deputy_prints_their_own(self, client, xu, story):
        client.force_login(xu.user)
        assert self.book(client, "year=2022") == self.book(client, f"person={xu.pk}&year=2022")
        assert "水渠堵了。" in "".join(cells(client.get(BOOK).content))

    def test_and_only_what_they_may_still_see(self, client, xu, clerk, story):
        """李长根 was released: what was seen there is the office's to read now."""
        services.release(row("李长根"), on=day("2022-06-01"), reason="swap", by=clerk)
        client.force_login(xu.user)
        text = "".join(self.book(client, "year=2022"))
        assert "李长根" not in text
        assert "走访联系户1户，见到0次，没见到1次；听取意见0条。" in text

    @pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.DEPUTY])
    def test_nobody_else(self, client, xu, role):
        client.force_login(cast.make_user(role))
        assert client.get(BOOK).status_code == 404
        assert client.get(f"{BOOK}?person={xu.pk}").status_code == 404

    def test_no_deputy_prints_anothers(self, client, xu, story):
        client.force_login(row("王二保", "单国富").person.user)
        assert client.get(f"{BOOK}?person={xu.pk}&year=2022").status_code == 404

    @pytest.mark.parametrize("query", ["year=9999", "year=x", "person=0"])
    def test_of_nothing(self, office, query):
        assert office.get(f"{BOOK}?{query}").status_code == 404

    @pytest.mark.parametrize("visits", [1, 12])
    def test_as_many_statements_for_many_visits(self, office, xu, visits):
        for number in range(visits):
            visit = cast.make_visit(
                assignment=row("李长根"), visited_on=day(f"2022-03-{number + 1:02}")
            )
            cast.make_opinion(visit=visit, household=visit.assignment.household, heard_by=xu)
        # the deputy twice, visits, opinions, categories and their names, the mandate, the town
        assert statements(lambda: office.get(f"{BOOK}?person={xu.pk}&year=2022")) <= 8

    def test_its_paper(self, office, xu, story, tmp_path):
        content = office.get(f"{BOOK}?person={xu.pk}&year=2022").content
        assert departures(content) in ([], [NO_BODY])
        [page] = print_all({"book": content}, tmp_path)["book"]
        assert "水渠堵了" in squeezed(page)
