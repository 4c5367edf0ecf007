"""口径已变: what the numbers of a stored report have come to mean since its words were written.

In January 2023 柳塘镇 writes its report of 2022. A later version of the program counts 面商 otherwise.
"""

import dataclasses
import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from reports.asking.registry import REGISTRY
from reports.models import Report
from reports.studio import services
from reports.words import drafting
from tests import cast
from tests.cast import day
from township.models import LedgerStart

pytestmark = pytest.mark.django_db

TODAY = day("2023-01-10")
MEETINGS, CONSULTED = "主席团会议次数", "面商率"
FACE_TO_FACE = "只数见面谈的，打电话的另计。"
migration = importlib.import_module("reports.migrations.0014_revisions")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def report(client):
    """The report of 2022, which speaks of the meetings and of 面商; `client` is the office."""
    cast.make_frame()
    for family in LedgerStart.Family:
        cast.keep(LedgerStart(family=family, complete_from=day("2016-01-01")))
    clerk = cast.the_clerk()
    client.force_login(clerk)
    text = f"{{镇}}工作总结\n一、会议\n召开{{{MEETINGS}}}，面商率{{{CONSULTED}}}。"
    return services.begin(drafting.draft("annual", 2022, text=text), by=clerk)


@pytest.fixture
def counted_otherwise(report, monkeypatch):
    """A later version counts 面商率 otherwise, and 走访户次, which the report does not say."""
    for name in (CONSULTED, "走访户次"):
        figure = REGISTRY[name]
        later = dataclasses.replace(figure, redefined=(*figure.redefined, FACE_TO_FACE))
        monkeypatch.setitem(REGISTRY, name, later)
    return report


def page(client, report, name="live"):
    url = report.live_url if name == "live" else reverse(name, args=[report.pk])
    return client.get(url).content.decode()


def test_a_report_just_written_is_told_nothing(client, report):
    assert report.revisions[CONSULTED] == REGISTRY[CONSULTED].revision
    assert "换了口径" not in page(client, report)


def test_the_report_says_which_of_its_numbers_mean_something_else(client, counted_otherwise):
    told = f"<li>{CONSULTED}：{FACE_TO_FACE}</li>"
    assert told in page(client, counted_otherwise)
    assert told in page(client, counted_otherwise, "report-edit")
    closing = page(client, counted_otherwise, "report-close")
    assert told in closing and "不再提示" not in closing

    url = reverse("report-meanings", args=[counted_otherwise.pk])
    client.force_login(cast.make_user(Role.LEADER))
    shown = page(client, counted_otherwise)
    assert told in shown and "不再提示" not in shown
    assert client.post(url).status_code == 404

    client.force_login(cast.the_clerk())
    assert client.get(url).status_code == 405
    assert client.post(url).url == counted_otherwise.live_url
    assert "换了口径" not in page(client, counted_otherwise)


def test_a_renamed_number_is_known_by_its_old_name(client, report, monkeypatch):
    figure = REGISTRY[CONSULTED]
    renamed = dataclasses.replace(
        figure, name="见面率", aliases=(CONSULTED,), redefined=(*figure.redefined, FACE_TO_FACE)
    )
    monkeypatch.delitem(REGISTRY, CONSULTED)
    monkeypatch.setitem(REGISTRY, "见面率", renamed)
    monkeypatch.setitem(
        importlib.import_module("reports.asking.registry").FORMER_NAMES, CONSULTED, renamed
    )
    shown = page(client, report)
    assert "暂无数据" in shown and "不认识" not in shown, "stored words go on naming it so"
    assert f"<li>见面率：{FACE_TO_FACE}</li>" in shown
    old = reverse("figure-rows", args=[2022, CONSULTED])
    assert "见面率" in client.get(old).content.decode()


def test_what_is_begun_with_older_words_is_told_too(client, counted_otherwise):
    """Another report takes its words over, which were written of the former 面商."""
    model = Report.objects.prefetch_related("sections").get(pk=counted_otherwise.pk)
    clerk = cast.the_clerk()
    taken = services.begin(drafting.draft("half", 2022, model=model), by=clerk)
    assert f"<li>{CONSULTED}：{FACE_TO_FACE}</li>" in page(client, taken)
    services.note_meanings(model)
    model.refresh_from_db()
    taken = services.begin(drafting.draft("half", 2021, model=model), by=clerk)
    assert "换了口径" not in page(client, taken)


def test_of_reports_that_were_there_before_it_is_known_when_they_were_begun(report, monkeypatch):
    """One was begun while 0.3.0 ran, and one before it came."""
    older = services.begin(drafting.draft("half", 2022), by=cast.the_clerk())
    came = timezone.now() - timedelta(days=9)
    monkeypatch.setattr(migration, "applied_at", lambda connection: came)
    older.history.update(history_date=came - timedelta(days=1))
    Report.objects.update(revisions={})

    migration.note_what_was_known(apps, connection.schema_editor())

    older.refresh_from_db()
    report.refresh_from_db()
    assert older.revisions == {}
    assert len(report.revisions) == 74
    assert report.revisions["按期答复率"] == 2 and report.revisions[CONSULTED] == 1
