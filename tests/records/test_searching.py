"""What a box shows of a record can be typed, and tells it from another that reads the same."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.models import Body
from records.admin.choices import chosen_by_typing
from records.admin.search import number_of, pieces_of
from tests import cast
from tests.records.test_admin import make_some, office, url
from township.numbers import chinese_number

__all__ = ["office"]

BOXES = {
    "meeting": ("congress", "agendaitem", "meeting"),
    "body": ("congress", "activity", "body"),
    "opinion": ("motions", "motion", "opinion"),
    "person": ("congress", "post", "person"),
    "item": ("congress", "resolution", "agenda_item"),
    "constituency": ("representatives", "mandate", "constituency"),
    "household": ("representatives", "assignment", "household"),
    "visit": ("representatives", "opinion", "visit"),
}


@pytest.fixture
def ask(office, db):
    """Ask a box for `term`; answers what it shows."""
    cast.make_frame()

    def asking(box, term):
        told = dict(zip(("app_label", "model_name", "field_name"), BOXES[box], strict=True))
        answer = office.get("/admin/autocomplete/", told | {"term": term}).json()
        return [row["text"] for row in answer["results"]]

    return asking


def test_every_number_is_read_as_it_is_written():
    assert all(number_of(chinese_number(number)) == number for number in range(1, 1000))
    assert number_of("07") == 7
    assert pieces_of("镇二届七次人代会") == ["镇", "第2届", "第7次", "人代会"]
    assert pieces_of("第一百零五号修路") == ["第105号", "修路"]


def test_whatever_a_box_shows_can_be_typed(office, db):
    """Each kind of row that boxes offer: what is shown of it finds it, before any other."""
    make_some()
    Body.objects.filter(names=None).delete()  # without a name there is none to type
    boxes = {}
    for app, model, field in sorted(chosen_by_typing(admin.site)):
        chosen = apps.get_model(app, model)._meta.get_field(field).related_model
        boxes[chosen] = {"app_label": app, "model_name": model, "field_name": field}
    for chosen, told in boxes.items():
        rows = office.get("/admin/autocomplete/", told).json()["results"]
        assert rows, chosen
        for row in rows[:3]:
            asked = told | {"term": row["text"]}
            found = office.get("/admin/autocomplete/", asked).json()["results"]
            assert found[:1] == [row], asked
    assert len(boxes) > 14


def test_a_meeting_is_found_by_what_it_is_called(ask):
    frame = cast.make_frame()
    for number in (1, 7, 17):
        starts_on = cast.day(f"2022-03-{number:02}")
        cast.make_session(number=number, starts_on=starts_on)
        cast.make_presidium_meeting(number=number, starts_on=starts_on)
    cast.make_session(number=7, term=frame.first, starts_on=cast.day("2020-03-07"))
    second = "镇第二届人代会第七次会议"
    for words in (second, "镇第2届人代会第7次会议", "镇第二届人代会 第七次", "镇二届七次人代会",
                  "第二届人代会第７次"):  # fmt: skip
        assert ask("meeting", words) == [second], words
    for words in ("第七次", "七次", "第7次", "7次会议"):
        found = ask("meeting", words)
        assert sorted(found) == sorted(
            [second, "镇第二届主席团第七次会议", "镇第一届人代会第七次会议"]
        ), words
    assert ask("meeting", "第十七次人代会") == ["镇第二届人代会第十七次会议"]
    assert ask("meeting", "镇第三届人代会第七次会议") == []
    assert len(ask("meeting", "7")) == 3


def test_a_name_with_a_number_of_its_own_is_found_as_it_stands(ask):
    village = cast.make_frame().villages[0]
    village.name = "三号村"
    village.save()
    cast.make_household(head_name="王二保", village=village, group="2组")
    cast.make_household(head_name="王二保", village=village, group="6组")
    assert ask("household", "王二保（三号村2组）") == ["王二保（三号村2组）"]
    assert ask("household", "王二保(三号村6组)") == ["王二保（三号村6组）"]


def test_only_rows_that_read_the_same_say_what_tells_them_apart(ask):
    frame = cast.make_frame()
    for term, name in ((frame.first, "岳山村代表小组"), (frame.second, "岳山村代表小组"),
                       (frame.second, "桥头村代表小组")):  # fmt: skip
        cast.make_body(kind="group", name=name, term=term, starts_on=term.starts_on)
    cast.make_body(kind="station", name="柳塘站", starts_on=cast.day("2018-05-01"))
    cast.make_body(kind="station", name="柳塘站", starts_on=cast.day("2020-05-01"))
    assert ask("body", "小组") == [
        "岳山村代表小组（镇第一届）", "岳山村代表小组（镇第二届）", "桥头村代表小组",
    ]  # fmt: skip
    assert ask("body", "岳山村代表小组（镇第二届）") == ["岳山村代表小组（镇第二届）"]
    assert ask("body", "柳塘站") == ["柳塘站（2018-05-01）", "柳塘站（2020-05-01）"]

    for day in ("2022-03-01", "2022-04-01"):
        cast.make_opinion(text="路灯不亮", heard_on=cast.day(day))
    cast.make_opinion(text="路灯太少")
    assert sorted(ask("opinion", "路灯")) == [
        "路灯不亮（2022-03-01）", "路灯不亮（2022-04-01）", "路灯太少",
    ]  # fmt: skip

    cast.make_person(name="王杰平", village=frame.villages[0])
    cast.make_person(name="王杰平", employer="水利站")
    cast.make_person(name="王杰")
    assert sorted(ask("person", "王杰")) == ["王杰", "王杰平（桥头村）", "王杰平（水利站）"]


def test_a_namesake_on_another_page_of_the_list_counts(ask):
    frame = cast.make_frame()
    for term in (frame.first, frame.second):
        for number in range(20):
            cast.make_body(kind="group", name=f"第{number}村代表小组", term=term,
                           starts_on=term.starts_on)  # fmt: skip
    shown = ask("body", "小组")
    assert len(shown) == 20
    assert all(text.endswith("（镇第一届）") for text in shown)


def test_it_costs_one_statement_however_many_are_alike(ask):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert ask("opinion", "路灯")
        return len(captured)

    cast.make_opinion(text="路灯不亮")
    ask("opinion", "路灯")
    before = statements()
    for number in range(1, 20):
        cast.make_opinion(text="路灯不亮", heard_on=cast.day(f"2022-04-{number:02}"))
    assert statements() == before


def test_a_quotation_mark_is_not_the_name_of_everybody(office, ask):
    cast.make_deputy(name="王杰平")
    for words in ('"', '""', "'", "''", '"\'"', '" "'):
        assert ask("person", words) == [], words
        page = office.get(url(Body, "changelist").replace("body", "post"), {"q": words})
        assert not page.context_data["cl"].result_list
        page = office.get("/admin/representatives/deputy/", {"q": words})
        assert list(page.context_data["cl"].result_list) == [], words
    for words in ('"王杰平"', '王"', "wang'jie"):
        assert ask("person", words) == ["王杰平"], words
