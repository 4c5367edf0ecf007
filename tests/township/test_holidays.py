"""放假通知: read day by day, shown before it is stored, refused with its own words where it is unclear.

Today is 15 November 2026. The table has 2025 and the 元旦 of 2026.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from tests import cast
from tests.cast import day, keep
from tests.records.admin_form import AdminForm
from township import rulebook
from township.holidays import published, storing
from township.holidays.reading import NoticeDay, read
from township.models import Holiday, LedgerStart, add_workdays

LIST = "/admin/township/holiday/"
PASTE = f"{LIST}paste/"
PUBLISHED = f"{LIST}published/"
WHOLE = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，确保人民群众祥和平安度过节日假期。
国务院办公厅
2025年11月4日"""
SPRING = "2027年2月5日至7日放假，1月31日、2月14日上班"
WRITING = "写法如：2月15日至23日放假，2月14日上班。"


def told(text, year=None):
    """ "02-05 放假 春节, …": what was understood of `text`."""
    return ", ".join(
        f"{one.day:%Y-%m-%d} {Holiday.Kind(one.kind).label} {one.name}"
        for one in read(text, year).days
    )


class TestReading:
    def test_a_whole_notice_says_what_the_library_knows_of_the_year(self):
        found = read(WHOLE)
        library = {(row.day, row.kind, row.name) for row in published.published_rows({2026})}
        assert {(one.day, one.kind, one.name) for one in found.days} == library
        assert len(found.days) == 39
        assert found.passed_over[-1] == "2025年11月4日" and len(found.passed_over) == 8

    @pytest.mark.parametrize(
        ("text", "year"),
        [
            (SPRING, None),
            ("２０２７年２月５日－７日放假，１月３１日、２月１４日上班", None),
            ("2027年春节放假安排\n2月5日到7日休息；1月31号、2月14号补班", None),
            (
                "二、春节：2月5日至7日放假调休，共3天。1月31日（周日）、2月14日（星期日）上班。",
                2027,
            ),
            ("春节2月5-7日放假 共3天，1月31日和2月14日正常上班", 2027),
            ("2027-02-05至2027-02-07放假\n2027-01-31、2027-02-14上班（春节）", None),
            ("（二）春节: 2月5日(农历除夕前一天、周五)至7日放假三天，1月31日，2月14日均上班", 2027),
        ],
    )
    def test_the_same_days_in_many_hands(self, text, year):
        days = {one.day: one.kind for one in read(text, year).days}
        assert days == {
            day("2027-02-05"): "off", day("2027-02-06"): "off", day("2027-02-07"): "off",
            day("2027-01-31"): "work", day("2027-02-14"): "work",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "year", "wanted"),
        [
            ("1月30日放假，31日上班", 2027, "2027-01-30 放假 春节, 2027-01-31 调休上班 春节"),
            (
                "一、元旦：2022年12月31日至2023年1月1日放假。1月7日上班。", 2023,
                "2022-12-31 放假 元旦, 2023-01-01 放假 元旦, 2023-01-07 调休上班 元旦",
            ),
            (
                "七、国庆节、中秋节：10月1日（周三）放假1天，不调休。", 2025,
                "2025-10-01 放假 国庆节、中秋节",
            ),
            (
                "2019年劳动节放假安排调整如下：2019年5月1日至2日放假调休，共2天。5月5日上班。", None,
                "2019-05-01 放假 劳动节, 2019-05-02 放假 劳动节, 2019-05-05 调休上班 劳动节",
            ),
            (
                "一、元旦：1月1日放假，与周末连休。鼓励各单位安排职工在除夕（2月9日）休息。", 2024,
                "2024-01-01 放假 元旦",
            ),
            ("抗战胜利纪念日：9月3日放假。", 2015, "2015-09-03 放假 抗战胜利纪念日"),
            ("8月12日放假", 2027, "2027-08-12 放假 放假"),
        ],
    )  # fmt: skip
    def test_whose_days_they_are(self, text, year, wanted):
        assert told(text, year) == wanted

    @pytest.mark.parametrize(
        ("text", "year", "sentence"),
        [
            ("2月30日放假", 2027, "没有2027年2月30日这一天。"),
            ("元旦放假三天", 2027, f"没有看懂“元旦放假三天”。{WRITING}"),
            ("1月1日放假", None, "“1月1日”没有写是哪一年，通知里也没有写：请在下面选年份。"),
            ("14日上班", 2027, "“14日”没有写月份。"),
            ("2月3日起正常上班", 2027, f"没有看懂“2月3日起正常上班”。{WRITING}"),
            ("2月5日至7日放假，大家注意安全", 2027, f"没有看懂“大家注意安全”。{WRITING}"),
            ("春节：除夕至初七放假", 2027, f"没有看懂“春节：除夕至初七放假”。{WRITING}"),
            ("镇政府通知2月5日放假", 2027, "没有看懂“镇政府通知”：日子前面只写节日的名称，如“春节：”。"),
            (
                "2月7日至5日放假", 2027,
                "“2月7日至5日”的后一天早于前一天；跨年的请写明年份，如2026年12月31日至2027年1月2日。",
            ),
            ("2月5日至4月7日放假", 2027, "“2月5日至4月7日”超过31天，请核对。"),
            (
                "2月5日至7日放假，共4天", 2027,
                "“2月5日至7日放假，共4天”写的是4天，日子算出来是3天，请核对。",
            ),
            (
                "1月1日（周四）放假", 2027,
                "2027-01-01是星期五，写的是“1月1日周四”：请核对是不是2027年的通知。",
            ),
            ("5月1日放假，5月1日上班", 2027, "2027-05-01既写了放假，又写了上班，请核对。"),
            ("0026年5月1日放假", None, "“0026年5月1日”的年份不对，请核对。"),
            ("国务院办公厅", 2027, f"没有找到放假或者上班的日子。{WRITING}"),
            ("", 2027, f"没有找到放假或者上班的日子。{WRITING}"),
        ],
    )  # fmt: skip
    def test_what_is_unclear_is_refused_in_its_words(self, text, year, sentence):
        with pytest.raises(ValidationError) as refused:
            read(text, year)
        assert refused.value.messages == [sentence]

    def test_each_slip_is_told_and_long_nonsense_soon(self):
        with pytest.raises(ValidationError) as refused:
            read(f"2月30日放假。下周一放假。{'1日、' * 1500}", 2027)
        assert len(refused.value.messages) == 3


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2026-11-15"))


@pytest.fixture
def clerk(db, today, client):
    cast.make_frame()
    for each in ("2025-10-01", "2026-01-01"):
        keep(Holiday(day=day(each), name="国庆节" if "10" in each else "元旦"))
    keep(LedgerStart(family="motions", complete_from=day("2024-03-01")))
    clerk = cast.the_clerk()
    client.force_login(clerk)
    return clerk


class TestPasting:
    def test_it_is_looked_at_then_stored_and_due_dates_are_offered(self, clerk, client):
        opinion = cast.make_opinion(
            heard_on=day("2026-02-01"), handed_over_on=day("2026-02-02"),
            department=cast.make_frame().departments[2],
        )  # fmt: skip
        assert f'<a href="{PASTE}">粘贴放假通知</a>' in client.get(LIST).content.decode()
        form = AdminForm(client, PASTE)
        form["text"] = WHOLE.replace("共9天", "共8天")
        assert "写的是8天，日子算出来是9天" in client.post(PASTE, form.data).content.decode()
        form["text"] = WHOLE
        page = client.post(PASTE, form.data).content.decode()
        assert "看懂的39天，还没有存入" in page and "新增38天" in page and "一样，不动" in page
        assert "“2025年11月4日”" in page and "二、春节：2月15日（农历" in page
        assert Holiday.objects.count() == 2
        form.data |= {"seen": [seen(page)], "_store": ["1"]}
        answer = client.post(PASTE, form.data, follow=True).content.decode()
        assert "新增38天。" in answer and "有1件按现在的规定期限会变" in answer
        assert Holiday.objects.filter(day__year=2026).count() == 39
        assert Holiday.history.filter(history_user=clerk).count() == 38
        assert opinion.due_on != add_workdays(day("2026-02-02"), 20)
        again = client.post(PASTE, form.data, follow=True).content.decode()
        assert "请再看一遍" in again  # sent twice: now the table is another
        assert Holiday.objects.count() == 40

    def test_a_later_notice_changes_days_and_says_so_before(self, clerk, client):
        text = "2026年元旦放假安排调整如下：1月1日上班，1月2日放假。"
        page = client.post(PASTE, {"text": text}).content.decode()
        assert "<strong>要改1天</strong>" in page
        assert '<span class="badge due">会改</span> 原来是放假（元旦）' in page
        sent = {"text": text, "seen": seen(page), "_store": "1"}
        assert "新增1天，改了1天。" in client.post(PASTE, sent, follow=True).content.decode()
        row = Holiday.objects.get(day=day("2026-01-01"))
        assert (row.kind, row.history.count()) == ("work", 2)

    def test_what_was_not_shown_is_not_stored(self, clerk, client):
        page = client.post(PASTE, {"text": SPRING}).content.decode()
        other = {"text": SPRING.replace("7日", "8日"), "seen": seen(page), "_store": "1"}
        answer = client.post(PASTE, other).content.decode()
        assert "还没有存入：文字或者表里的日子在看过以后有变化。" in answer
        assert "看懂的6天，还没有存入" in answer and "2月5日至8日放假" in answer
        assert Holiday.objects.count() == 2

    def test_who_was_overtaken_in_this_very_moment_looks_again(self, clerk, client, monkeypatch):
        monkeypatch.setattr(storing, "add", overtaken)
        page = client.post(PASTE, {"text": SPRING}).content.decode()
        sent = {"text": SPRING, "seen": seen(page), "_store": "1"}
        assert "请再看一遍" in client.post(PASTE, sent).content.decode()
        assert "公布过的年份表里都有了" in client.post(PUBLISHED, follow=True).content.decode()

    def test_a_refusal_stands_at_its_field_and_keeps_the_words(self, clerk, client):
        page = client.post(PASTE, {"text": "元旦放假三天", "year": "2027"}).content.decode()
        assert "没有看懂“元旦放假三天”" in page and ">\n元旦放假三天</textarea>" in page
        assert '<option value="2027" selected>2027年</option>' in page
        page = client.post(PASTE, {"text": WHOLE, "year": "2027"}).content.decode()
        assert "通知写的是2026年，选的是2027年" in page
        assert "请填写通知原文。" in client.post(PASTE, {"text": " "}).content.decode()
        assert '<option value="2027" selected>' in client.get(f"{PASTE}?year=2027").content.decode()
        assert client.get(f"{PASTE}?year=x").status_code == 200

    def test_the_table_is_asked_as_often_for_one_day_as_for_forty(self, clerk, client):
        def asked(text):
            with CaptureQueriesContext(connection) as queries:
                client.post(PASTE, {"text": text})
            return len(queries)

        asked(SPRING)
        assert asked("2026年1月1日放假") == asked(WHOLE)


def overtaken(rows, by):
    raise IntegrityError


def seen(page):
    return page.partition('name="seen" value="')[2].partition('"')[0]


class TestPublishedYears:
    def test_the_list_offers_those_that_are_missing_and_overwrites_nothing(self, clerk, client):
        page = client.get(LIST).content.decode()
        assert "节假日里没有2024年。国务院办公厅已经公布，程序里有：" in page
        answer = client.post(PUBLISHED, follow=True).content.decode()
        assert "已加上2024年的放假和调休，请核对；不对的可以改。" in answer
        assert "程序里有：" not in answer
        assert Holiday.objects.filter(day__year=2024, kind="off").count() == 28
        assert Holiday.objects.exclude(day__year=2024).count() == 2
        assert "公布过的年份表里都有了" in client.post(PUBLISHED, follow=True).content.decode()
        assert client.get(PUBLISHED).status_code == 405

    def test_without_a_ledger_it_is_the_year_that_runs(self, clerk):
        LedgerStart.objects.all().delete()
        assert storing.years_offered() == []
        Holiday.objects.all().delete()
        assert storing.years_offered() == [2026]

    def test_the_library_is_not_asked_for_a_due_date(self, clerk, monkeypatch):
        monkeypatch.setattr(published, "known", None)
        assert add_workdays(day("2026-09-30"), 1) == day("2026-10-01")
        assert rulebook.Rulebook().rules


class TestTheNextYear:
    """From November on it is said that the days off of the next year are missing."""

    def test_the_worklist_says_it_from_november_until_it_is_entered(self, clerk, client):
        item = "2027年的放假安排还没有录入"
        page = client.get("/admin/").content.decode()
        assert item in page and f'href="{PASTE}?year=2027"' in page
        assert rulebook.year_to_enter(day("2026-10-31")) is None
        assert rulebook.year_to_enter(day("2026-11-01")) == 2027
        storing.store_notice([NoticeDay(day("2027-01-01"), "off", "元旦")], by=clerk)
        assert item not in client.get("/admin/").content.decode()

    def test_beside_each_due_date_that_reaches_it(self, clerk, client, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day("2026-12-20"))
        frame = cast.make_frame()
        opinion = cast.make_opinion(
            heard_on=day("2026-12-15"), handed_over_on=day("2026-12-16"),
            department=frame.departments[2],
        )  # fmt: skip
        moves = "2027年的放假安排还没有录入，这个日期可能会变。"
        url = f"/admin/representatives/opinion/{opinion.pk}/change/"
        assert moves in client.get(url).content.decode()
        lists = client.get("/admin/representatives/opinion/").content.decode()
        assert (
            "2027年的放假安排还没有录入，2027年1月以后按工作日计算的期限可能会变。"
            f' <a href="{PASTE}?year=2027">录入放假安排</a>' in lists
        )
        motion = cast.make_motion(submitted_on=day("2026-12-10"), status="in_hand")
        cast.make_handling(motion=motion, handed_over_on=day("2026-12-16"))
        handling = motion.handlings.get()
        assert moves not in client.get(f"/motions/{motion.pk}/").content.decode()
        type(handling).objects.update(
            due_on=day("2027-01-14"), due_because="2026-12-16 起 + 20个工作日（规定）= 2027-01-14"
        )
        for page in (f"/motions/{motion.pk}/", f"/admin/motions/motion/{motion.pk}/change/"):
            assert client.get(page).content.decode().count(moves) == 1, page
        keep(Holiday(day=day("2027-01-01"), name="元旦"))
        assert moves not in client.get(f"/motions/{motion.pk}/").content.decode()

    def test_who_may_not_enter_it_is_told_without_a_link(self, clerk):
        told = rulebook.notice_of_days([2026, 2027], cast.make_user(Role.LEADER))
        assert told.sentence.startswith("2026年的节假日还没有登记")
        assert (told.url, told.more.url) == ("", "")
        assert told.more.sentence.startswith("2027年的放假安排还没有录入")
