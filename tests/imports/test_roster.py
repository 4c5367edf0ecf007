"""The roster of 柳塘镇's second congress, as the office has it: 65 deputies in one messy table."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from congress.models import Body, BodyName, Post
from imports import services, storing
from imports.kinds import KINDS
from imports.models import Import, ImportRow
from imports.planning import plan
from imports.reading import read_pasted
from representatives.models import Mandate, Person
from tests import cast
from tests.cast import day
from tests.imports.desk import all_rows, choose, read, store
from township.models import Term

HEAD = (
    "序号\t姓　名\t性别\t民族\t出生\n年月\t身份证号\t党派\t文化程度\t代表阶层\t单位职务\t详细住址\t"
    "手机号码\t选区\t代表证号\t代表团\t代表小组\t主席团\t备注"
).replace("\n", "")


@pytest.fixture
def clerk(db):
    frame = cast.make_frame()
    for number, name in enumerate(["桥头选区", "岳山选区", "柳塘选区"], 1):
        cast.make_constituency(term=frame.second, number=number, name=name, seats=3)
    return cast.the_clerk()


def roster(count, seats=3):
    """The lines of `count` deputies, in the constituencies 1, 2, 3 … as their seats are filled."""
    lines = []
    for number, name in zip(range(count), cast.many_names(), strict=False):
        padded = f"{name[0]}　{name[1]}" if len(name) == 2 else f" {name} "
        lines.append(
            [
                number + 1, padded, "女" if number % 3 == 0 else "男", "汉", f"19{60 + number % 30}.06",
                "34122519900101123X", ("党员", "中共", "群众")[number % 3], ("高中", "大学")[number % 2],
                ("农民", "干部")[number % 2], f"单位{number}", ("柳塘镇桥头村三组", "岳山村")[number % 2],
                f"１３８0000{number:04}" + ("、6320001" if number % 5 == 0 else ""),
                f"第{number // seats + 1}选区", f"{number + 1:04}", f"第{'一二三四'[number % 4]}代表团",
                f"{number % 5 + 1}组", "√" if number % 10 == 0 else "", "",
            ]
        )  # fmt: skip
    lines[0][14] = "第一代表团团长"
    lines[1][16] = "人大主席"
    return "\n".join([HEAD, *("\t".join(map(str, line)) for line in lines)])


def constituencies_for(count):
    term = cast.make_frame().second
    for number in range(4, -(-count // 3) + 1):
        cast.make_constituency(term=term, number=number, name=f"第{number}选区")


def counts(table):
    return {state: number for state, number in table.totals.items() if number}


def problems(table):
    return list(table.rows.exclude(state__in=["new", "same"]).values_list("number", "says"))


def test_a_roster_of_65_is_registered_once(clerk):
    constituencies_for(65)
    text = roster(65) + "\n合计\t65人"
    before = all_rows()
    table = read("roster", text, clerk)
    assert problems(table) == []
    assert counts(table) == {"new": 65}
    assert all_rows() == before
    services.confirm(table, by=clerk)
    assert Mandate.objects.filter(term__number=2, confirmed_on=cast.SECOND_TERM).count() == 65
    # 22 of 65 are every third; 33 are even; 13 every fifth has two numbers.
    assert Person.objects.filter(gender="f").count() == 22
    assert Person.objects.filter(occupation="farmer").count() == 33
    assert Person.objects.filter(other_phones="6320001").count() == 13
    assert Person.objects.filter(party="cpc").count() == 44
    first = Person.objects.get(name="许桂兰")
    assert (first.phone, first.ethnicity, str(first.birth)) == ("13800000000", "汉族", "1960-06")
    assert (first.village.name, first.education) == ("桥头村", "senior")
    # Four delegations, five groups, one presidium; each founded once.
    assert BodyName.objects.filter(body__kind="delegation").count() == 4
    assert BodyName.objects.filter(body__kind="group").count() == 5
    [presidium] = Body.objects.filter(kind="presidium")
    assert str(presidium) == "第二届主席团"
    # 1st, 11th … 61st are ticked, and the second is its chair.
    roles = list(presidium.posts.order_by("role").values_list("role", flat=True))
    assert roles == ["chair", *["member"] * 7]
    leader = Post.objects.get(person=first, body__kind="delegation")
    assert (leader.role_word, str(leader.body)) == ("团长", "第一代表团")
    again = read("roster", text, clerk)
    assert counts(again) == {"same": 65}
    services.undo(table, by=clerk)
    assert all_rows() == before


def test_what_is_read_is_shown_in_words(clerk):
    text = "姓名\t党派\t出生年月\t民族\t单位\t职务\t人大职务\n许 桂 兰\t中共\t1975.06\t满\t桥头村\t主任\t主席"
    table = read("roster", text, clerk)
    [row] = table.rows.all()
    shown = {name: cell["read"] for name, cell in row.cells.items()}
    assert shown == {
        "name": "许桂兰", "party": "中共党员", "born_on": "1975-06", "ethnicity": "满族",
    }  # fmt: skip
    services.confirm(table, by=clerk)
    assert Person.objects.get(name="许桂兰").employer == "桥头村主任"
    table = read("roster", "姓名\t职业\t学历\n单国富\t村干部\t文盲", clerk)
    [row] = table.rows.all()
    assert row.cells["occupation"]["says"].startswith(
        "“村干部”不在可以填的里面，请填：一线工人、农民、"
    )
    assert row.cells["education"]["state"] == "wrong"


def test_a_changed_phone_is_said_and_kept(clerk):
    store("roster", "姓名\t电话\t选区\n许桂兰\t13800001111、13800002222\t1", clerk)
    before = all_rows()
    text = "姓名\t电话\t选区\t备注\n许桂兰\t13900001111\t桥头选区\t组长"
    table = store("roster", text, clerk)
    services.undo(table, by=clerk)
    assert all_rows() == before
    table = read("roster", text, clerk)
    [row] = table.rows.all()
    assert (row.state, row.cells["phone"]["old"]) == ("changed", "13800001111")
    assert row.says == "已有“许桂兰”（没有其他信息），届次相同"
    services.confirm(table, by=clerk)
    person = Person.objects.get(name="许桂兰")
    assert (person.phone, person.other_phones, person.note) == (
        "13900001111",
        "13800002222",
        "组长",
    )
    # A landline alone does not lock out who logs in by a mobile; an empty cell erases nothing.
    store("roster", "姓名\t电话\t备注\n许桂兰\t6320001\t", clerk)
    person.refresh_from_db()
    assert (person.phone, person.other_phones) == ("13900001111", "13800002222、6320001")
    assert person.note == "组长"
    assert Mandate.objects.count() == 1


def test_two_of_one_name_are_asked_about(clerk):
    head = "姓名\t出生年月\t村\t电话\n"
    store("roster", head + "许桂兰\t1975.06\t桥头村\t13800001111", clerk)
    # Born otherwise: the clerk says that it is another one, and both are known from then on.
    text = head + "许桂兰\t1975.06\t桥头村\t13800001111\n许桂兰\t1980.01\t岳山村\t13800002222"
    table = read("roster", text, clerk)
    assert counts(table) == {"same": 1, "doubtful": 1}
    twin = table.rows.get(state="doubtful")
    [(_, words), (other, _)] = twin.cells["name"]["choices"]
    assert words == "就是“许桂兰”（1975-06，桥头村）"
    choose(twin, "name", other, by=clerk)
    table.refresh_from_db()
    services.confirm(table, by=clerk)
    assert Person.objects.filter(name="许桂兰").count() == 2
    assert counts(read("roster", text, clerk)) == {"same": 2}
    # By the name alone nobody can tell which.
    assert counts(read("roster", "姓名\t备注\n许桂兰\t好", clerk)) == {"doubtful": 1}


def test_two_rows_of_one_name_are_two_people_only_where_somebody_says_so(clerk):
    text = "姓名\t村\t电话\n曾玉梅\t桥头村\t13800001111\n曾玉梅\t桥头村\t13800002222"
    table = read("roster", text, clerk)
    assert counts(table) == {"new": 1, "doubtful": 1}
    choose(table.rows.get(state="doubtful"), "name", "new", by=clerk)
    table.refresh_from_db()
    services.confirm(table, by=clerk)
    assert Person.objects.filter(name="曾玉梅").count() == 2
    assert counts(read("roster", text, clerk)) == {"same": 2}


def test_a_number_that_somebody_else_logs_in_with_is_asked_about(clerk):
    cast.make_person(name="单国富", phone="13800001111", employer="水利站")
    text = "姓名\t电话\n许桂兰\t13800001111"
    table = read("roster", text, clerk)
    [row] = table.rows.all()
    assert row.says == "这个号码是“单国富”（水利站）的；登录用的号码不能是别人的，请核对。"
    choose(row, "phone", "dropped", by=clerk)
    services.confirm(table, by=clerk)
    assert Person.objects.get(name="许桂兰").phone == ""
    # Two rows of one table with one number are found as well.
    table = read("roster", "姓名\t电话\n曾玉梅\t13800003333\n仇万里\t13800003333", clerk)
    assert counts(table) == {"new": 1, "doubtful": 1}
    choose(table.rows.get(state="doubtful"), "phone", "shared", by=clerk)
    services.confirm(table, by=clerk)
    assert Person.objects.filter(phone="13800003333").count() == 2


def test_the_rules_of_the_form_are_those_of_the_table(clerk):
    other = cast.make_deputy(name="尉迟明")
    other.mandates.update(certificate="0007")
    text = "姓名\t选区\t代表证号\n" + "\n".join(
        [f"某{number}\t桥头选区\t{number:04}" for number in (1, 2, 3, 4)]
        + ["某5\t岳山选区\t0007", "某6\t9\t", "某7\t岳山\t0001"]
    )
    table = read("roster", text, clerk)
    says = dict(problems(table))
    assert says == {
        5: "选区：这个选区3个名额，2021-12-28已有代表3名，没有空缺。",
        6: "代表证号：这一届已有这个代表证号。是这一条的：尉迟明（镇第二届）。",
        7: "选区：这一届没有叫“9”的选区，请改这一格，或者先登记选区。",
        8: "代表证号：这一届已有这个代表证号。是这一条的：某1（镇第二届）。",
    }
    with pytest.raises(ValidationError, match="还有4行要选择或者有错"):
        services.confirm(table, by=clerk)
    services.confirm(table, by=clerk, leave_out_bad=True)
    assert Mandate.objects.count() == 4
    # Who gives up a seat in one row makes room for the next row.
    table = read("roster", "姓名\t选区\n某1\t2\n某4\t1", clerk)
    assert counts(table) == {"changed": 1, "new": 1}
    assert table.rows.get(state="changed").cells["constituency"]["old"] == "第1选区（桥头选区）"
    services.confirm(table, by=clerk)


def test_pending_and_past_mandates(clerk):
    store("roster", "姓名\n许桂兰", clerk, confirmed_on=None, gained_by="by_election",
          starts_on=day("2022-03-01"))  # fmt: skip
    mandate = Mandate.objects.get()
    assert (mandate.confirmed_on, mandate.gained_by) == (None, "by_election")
    assert mandate.starts_on == day("2022-03-01")
    # The mandates of a term that is over are over.
    first = Term.objects.get(level="town", number=1)
    told = {"term": first.pk, "starts_on": None, "confirmed_on": cast.FIRST_TERM}
    text = "姓名\t代表团\n许桂兰\t一团\n单国富\t一团"
    table = read("roster", text, clerk, **told)
    assert counts(table) == {"new": 1, "doubtful": 1}
    choose(table.rows.get(state="doubtful"), "name", str(mandate.person_id), by=clerk)
    services.confirm(table, by=clerk)
    assert Mandate.objects.filter(term=first, ended_for="term").count() == 2
    assert counts(read("roster", text, clerk, **told)) == {"same": 2}


def test_delegations_are_found_however_they_are_called(clerk):
    store("roster", "姓名\t代表团\n许桂兰\t第1代表团（团长）\n单国富\t一团", clerk)
    assert list(BodyName.objects.values_list("name", flat=True)) == ["第一代表团"]
    store("roster", "姓名\t代表团\t团内职务\n单国富\t一\t副团长\n曾玉梅\t桥头\t", clerk)
    assert set(BodyName.objects.values_list("name", flat=True)) == {"第一代表团", "桥头代表团"}
    roles = dict(Post.objects.values_list("person__name", "role"))
    assert roles == {"许桂兰": "leader", "单国富": "vice_leader", "曾玉梅": "member"}
    # What says that there is none founds nothing.
    store("roster", "姓名\t代表团\t代表小组\t代表证号\n仇万里\t无\t—\t/\n解晓燕\t-\t\t/", clerk)
    assert BodyName.objects.count() == 2
    table = read("roster", "姓名\t代表团\n许桂兰\t桥头代表团", clerk)
    assert problems(table) == [
        (2, "代表团：许桂兰现在在第一代表团；换了代表团的，请先在“任职”里填原来的离任日期。")
    ]


def test_the_form_of_another_office_is_understood(clerk):
    text = (
        "序号\t姓名\t性别\t民族\t出生年月\t身份证号\t单位职务\t详细住址\t手机号码(移动)\t手机号码(电信)\t"
        "代表阶层\t电子版相片\t备注\n"
        "1\t许 桂 兰\t女\t汉\t1975.06\t34122519750601123X\t桥头村主任\t柳塘镇桥头村3组\t13800001111\t"
        "13300001111\t知识分子\t有\t\n2\t赵磊\t男\t\t\t\t\t县城\t\t\t\t\t"
    )
    table = read("roster", text, clerk)
    assert [one["field"] for one in table.columns if one["field"] == ""] == [""]  # the photo
    assert list(table.rows.values_list("says", flat=True)) == [
        "住址不保存，按它记所在村：桥头村",
        "住址不保存，从里面没有看出是哪个村（社区）；民族没写，按汉族",
    ]
    services.confirm(table, by=clerk)
    person = Person.objects.get(name="许桂兰")
    assert (person.phone, person.other_phones) == ("13800001111", "13300001111")
    assert (person.occupation, person.village.name) == ("specialist", "桥头村")
    kept = repr([*Import.objects.values_list(), *ImportRow.objects.values_list()])
    assert "34122519750601123X" not in kept


@pytest.mark.sqlite
def test_statements_do_not_grow_with_the_rows(clerk, django_assert_max_num_queries):
    constituencies_for(1000)
    store("roster", "姓名\t代表团\n许桂兰\t一团", clerk)
    table, rows = a_table(roster(1000), clerk)
    with django_assert_max_num_queries(12):
        outcomes = plan(KINDS["roster"], table, rows, clerk)
    assert Counter(one.state for one in outcomes) == {"new": 999, "changed": 1}
    works = [one.work for one in outcomes]
    table.save()
    storing.store(table, KINDS["roster"], works, clerk)
    table, rows = a_table(roster(1000), clerk)
    with django_assert_max_num_queries(12):
        outcomes = plan(KINDS["roster"], table, rows, clerk)
    assert Counter(one.state for one in outcomes) == {"same": 1000}


def a_table(text, clerk):
    """(the Import, its rows) of a roster, in memory alone."""
    kind = KINDS["roster"]
    answers = {ask.name: ask.default() for ask in kind.asks}
    table = Import(kind=kind.key, by=clerk, answers=services.storable(answers))
    return table, services.take_sheets(kind, table, read_pasted(text))
