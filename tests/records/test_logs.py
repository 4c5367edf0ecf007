"""Auditors see who did what, when, to which record: never what the record says."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import Role
from records import reads
from records.models import ReadRecord
from tests import cast

pytestmark = pytest.mark.django_db

WORDS = ["金丝雀户", "金丝雀组", "金丝雀意见", "%E9%87%91"]


@pytest.fixture
def entries(db):
    """What the admin notes of a household, of what was said there, and of an account."""
    cast.make_frame()
    home = cast.make_household(head_name="金丝雀户", group="金丝雀组")
    row = cast.make_assignment(household=home)
    visit = cast.make_visit(assignment=row)
    heard = cast.make_opinion(visit=visit, household=home, text="金丝雀意见")
    told = [
        {"changed": {"fields": ["电话"]}},
        {"added": {"name": "走访记录", "object": "2022-05-01 金丝雀户"}},
    ]
    clerk = cast.the_clerk()
    for record, message in ((home, told), (row, ""), (visit, told), (heard, "作废"), (clerk, "")):
        LogEntry.objects.log_actions(clerk.pk, [record], 2, message)
    return list(LogEntry.objects.order_by("pk"))


@pytest.fixture(params=[Role.AUDITOR, Role.ADMIN])
def reader(request, client, entries):
    client.force_login(cast.make_user(request.param))
    return client


def page(client, *args, **query):
    kind = "change" if args else "changelist"
    answer = client.get(reverse(f"admin:admin_logentry_{kind}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def found(text):
    return [word for word in WORDS if word in text]


class TestWhatWasChanged:
    def test_the_list_names_records_by_their_number(self, reader, entries):
        text = page(reader)
        assert found(text) == []
        for entry in entries[:4]:
            assert f"编号{entry.object_id}" in text
        assert "作废" in text and "已修改电话" in text

    def test_each_entry_too(self, reader, entries):
        for entry in entries:
            assert found(page(reader, entry.pk)) == [], entry.content_type

    def test_an_account_is_named(self, reader, entries):
        assert str(cast.the_clerk()) in page(reader, entries[-1].pk)

    def test_nobody_finds_a_record_by_its_words(self, reader):
        assert "编号" in page(reader)
        assert "编号" not in page(reader, q="金丝雀户")

    def test_what_is_stored_stays(self, reader, entries):
        page(reader, entries[0].pk)
        entry = LogEntry.objects.get(pk=entries[0].pk)
        assert entry.object_repr.startswith("金丝雀户")
        assert json.loads(entry.change_message)[1]["added"]["object"].endswith("金丝雀户")


class TestWhatWasRead:
    @pytest.mark.parametrize(
        ("address", "kept"),
        [
            ("/households/?q=金丝雀户", "/households/?q=…"),
            ("/households/?page=2&q=金丝雀户&voided=all", "/households/?page=2&q=…&voided=all"),
            ("/deputies/?year=2022&name=许桂兰", "/deputies/?year=2022&name=…"),
            ("/households/?q=", "/households/?q="),
            ("/motions/?kind=bill", "/motions/?kind=bill"),
        ],
    )
    def test_what_was_typed_to_search_is_not_kept(self, rf, entries, address, kept):
        request = rf.get(address)
        request.user = cast.the_clerk()
        reads.note(request, "联系户")
        reads.write(request)
        assert ReadRecord.objects.get().path == kept

    @pytest.mark.parametrize("asked", ["", "?q=1&what=%E8%81%94%E7%B3%BB%E6%88%B7", "7/change/"])
    def test_where_the_log_stood_before_it_is_led_to(self, reader, client, asked):
        old, new = (f"/admin/{app}/readrecord/{asked}" for app in ("accounts", "records"))
        assert reader.get(old).headers["Location"] == new
        login = client.__class__().get(old)
        assert login.headers["Location"].startswith("/login/")

    def test_the_auditor_finds_the_search_without_its_words(self, reader, client):
        clerk = client.__class__()
        clerk.force_login(cast.the_clerk())
        clerk.get("/admin/representatives/household/", {"q": "金丝雀户"})
        clerk.get("/households/", {"q": "金丝雀户"})
        text = reader.get(reverse("admin:records_readrecord_changelist")).content.decode()
        assert found(text) == []
        assert ReadRecord.objects.filter(path__contains="q=…").count() == 2
