"""What offices write is read right, or refused in words that say what would be right."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from records.written import (
    names_in,
    normal,
    read_day,
    read_group,
    read_mark,
    read_month,
    read_phones,
    search_key,
    spaced,
)
from records.written.names import LEFTOVERS, check_name
from records.written.phones import MOBILE

TODAY = datetime.date(2026, 11, 30)
FIFTH = datetime.date(2021, 3, 5)


def refusal(read, *typed):
    with pytest.raises(ValidationError) as caught:
        read(*typed)
    return caught.value.messages[0]


# Days.

WRITTEN = [
    "2021-03-05", "2021-3-5", "2021.3.5", "2021.03.05", "2021/3/5", "2021年3月5日", "2021年03月05号",
    "20210305", "21.3.5", "21-3-5", "210305", "２０２１－０３－０５", "２０２１．３．５", "2021。3。5",
    "2021、3、5", " 2021 年 3 月 5 日 ", "2021\u00a0年3月5日", "2021年3月5日（周五）", "2021-03-05 星期五",
    "2021-03-05 00:00:00", "2021/3/5 9:30", "2021-03-05T09:30:00", "44260", "44260.0", 44260, 44260.5,
    "二〇二一年三月五日", "二零二一年三月五日", "\ufeff2021-03-05\u200b", "2021–3–5", "2021年3月5",
    datetime.date(2021, 3, 5), datetime.datetime(2021, 3, 5, 9, 30),
]  # fmt: skip


@pytest.mark.parametrize("written", [*WRITTEN])
def test_a_day_is_read_however_it_is_written(written):
    assert read_day(written, TODAY) == FIFTH


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2021年3月", "没有写是哪一天，请写成2026-03-05、2026.3.5或者2026年3月5日。"),
        ("202103", "没有写是哪一天"),
        ("3.5", "没有写年份"),
        ("3月5日", "没有写年份，请写成2026-03-05"),
        ("2021-02-30", "2021年2月没有30日。"),
        ("2021.13.1", "没有13月，月份是1到12。"),
        ("20211301", "没有13月"),
        ("1021-3-5", "请填1900年到2999年之间的日期"),
        ("去年春天", "“去年春天”看不出是哪一天"),
        ("2021-03-05至2021-03-08", "看不出是哪一天"),
        ("123456789", "看不出是哪一天"),
        ("20213", "“20213”看不出是哪一天"),
        ("19756", "看不出是哪一天"),
        ("5/3/21", "年份写两位或者四位"),
        ("٢٠٢١٠٣٠٥", "看不出是哪一天"),
        ("9" * 5000 + ".3.5", "看不出是哪一天"),
    ],
)
def test_what_is_no_day_is_refused_with_what_would_be_right(written, sentence):
    assert sentence in refusal(read_day, written, TODAY)


def test_two_digits_of_a_year_are_the_near_ones():
    assert read_day("75.6.1", TODAY) == datetime.date(1975, 6, 1)
    assert read_day("31.1.1", TODAY) == datetime.date(2031, 1, 1)
    assert read_day("32.1.1", TODAY) == datetime.date(1932, 1, 1)


@pytest.mark.parametrize("nothing", ["", None, " ", "\u3000"])
def test_nothing_is_no_day_and_no_mistake(nothing):
    assert read_day(nothing, TODAY) is None
    assert read_month(nothing, TODAY) is None


@pytest.mark.parametrize(
    "written",
    [
        "1975.6",
        "1975.06",
        "1975年6月",
        "197506",
        "１９７５．６",
        "1975-06",
        "75年6月",
        "75.6",
        "一九七五年六月",
    ],
)
def test_a_month_is_kept_as_a_month(written):
    read = read_month(written, TODAY)
    assert (str(read), read.is_whole) == ("1975-06", True)


def test_a_birthday_may_be_a_whole_day_too():
    assert str(read_month("1975.6.12", TODAY)) == "1975-06-12"


FORMS_OF_A_DAY = [
    "{y}-{m:02}-{d:02}", "{y}.{m}.{d}", "{y}/{m}/{d}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}",
    "{y}年{m}月{d}日（星期一）", "{y}-{m}-{d} 00:00:00",
]  # fmt: skip
WIDE = {code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)}
SPOILERS = [
    lambda text: text, lambda text: text.translate(WIDE), lambda text: f"\u3000{text}\u00a0",
    lambda text: "\u200b".join(text), lambda text: text.replace("-", "－").replace(".", "．"),
]  # fmt: skip


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)), st.data())
def test_a_spoilt_day_is_still_that_day(day, data):
    form = data.draw(st.sampled_from(FORMS_OF_A_DAY))
    spoil = data.draw(st.sampled_from(SPOILERS))
    written = form.format(y=day.year, m=day.month, d=day.day)
    assert read_day(spoil(written), TODAY) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_refused_in_words(text):
    try:
        assert read_day(text, TODAY) is None or isinstance(read_day(text, TODAY), datetime.date)
    except ValidationError as error:
        assert error.messages[0].endswith("。")


# Telephone numbers.


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("13805631235", ["13805631235"]),
        ("138 0563 1235", ["13805631235"]),
        ("138-0563-1235", ["13805631235"]),
        ("１３８０５６３１２３５", ["13805631235"]),
        ("+86 13805631235", ["13805631235"]),
        ("008613805631235", ["13805631235"]),
        ("13805631235.0", ["13805631235"]),
        (13805631235.0, ["13805631235"]),
        (13805631235, ["13805631235"]),
        ("手机：13805631235", ["13805631235"]),
        ("（0553）6320001", ["0553-6320001"]),
        ("0553－6320001", ["0553-6320001"]),
        ("05536320001", ["0553-6320001"]),
        ("010-65120001", ["010-65120001"]),
        ("0553-6320001转8001", ["0553-6320001转8001"]),
        ("6320001", ["6320001"]),
        ("661235", ["661235"]),
        ("4001234567", ["4001234567"]),
        ("0553-6320001、13805631235", ["13805631235", "0553-6320001"]),
        ("13805631235/13905631235", ["13805631235", "13905631235"]),
        ("13805631235；6320001", ["13805631235", "6320001"]),
        ("6320001 13805631235", ["13805631235", "6320001"]),
        ("13805631235\n13905631235", ["13805631235", "13905631235"]),
        ("13805631235，13805631235", ["13805631235"]),
        ("13800001111（妻）", ["13800001111"]),
        ("无", []),
        ("-", []),
        ("", []),
        (None, []),
    ],
)
def test_numbers_are_read_the_first_mobile_first(written, numbers):
    assert read_phones(written) == numbers


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("1380563123", "手机号是11位，“1380563123”有10位。"),
        ("138056312355", "手机号是11位，“138056312355”有12位。"),
        ("（0553）6320001-8001", "不是电话号码：手机写11位，如13800001111；座机写0553-6320001"),
        ("1.38056E+10", "是表格缩写的数，位数不全"),
        ("问他儿子", "“问他儿子”不是电话号码"),
    ],
)
def test_what_is_no_number_is_refused_with_what_would_be_right(written, sentence):
    assert sentence in refusal(read_phones, written)


@given(st.integers(10_000_000_000, 19_999_999_999), st.data())
def test_a_spoilt_mobile_number_is_still_that_number(number, data):
    text = str(number)
    forms = [
        text,
        f"{text[:3]} {text[3:7]} {text[7:]}",
        f"{text[:3]}-{text[3:7]}-{text[7:]}",
        f"{text}.0",
        f"+86{text}",
    ]
    spoil = data.draw(st.sampled_from(SPOILERS))
    assert read_phones(spoil(data.draw(st.sampled_from(forms)))) == [text]


@given(st.text(st.sampled_from("0123456789 -+、（）转.E１２"), max_size=16))
def test_any_signs_are_numbers_or_refused_in_words(text):
    try:
        numbers = read_phones(text)
    except ValidationError as error:
        assert error.messages[0].endswith("。")
    else:
        assert all(
            read_phones(number) == [number] for number in numbers
        )  # a normal form is its own
        assert [bool(MOBILE.fullmatch(n)) for n in numbers] == sorted(
            (bool(MOBILE.fullmatch(n)) for n in numbers), reverse=True
        )


# Names.


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张三", "张三"),
        ("张 三", "张三"),
        ("张\u3000三", "张三"),
        ("张\u00a0\u00a0三 丰", "张三丰"),
        (" 张三\u200b\ufeff", "张三"),
        ("艾合买提•吐尔逊", "艾合买提·吐尔逊"),
        ("艾合买提・吐尔逊", "艾合买提·吐尔逊"),
        ("艾合买提‧吐尔逊", "艾合买提·吐尔逊"),
        ("艾合买提．吐尔逊", "艾合买提·吐尔逊"),
        ("艾合买提.吐尔逊", "艾合买提·吐尔逊"),
        ("艾合买提 · 吐尔逊", "艾合买提·吐尔逊"),
        ("赵\ue863", "赵䶮"),
        ("李\uf9b4", "李領"),
        ("ＪＯＨＮ\u3000Smith", "JOHN Smith"),
        ("李四(女)", "李四（女）"),
        ("李四 （ 女 ）", "李四（女）"),
        ("谢𡌴", "谢𡌴"),
        ("", ""),
        (None, ""),
    ],
)
def test_names_that_look_the_same_are_the_same(written, name):
    assert normal(written) == name
    assert normal(name) == name


@given(st.text(st.sampled_from("张三李四鲍春䶮𡌴吐尔逊"), min_size=2, max_size=4), st.data())
def test_a_spoilt_name_is_still_that_name(name, data):
    back = {known: chr(private) for private, known in LEFTOVERS.items()}
    ways = [
        lambda text: f"{text[0]}\u3000{text[1:]}", lambda text: " ".join(text),
        lambda text: f"\u00a0{text}\u2003", lambda text: "\u200b".join(text),
        lambda text: text.translate(back),
    ]  # fmt: skip
    assert normal(data.draw(st.sampled_from(ways))(name)) == name


@given(st.text(max_size=20))
def test_a_normal_form_is_its_own(text):
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("许桂兰、单国富", ["许桂兰", "单国富"]),
        ("许桂兰 单国富，鲍春；", ["许桂兰", "单国富", "鲍春"]),
        ("张\u3000三、李四、张三", ["张三", "李四"]),
        ("张 三丰", ["张三丰"]),
        ("\u3000", []),
    ],
)
def test_names_in_one_box_are_told_apart(text, names):
    assert names_in(text) == names


def test_all_eighty_leftovers_have_a_place():
    assert len(LEFTOVERS) == 80
    assert not [known for known in LEFTOVERS.values() if 0xE000 <= known <= 0xF8FF]


def test_a_name_of_no_letters_or_of_signs_of_one_machine_is_refused():
    assert "第2个字是这台电脑自造的" in refusal(check_name, normal("赵\ue000"))
    assert "“123”不是姓名" in refusal(check_name, "123")
    check_name("张三")
    check_name("")


def test_on_paper_a_name_of_two_characters_is_as_wide_as_one_of_three():
    names = ["张三", "张三丰", "欧阳修", "〇一", "䶮霞", "𫖯军", "买·吐", "李a", "Li", "赵", ""]
    wide = [
        "张　三",
        "张三丰",
        "欧阳修",
        "〇　一",
        "䶮　霞",
        "𫖯　军",
        "买·吐",
        "李a",
        "Li",
        "赵",
        "",
    ]
    assert [spaced(name) for name in names] == wide
    assert [normal(name) for name in wide] == names  # who pastes it back types the name


def test_what_is_typed_to_find_somebody_has_no_spaces():
    assert [search_key(text) for text in ("张　三", "Zhang San", "ＺＳ")] == [
        "张三",
        "zhangsan",
        "zs",
    ]


# Groups and ticks.


@pytest.mark.parametrize(
    ("written", "group"),
    [
        *((text, "3组") for text in ("3", "3组", "三组", "第3组", "第三村民组", "3 组", "３组", "3.0", 3)),
        ("十二组", "12组"), ("王庄组", "王庄组"), ("一二组", "一二组"), ("三队", "三队"), ("三社", "三社"), ("二十一组", "21组"), ("", ""), (None, ""), ("东 头 组", "东头组"),
    ],
)  # fmt: skip
def test_a_group_is_one_however_it_is_written(written, group):
    assert read_group(written) == group
    assert read_group(group) == group


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((text, True) for text in ("√", "✔", "有", "是", "Y", "1", 1, "１")),
        *((text, False) for text in ("", None, "×", "无", "否", "没有", "N", "0", "-")),
    ],
)
def test_a_tick_says_yes_or_no(written, meant):
    assert read_mark(written) is meant


def test_what_is_no_tick_is_refused_with_what_would_be_right():
    assert refusal(read_mark, "也许") == "“也许”看不出是还是否，请写√、有、是，或者×、无、否。"
