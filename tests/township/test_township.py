"""The frame: days and spans, terms, the calendar, deadlines, numbers in words, names in pinyin."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from representatives.models import Household, Person
from tests import cast
from tests.cast import assert_rule, constraints_of, day, keep, refused
from township.models import (
    DeadlineRule,
    Department,
    Holiday,
    LedgerStart,
    Level,
    Term,
    Topic,
    Town,
    TownName,
    Village,
    add_months,
    add_workdays,
    current_town_name,
    town_name,
)
from township.numbers import chinese_number
from township.pinyin import initials, spelling
from township.rulebook import lacking
from township.spans import Period, in_force, overlapping, today, within


def make_name(*, start, end=None, clean=True, **fields):
    words = {"county": "无名县", "county_party": "县委", "prefecture": "无名市"}
    words |= {"town": "柳塘乡", "signing_body": "柳塘乡人大主席团"} | fields
    row = TownName(starts_on=day(start), ended_on=end and day(end), **words)
    return keep(row, clean)


def make_rule(*, event="lead", start="2010-10-28", end=None, amount=3, clean=True, **fields):
    row = DeadlineRule(
        event=event, amount=amount, article="代表法第五十一条",
        starts_on=day(start), ended_on=end and day(end), **fields,
    )  # fmt: skip
    return keep(row, clean)


def make_department(*, name="水利站", clean=True, **fields):
    return keep(Department(name=name, **fields), clean)


def second_town(clean):
    """save() always writes row 1, so a second town can only come in by the back door."""
    if clean:
        Town(pk=2).full_clean()
    Town.objects.bulk_create([Town(pk=2)])


def second_start(clean):
    make_name(start="2010-01-01", end="2016-10-01")
    make_name(start="2010-01-01", end="2015-01-01", clean=clean)


def second_number(clean):
    cast.make_term(number=1, starts_on=day("2011-12-01"), ended_on=day("2016-12-20"))
    cast.make_term(number=1, starts_on=day("2016-12-20"), clean=clean)


def second_open_term(clean):
    cast.make_term(number=1, starts_on=day("2016-12-20"))
    cast.make_term(number=2, starts_on=day("2021-12-28"), clean=clean)


def second_open_rule(clean):
    make_rule()
    make_rule(start="2025-03-11", clean=clean)


def second_open_liaison(clean):
    row = cast.make_liaison()
    cast.make_liaison(user=row.user, starts_on=day("2022-06-01"), clean=clean)


RULES = {
    "township_town_single": second_town,
    "township_townname_span_in_order": lambda **how: make_name(
        start="2016-10-01", end="2016-10-01", **how
    ),
    "township_townname_start": second_start,
    "township_department_span_in_order": lambda **how: make_department(
        starts_on=day("2020-01-02"), ended_on=day("2020-01-01"), **how
    ),
    "township_term_span_in_order": lambda **how: cast.make_term(
        number=1, starts_on=day("2021-12-28"), ended_on=day("2016-12-20"), **how
    ),
    "township_term_number_bounds": lambda **how: cast.make_term(
        number=100, starts_on=day("2021-12-28"), **how
    ),
    "township_term_number": second_number,
    "township_term_one_open": second_open_term,
    "township_deadlinerule_span_in_order": lambda **how: make_rule(end="2010-10-28", **how),
    "township_deadlinerule_complex_longer": lambda **how: make_rule(complex_amount=2, **how),
    "township_deadlinerule_one_open": second_open_rule,
    "township_liaison_span_in_order": lambda **how: cast.make_liaison(
        starts_on=day("2022-01-02"), ended_on=day("2022-01-02"), **how
    ),
    "liaison_one_open": second_open_liaison,
}


@pytest.mark.usefixtures("no_town")
@pytest.mark.parametrize("name", RULES)
def test_rule_is_kept_in_words_and_by_the_database(name):
    assert_rule(name, lambda clean: RULES[name](clean=clean), "township")


def test_every_constraint_has_somebody_who_tries_to_break_it():
    assert set(RULES) == set(constraints_of("township"))


class TestPeriod:
    def test_a_year_holds_its_first_day_and_not_the_next_new_year(self):
        year = Period.of_year(2021)
        assert day("2021-01-01") in year
        assert day("2021-12-31") in year
        assert day("2020-12-31") not in year
        assert day("2022-01-01") not in year
        assert year.last_day == day("2021-12-31")

    def test_it_reads_as_the_first_to_the_last_day(self):
        assert str(Period.of_year(2021)) == "2021-01-01至2021-12-31"

    def test_today_is_the_towns_day_not_greenwichs(self, monkeypatch):
        half_past_midnight = datetime.datetime(2021, 12, 31, 16, 30, tzinfo=datetime.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: half_past_midnight)
        assert today() == day("2022-01-01")


NEW_YEAR = day("2021-01-01")
DAYS = st.dates(day("2020-12-20"), day("2021-01-12"))
SPANS = st.tuples(DAYS, st.none() | st.integers(1, 12)).map(
    lambda pair: (pair[0], pair[1] and pair[0] + datetime.timedelta(days=pair[1]))
)


def days_of(start, end):
    """The days of a half-open span as a set, an open one up to a horizon beyond all of ours."""
    end = end or day("2021-03-01")
    return {start + datetime.timedelta(days=n) for n in range((end - start).days)}


class TestSpans(TestCase):
    """The database and a set of days in plain Python give the same answer."""

    def matches(self, span, condition):
        start, end = span
        row = Department.objects.create(name=f"{start}/{end}", starts_on=start, ended_on=end)
        return Department.objects.filter(condition, pk=row.pk).exists()

    @given(SPANS, DAYS)
    def test_in_force(self, span, on):
        assert self.matches(span, in_force(on)) == (on in days_of(*span))

    @given(SPANS, SPANS)
    def test_overlapping(self, span, other):
        shared = days_of(*span) & days_of(*other)
        assert self.matches(span, overlapping(*other)) == bool(shared)

    @given(DAYS, DAYS)
    def test_within(self, start, last):
        if start > last:
            start, last = last, start
        period = Period(start, last + datetime.timedelta(days=1))
        assert self.matches((NEW_YEAR, None), within(period, "starts_on")) == (NEW_YEAR in period)


@pytest.mark.usefixtures("no_town")
class TestSpanBoundaries:
    """The water station exists from 2020-01-01 up to, but not including, 2021-01-01."""

    @pytest.fixture(autouse=True)
    def station(self, no_town):
        make_department(starts_on=day("2020-01-01"), ended_on=day("2021-01-01"))

    @pytest.mark.parametrize(
        ("on", "stands"),
        [("2019-12-31", 0), ("2020-01-01", 1), ("2020-12-31", 1), ("2021-01-01", 0)],
    )
    def test_in_force(self, on, stands):
        assert Department.objects.in_force(day(on)).count() == stands

    @pytest.mark.parametrize(
        ("start", "end", "shares"),
        [
            ("2019-01-01", "2020-01-01", 0),  # ends as it begins: they touch
            ("2019-01-01", "2020-01-02", 1),
            ("2020-12-31", "2021-06-01", 1),
            ("2021-01-01", "2021-06-01", 0),  # begins as it ends: they touch
            ("2020-05-01", None, 1),
            ("2021-01-01", None, 0),
        ],
    )
    def test_overlapping(self, start, end, shares):
        rows = Department.objects.overlapping(day(start), end and day(end))
        assert rows.count() == shares

    def test_within_new_year(self):
        rows = Department.objects.filter(within(Period.of_year(2020), "starts_on"))
        assert rows.count() == 1
        assert not Department.objects.filter(within(Period.of_year(2020), "ended_on")).exists()


@pytest.mark.usefixtures("no_town")
class TestTownAndItsNames:
    def test_there_is_one_town_however_often_it_is_saved(self):
        Town(visits_a_year=4).save()
        Town(visits_a_year=6).save()
        assert Town.objects.get().visits_a_year == 6
        assert Town.get().visits_a_year == 6

    def test_before_anybody_entered_it_there_are_defaults(self):
        assert (Town.get().visits_a_year, Town.get().due_soon_days) == (4, 7)
        assert not Town.objects.exists()

    def test_visits_a_year_is_at_least_one(self):
        with refused("1"):
            Town(visits_a_year=0).full_clean()

    def test_the_name_of_the_day_the_township_became_a_town(self):
        make_name(start="2000-01-01", end="2016-10-01", town="柳塘乡")
        make_name(start="2016-10-01", town="柳塘镇")
        assert town_name(day("2016-09-30")).town == "柳塘乡"
        assert town_name(day("2016-10-01")).town == "柳塘镇"
        assert current_town_name() == "柳塘镇"

    def test_a_town_without_a_name_is_this_town(self):
        assert town_name(day("2016-09-30")).town == "本镇"

    def test_two_names_at_a_time_are_refused(self):
        make_name(start="2000-01-01", end="2016-10-02", town="柳塘乡")
        with refused("与另一条名称的时间重叠：柳塘乡（无名县）。"):
            make_name(start="2016-10-01", town="柳塘镇")


@pytest.mark.usefixtures("no_town")
class TestTerms:
    @pytest.fixture(autouse=True)
    def first_term(self, no_town):
        return cast.make_term(number=1, starts_on=cast.FIRST_TERM, ended_on=cast.SECOND_TERM)

    def test_terms_may_touch(self):
        second = cast.make_term(number=2, starts_on=cast.SECOND_TERM)
        on = Term.objects.of_town_on
        assert on(day("2021-12-27")).number == 1
        assert on(day("2021-12-28")) == second

    def test_terms_of_one_level_do_not_overlap(self):
        with refused("同一级的两届不能重叠：与镇第一届的时间重叠。"):
            cast.make_term(number=2, starts_on=day("2021-12-27"))

    def test_a_term_inside_another_is_refused(self):
        with refused("同一级的两届不能重叠"):
            cast.make_term(number=2, starts_on=day("2018-01-01"), ended_on=day("2019-01-01"))

    def test_terms_of_two_levels_run_side_by_side(self):
        cast.make_term(level=Level.COUNTY, number=1, starts_on=day("2017-01-05"))
        assert Term.objects.in_force(day("2018-01-01")).count() == 2
        assert Term.objects.of_town_on(day("2018-01-01")).level == Level.TOWN

    def test_a_term_is_not_in_its_own_way(self, first_term):
        first_term.ended_on = day("2021-12-01")
        keep(first_term)

    def test_there_is_no_zeroth_term(self):
        with refused("1"):
            cast.make_term(number=0, starts_on=cast.SECOND_TERM)

    def test_it_is_called_by_its_number_in_words(self, first_term):
        assert str(first_term) == "镇第一届"

    @pytest.mark.parametrize(
        ("on", "covered"),
        [("2016-12-19", False), ("2016-12-20", True), ("2021-12-27", True), ("2021-12-28", False)],
    )
    def test_covers(self, first_term, on, covered):
        assert first_term.covers(day(on)) is covered

    def test_a_term_with_mandates_is_not_deleted(self, first_term):
        cast.make_mandate(term=first_term)
        with pytest.raises(IntegrityError), transaction.atomic():
            Term.objects.all().delete()


@pytest.mark.usefixtures("no_town")
@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Village, {"name": "桥头村"}),
        (Department, {"name": "水利站"}),
        (Topic, {"name": "道路交通"}),
        (Holiday, {"day": day("2021-10-01"), "name": "国庆节"}),
        (LedgerStart, {"family": "motions", "complete_from": day("2018-01-01")}),
    ],
)
def test_nothing_of_the_frame_is_entered_twice(model, fields):
    keep(model(**fields))
    with refused("已存在"):
        keep(model(**fields))
    with cast.stopped_by(model._meta.db_table):
        keep(model(**fields), clean=False)


class TestMonths:
    @pytest.mark.parametrize(
        ("start", "months", "end"),
        [
            ("2021-03-02", 3, "2021-06-02"),
            ("2021-11-30", 3, "2022-02-28"),
            ("2019-11-30", 3, "2020-02-29"),
            ("2020-02-29", 12, "2021-02-28"),
            ("2020-02-29", 48, "2024-02-29"),
            ("2021-08-31", 6, "2022-02-28"),
            ("2021-12-01", 1, "2022-01-01"),
            ("2021-10-31", 2, "2021-12-31"),
            ("2021-05-31", 1, "2021-06-30"),
        ],
    )
    def test_add_months(self, start, months, end):
        assert add_months(day(start), months) == day(end)


@pytest.mark.usefixtures("no_town")
class TestWorkdays:
    """National Day 2021: 10-01 to 10-07 off; people worked on Sunday 09-26 and Saturday 10-09."""

    @pytest.fixture
    def national_day(self):
        for number in range(1, 8):
            Holiday.objects.create(day=datetime.date(2021, 10, number), kind="off", name="国庆节")
        for text in ("2021-09-26", "2021-10-09"):
            Holiday.objects.create(day=day(text), kind="work", name="国庆节调休")

    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            ("2021-11-01", 1, "2021-11-02"),  # Monday → Tuesday
            ("2021-11-05", 1, "2021-11-08"),  # Friday → Monday
            ("2021-11-06", 1, "2021-11-08"),  # Saturday → Monday
            ("2021-11-01", 10, "2021-11-15"),
        ],
    )
    def test_plain_weeks(self, start, count, end):
        assert add_workdays(day(start), count) == day(end)

    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            ("2021-09-30", 1, "2021-10-08"),  # seven days off
            ("2021-09-30", 2, "2021-10-09"),  # a Saturday that is worked
            ("2021-09-24", 1, "2021-09-26"),  # a Sunday that is worked
            ("2021-09-24", 5, "2021-09-30"),  # 26, 27, 28, 29, 30
            ("2021-09-24", 6, "2021-10-08"),
        ],
    )
    def test_holidays_and_days_made_up_for(self, national_day, start, count, end):
        assert add_workdays(day(start), count) == day(end)

    def test_twenty_across_national_day(self, national_day):
        """26 to 30 September are five; 8, 9 and 11 October three; two full weeks; 25 to 27."""
        rule = make_rule(event="opinion", amount=20, unit="workday")
        words = "2021-09-24 起 + 20个工作日（代表法第五十一条）= 2021-10-27"
        assert rule.due_on(day("2021-09-24")) == day("2021-10-27")
        assert rule.explain(day("2021-09-24")) == words

    def test_twenty_before_the_holidays_were_entered(self):
        rule = make_rule(event="opinion", amount=20, unit="workday")
        assert rule.due_on(day("2021-09-24")) == day("2021-10-22")  # four full weeks

    def test_a_year_of_workdays(self):
        # 52 weeks of five days from a Monday end on a Monday.
        assert add_workdays(day("2021-01-04"), 260) == day("2022-01-03")


@pytest.mark.usefixtures("no_town")
class TestDeadlines:
    def test_three_months_six_if_complex(self):
        rule = make_rule(complex_amount=6)
        assert rule.due_on(day("2021-03-02")) == day("2021-06-02")
        assert rule.due_on(day("2021-03-02"), is_complex=True) == day("2021-09-02")

    @pytest.mark.parametrize(
        ("start", "three", "six"),
        [
            ("2022-11-30", "2023-02-28", "2023-05-30"),
            ("2023-11-30", "2024-02-29", "2024-05-30"),
            ("2022-08-31", "2022-11-30", "2023-02-28"),
            ("2022-11-28", "2023-02-28", "2023-05-28"),
        ],
    )
    def test_at_the_end_of_a_month(self, start, three, six):
        rule = make_rule(complex_amount=6)
        assert rule.explain(day(start)).endswith(f"{start} 起 + 3个月（代表法第五十一条）= {three}")
        assert rule.explain(day(start), is_complex=True).endswith(f"= {six}")
        dues = [rule.due_on(day(start), is_complex=is_complex) for is_complex in (False, True)]
        assert dues == [day(three), day(six)]

    def test_complex_is_no_longer_where_no_longer_time_is_given(self):
        rule = make_rule()
        assert rule.due_on(day("2021-03-02"), is_complex=True) == day("2021-06-02")

    def test_it_explains_itself(self):
        rule = make_rule(complex_amount=6)
        words = "2021-03-02 起 + 3个月（代表法第五十一条）= 2021-06-02"
        assert rule.explain(day("2021-03-02")) == words
        words = "2021-03-02 起 + 6个月（代表法第五十一条）= 2021-09-02"
        assert rule.explain(day("2021-03-02"), is_complex=True) == words

    def test_working_days_explain_themselves_too(self):
        rule = make_rule(event="opinion", amount=20, unit="workday")
        assert rule.explain(day("2021-11-01")) == (
            "2021-11-01 起 + 20个工作日（代表法第五十一条）= 2021-11-29"
        )

    def test_the_rule_of_the_day_applies(self):
        old = make_rule(end="2025-03-11", amount=6)
        new = make_rule(start="2025-03-11", amount=3)
        applying = DeadlineRule.objects.applying
        assert applying(level="town", event="lead", on=day("2025-03-10")) == old
        assert applying(level="town", event="lead", on=day("2025-03-11")) == new
        assert applying(level="town", event="lead", on=day("2010-10-27")) is None
        assert applying(level="county", event="lead", on=day("2025-03-11")) is None
        assert applying(level="town", event="assist", on=day("2025-03-11")) is None

    def test_two_rules_for_one_thing_do_not_overlap(self):
        make_rule(end="2025-03-12")
        with refused("同一项期限的两条规定时间重叠"):
            make_rule(start="2025-03-11")

    def test_two_events_have_rules_side_by_side(self):
        make_rule()
        make_rule(event="assist")
        make_rule(level="county")
        assert DeadlineRule.objects.count() == 3

    @pytest.mark.parametrize(("on", "missing"), [("2025-03-10", []), ("2025-03-11", [False])])
    def test_one_that_has_ended_is_missed_from_that_day(self, on, missing):
        make_rule(end="2025-03-11")
        assert [row.has_rule for row in lacking([], [("town", "lead")], day(on))] == missing


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"), (1, "一"), (2, "二"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"),
        (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "一百"), (101, "一百零一"),
        (105, "一百零五"), (110, "一百一十"), (111, "一百一十一"), (200, "二百"),
        (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"), (1100, "一千一百"),
        (2021, "二千零二十一"), (10_000, "一万"), (10_001, "一万零一"), (10_010, "一万零一十"),
        (10_015, "一万零一十五"), (10_100, "一万零一百"), (11_000, "一万一千"),
        (30_602, "三万零六百零二"), (100_000, "十万"), (120_000, "十二万"),
        (100_010, "十万零一十"), (99_999_999, "九千九百九十九万九千九百九十九"),
    ],
)  # fmt: skip
def test_numbers_in_words(number, words):
    assert chinese_number(number) == words


# As people of that name call themselves, from dictionaries of surnames; every other reading is wrong.
SURNAMES = """
仇qiu 区ou 单shan 员yun 曾zeng 朴piao 查zha 洗xian 解xie 尉wei 缪miao 种chong 翟zhai 盖ge
秘bi 冼xian 乐yue 纪ji 能nai 繁po 覃qin 隗wei 宓mi 过guo 那na 哈ha 黑he 折she 逄pang 郇xun
牟mu 臧zang 阚kan 乜nie 佴nai 粘nian 句gou 藏zang 褚chu 应ying 葛ge 华hua 任ren 车che 宿su
都du 祭zhai 曲qu 燕yan 薄bo 柏bai 卜bu 弥mi 要yao 占zhan 洪hong 谌chen 訾zi 郗xi 夏xia 蔚yu
相xiang 幺yao 戚qi 盛sheng 晁chao 仉zhang 贾jia 谷gu 瞿qu 艾ai 俞yu 於yu 宁ning 沈shen 殷yin
石shi 嵇ji 贠yun 邸di 郝hao 撒sa 尹yin 靳jin 逯lu 麴qu 妫gui 庹tuo 昝zan 亓qi 仝tong 芈mi
酆feng 眭sui 璩qu 郜gao 蒯kuai 厍she 郏jia 伏fu 行xing 和he 冯feng 费fei 万wan 荆jing 莘xin
牛niu 生sheng 厘li 帖tie 塔ta 谭tan 巷xiang 呙guo 峗wei 缑gou 阙que 阎yan 颜yan 尧yao 乾qian
干gan 诸zhu 重chong 召shao 晟cheng 宛wan 洮tao 郄qie 奇qi 亢kang 冒mao 佘she 畲she 畅chang
娄lou 楼lou 扈hu 巩gong 厉li 鄢yan 蔺lin 逮dai 隽juan 洼wa 参can 茹ru 郓yun 郦li 郐kuai 邬wu
邰tai 郸dan 卞bian 邝kuang 缐xian 宦huan 暨ji 郁yu 蹇jian 夔kui 汲ji 糜mi 松song 井jing
段duan 巫wu 焦jiao 弓gong 牧mu 山shan 全quan 班ban 仰yang 秋qiu 仲zhong 伊yi 宫gong 甘gan
祖zu 武wu 符fu 刘liu 景jing 詹zhan 束shu 龙long 叶ye 幸xing 司si 韶shao 黎li 印yin 怀huai
蒲pu 从cong 鄂e 索suo 咸xian 籍ji 赖lai 卓zhuo 屠tu 蒙meng 池chi 乔qiao 胥xu 苍cang 双shuang
党dang
"""


class TestPinyin:
    def test_two_hundred_surnames(self):
        told = [(word[0], word[1:]) for word in SURNAMES.split()]
        assert len(told) > 200
        read = {surname: spelling(f"{surname}德胜").removesuffix("desheng") for surname, _ in told}
        assert read == dict(told)

    def test_a_double_surname_is_one(self):
        assert spelling("澹台明") == "tantaiming" and spelling("长孙德") == "zhangsunde"

    @pytest.mark.parametrize(
        ("name", "letters", "short"),
        [
            ("张国富", "zhangguofu", "zgf"),
            ("单国富", "shanguofu", "sgf"),
            ("曾玉梅", "zengyumei", "zym"),
            ("仇万里", "qiuwanli", "qwl"),
            ("尉迟明", "yuchiming", "ycm"),
            ("解晓燕", "xiexiaoyan", "xxy"),
            ("查德胜", "zhadesheng", "zds"),
            ("翟文静", "zhaiwenjing", "zwj"),
            ("区大海", "oudahai", "odh"),
            ("单于飞", "chanyufei", "cyf"),
            ("单于", "shanyu", "sy"),  # the surname 单 and the name 于
            ("", "", ""),
            ("J. Smith", "j.smith", None),
        ],
    )
    def test_people(self, name, letters, short):
        assert spelling(name).replace(" ", "") == letters
        if short is not None:
            assert initials(name) == short

    def test_a_surname_alone_reads_as_the_character(self):
        assert spelling("曾") == "ceng"

    @pytest.mark.django_db
    def test_keys_follow_the_name_when_it_is_mended(self):
        person = cast.make_person(name="单国富")
        assert (person.spelling, person.initials) == ("shanguofu", "sgf")
        person.name = "张国富"
        person.save()
        person.refresh_from_db()
        assert (person.spelling, person.initials) == ("zhangguofu", "zgf")

    @pytest.mark.django_db
    def test_keys_are_there_after_bulk_create(self):
        cast.make_frame()
        Person.objects.bulk_create([Person(name="尉迟明"), Person(name="曾玉梅")])
        assert list(Person.objects.values_list("spelling", "initials")) == [
            ("yuchiming", "ycm"),
            ("zengyumei", "zym"),
        ]
        village = Village.objects.first()
        Household.objects.bulk_create([Household(head_name="仇万里", village=village)])
        assert Household.objects.get().initials == "qwl"

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("name", "letters"),
        [("解放村", "jiefangcun"), ("黑石村", "heishicun"), ("种植业中心", "zhongzhiyezhongxin")],
    )
    def test_a_place_has_no_surname(self, name, letters):
        village = keep(Village(name=name))
        assert village.spelling == letters
        assert keep(Department(name=name)).initials == village.initials


@pytest.mark.usefixtures("no_town")
def test_everything_of_the_frame_says_what_it_is():
    frame = cast.make_frame()
    rule = DeadlineRule.objects.get(level="town", event="lead")
    start = keep(LedgerStart(family="motions", complete_from=day("2018-01-01")))
    holiday = keep(Holiday(day=day("2021-10-09"), kind="work", name="国庆节"))
    assert [str(row) for row in (frame.town, town_name(cast.DAY), rule, start, holiday)] == [
        "本镇设置",
        "柳塘镇（东陵县）",
        "镇·交办主办单位：3个月（代表法第五十一条）",
        "议案建议：2018-01-01",
        "2021-10-09 调休上班（国庆节）",
    ]
    assert [str(row) for row in (*frame.villages, *frame.topics)][::3] == ["桥头村", "农业农村"]
