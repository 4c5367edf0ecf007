"""What a town is, and the words that follow from it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template

from tests.cast import day
from township.models import CountyKind, TownKind, TownName, current_town_name, town_name
from township.words import as_written, reading_names_once, said, say, speaking_on

pytestmark = pytest.mark.django_db

OURS = "镇长、副镇长，镇党委，镇级和市级，市里交办，乡镇人大，设区的市，上级市人大，县（市、区）"


def name_it(town, county, starts_on="2010-01-01", ended_on=None):
    row = TownName(
        town=town, county=county, prefecture="宣城市",
        starts_on=day(starts_on), ended_on=ended_on and day(ended_on),
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


@pytest.mark.parametrize(
    ("town", "county", "kind", "county_kind", "spoken"),
    [
        (
            "梅渚乡", "郎溪县", TownKind.TOWNSHIP, CountyKind.COUNTY,
            "乡长、副乡长，乡党委，乡级和县级，县里交办，乡镇人大，设区的市，上级市人大，县",
        ),
        (
            "水东镇", "宣州区", TownKind.TOWN, CountyKind.DISTRICT,
            "镇长、副镇长，镇党委，镇级和区级，区里交办，乡镇人大，设区的市，上级市人大，区",
        ),
        (
            "云梯畲族乡", "宁国市", TownKind.ETHNIC, CountyKind.CITY,
            "乡长、副乡长，乡党委，乡级和市级，市里交办，乡镇人大，设区的市，上级市人大，市",
        ),
        (
            "巴彦塔拉苏木", "鄂温克族自治旗", TownKind.SUMU, CountyKind.AUTONOMOUS_BANNER,
            "苏木达、副苏木达，苏木党委，苏木级和旗级，旗里交办，乡镇人大，设区的市，上级市人大，旗",
        ),
        (
            "大坪镇", "长阳土家族自治县", TownKind.TOWN, CountyKind.AUTONOMOUS_COUNTY,
            "镇长、副镇长，镇党委，镇级和县级，县里交办，乡镇人大，设区的市，上级市人大，县",
        ),
    ],
)  # fmt: skip
def test_a_town_is_what_its_name_says(no_town, town, county, kind, county_kind, spoken):
    row = name_it(town, county)
    assert (row.kind, row.county_kind) == (kind, county_kind)
    assert row.county_party == f"{row.county_word}委"
    assert row.signing_body == f"{town}人大主席团"
    assert say(OURS) == spoken


@pytest.mark.parametrize(
    ("field", "words", "sentence"),
    [
        ("town", {"town": "城北街道"}, "街道不设人民代表大会"),
        ("town", {"town": "城北街道办事处"}, "街道不设人民代表大会"),
        ("kind", {"town": "梅渚"}, "从“梅渚”认不出类别，请选一项，或者把名称写全。"),
        ("kind", {"kind": TownKind.TOWN}, "“梅渚乡”是乡，不是镇。"),
        ("county_kind", {"county": "郎溪"}, "认不出类别"),
        ("county_kind", {"county_kind": CountyKind.CITY}, "“郎溪县”是县，不是市。"),
    ],
)
def test_what_is_no_town_is_refused_with_the_reason(no_town, field, words, sentence):
    row = TownName(
        **{"town": "梅渚乡", "county": "郎溪县", "prefecture": "宣城市"} | words,
        starts_on=day("2010-01-01"),
    )
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert sentence in caught.value.message_dict[field][0]


def test_words_are_dated_as_the_names_are(no_town):
    name_it("梅渚乡", "郎溪县", ended_on="2020-01-01")
    name_it("梅渚镇", "郎溪县", "2020-01-01")
    assert say("镇长") == "镇长"
    with speaking_on(day("2019-12-31")):
        assert say("镇长") == "乡长"
        assert str(said("镇党委")) == "乡党委"
    assert say("镇长", on=day("2019-12-31")) == "乡长"
    # Before its first name the town was what it was then, without a name.
    assert say("镇长", on=day("1999-01-01")) == "乡长"
    assert town_name(day("1999-01-01")).town == "本乡"


def test_a_town_without_a_name_speaks_as_our_texts_are_written(no_town):
    assert say(OURS) == OURS.replace("县（市、区）", "市")
    assert current_town_name() == "本镇"


def test_templates_say_our_words_and_leave_those_of_others(no_town):
    name_it("梅渚乡", "郎溪县")
    page = Template('{{ "交镇人大"|said }}，{{ written }}')
    assert page.render(Context({"written": "镇南村"})) == "交乡人大，镇南村"


def test_names_are_read_once(no_town, django_assert_num_queries):
    with reading_names_once(), django_assert_num_queries(0):
        pass
    with reading_names_once(), django_assert_num_queries(1):
        assert say("镇长") == "镇长"  # nothing is stored, and that too is known now
        assert say("镇党委", on=datetime.date(2015, 1, 1)) == "镇党委"
    with reading_names_once():
        assert say("镇长") == "镇长"
        name_it("梅渚乡", "郎溪县")
        assert say("镇长") == "乡长"  # whoever has just named the town sees it


def test_migrations_compare_what_is_written(no_town, django_assert_num_queries):
    name_it("梅渚乡", "郎溪县")
    with as_written(), django_assert_num_queries(0):
        assert said("镇长") == "镇长"
    assert said("镇长") == "乡长"


def test_what_one_request_read_is_not_the_next_ones(no_town, client):
    name_it("梅渚乡", "郎溪县")
    assert "梅渚乡人大" in client.get("/login/").content.decode()
    TownName.objects.update(town="新渚乡")
    assert "新渚乡人大" in client.get("/login/").content.decode()
