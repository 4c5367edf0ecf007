"""The admin answers what its pages offer; whatever else an address asks for is refused in words."""

import itertools
import re

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Device, Role, User
from congress.models import PresidiumMeeting
from records.admin.choices import chosen_by_typing
from records.admin.lists import SafeList
from records.admin.offers import LONGEST_SEARCH, NotOffered
from records.models import ReadRecord
from representatives.models import Assignment, Household, Person, Visit
from tests import cast
from tests.records.admin_form import AdminForm, errors_of
from tests.records.test_admin import LOGS, MODELS, office, some, url
from township.models import Town

__all__ = ["office", "some"]

LOOKUPS = {
    "": "1", "__exact": "1", "__iexact": "a", "__regex": "^a", "__startswith": "a",
    "__contains": "a", "__isnull": "1", "__range": "1,3", "__in": "1,2", "__gte": "2022-01-01",
    "__lt": "2022-01-01", "__year": "2022", "__isempty": "1",
}  # fmt: skip


def paths_of(model):
    """The names of all fields of `model`, and of all fields of what they lead to."""
    for field in model._meta.get_fields():
        yield field.name
        if field.related_model:
            yield from (
                f"{field.name}__{one.name}" for one in field.related_model._meta.get_fields()
            )


def refuses(entry, request):
    """True where `entry` refuses `request` before it asks the database anything."""
    with CaptureQueriesContext(connection) as captured:
        try:
            entry.get_changelist_instance(request)
        except NotOffered:
            return not captured
    return False


def one_who_may_see(entry):
    """An account that may open the list of `entry`."""
    roles = Role.STAFF, Role.AUDITOR, Role.ADMIN
    request = RequestFactory().get("/")
    for request.user in (User(role=role, is_staff=True) for role in roles):
        if entry.has_view_or_change_permission(request):
            return request.user
    raise AssertionError(entry)


class TestLists:
    @pytest.mark.sqlite  # what is offered is asked, not the database
    def test_no_field_filters_that_the_page_does_not_offer(self, db):
        """Every list × own and related fields × look-ups."""
        asked, answered = 0, []
        for entry in map(admin.site.get_model_admin, MODELS):
            user = one_who_may_see(entry)
            request = RequestFactory().get("/")
            request.user = user
            offered = entry.offered_parameters(request)
            for path, (ending, value) in itertools.product(paths_of(entry.model), LOOKUPS.items()):
                name = path + ending
                if name in offered:
                    continue
                request = RequestFactory().get("/", {name: value})
                request.user, asked = user, asked + 1
                if not refuses(entry, request):
                    answered.append(f"{entry.model._meta.label} {name}")
        assert asked > 20_000
        assert answered == []

    def test_filters_read_what_the_list_says_they_read(self, office, client, some):
        """What is offered is worked out without the filters; they themselves say the same."""
        keeper = cast.make_user(Role.ADMIN)
        for model in MODELS:
            client.force_login(keeper if model in LOGS else cast.the_clerk())
            shown = client.get(url(model, "changelist"), follow=True).context_data
            if "cl" not in shown:
                continue  # the town: its list is its form
            specs = shown["cl"].filter_specs
            read = {name for spec in specs for name in spec.expected_parameters()}
            asked = shown["cl"].model_admin.offered_parameters(RequestFactory().get("/"))
            # Django's filters read __isnull of columns that are never null, too.
            assert {name for name in read - set(asked) if not name.endswith("__isnull")} == set()
            assert len(set(asked) & read) >= len(specs)

    def test_every_entry_has_such_a_list(self):
        assert all(isinstance(entry, SafeList) for entry in admin.site._registry.values())

    def test_what_the_pages_offer_is_answered(self, office, client, some):
        """Every link of every list to itself: filters and headings."""
        keeper, followed = cast.make_user(Role.ADMIN), set()
        for model in MODELS:
            client.force_login(keeper if model in LOGS else cast.the_clerk())
            page = client.get(url(model, "changelist"), follow=True)
            if "cl" not in page.context_data:
                continue  # the town: its list is its form
            for link in links_of(page):
                request = RequestFactory().get(url(model, "changelist") + link)
                request.user, request.resolver_match = page.wsgi_request.user, page.resolver_match
                page.context_data["cl"].model_admin.get_changelist_instance(request)
                followed |= set(re.findall(r"[?&]([a-z_]+)=", link))
        assert {"o", "voided", "year_of", "state", "at__gte", "village__id__exact"} <= followed

    def test_pages_of_a_long_list(self, office):
        cast.make_frame()
        cast.make_deputies(120)
        page = office.get(url(Person, "changelist"))
        links = [link for link in links_of(page) if "p=" in link or "all=" in link]
        assert len(links) >= 3
        for link in [*links, "?q=许&p=1", "?o=1.-3", "?o="]:
            assert office.get(url(Person, "changelist") + link).status_code == 200, link
        for link in ["?p=9", "?p=0", "?p=abc", "?p=-1", "?all=1", "?o=99", "?o=abc", "?o=--1",
                     f"?q={'许' * (LONGEST_SEARCH + 1)}", "?q=%00", "?_facets=True", "?e=1",
                     "?_popup=1", "?_to_field=name"]:  # fmt: skip
            answer = office.get(url(Person, "changelist") + link)
            assert answer.status_code == 400, link

    def test_a_refusal_says_what_and_leads_on(self, client, db):
        auditor = cast.make_user(Role.AUDITOR)
        client.force_login(auditor)
        answer = client.get("/admin/accounts/device/?user__exact=4&session_key__regex=^[a-i]")
        page = lxml.html.fromstring(answer.content.decode())
        assert answer.status_code == 400
        assert "地址里的“user__exact=4”不是这一页提供的。" in page.text_content()
        assert page.xpath('//div[@id="content-main"]//a/@href') == [url(Device, "changelist")]
        assert not ReadRecord.objects.exists()

    def test_who_may_see_no_list_learns_no_names(self, client, db):
        client.force_login(cast.make_user(Role.AUDITOR))
        assert client.get(f"{url(Household, 'changelist')}?phone__contains=02").status_code == 403

    def test_an_export_is_of_what_the_list_offers(self, office, db, some):
        assert office.get(f"{url(Household, 'export')}?voided=all&o=1").status_code == 200
        assert office.get(f"{url(Household, 'export')}?phone__contains=02").status_code == 400

    def test_a_tick_is_the_number_of_a_row(self, office, db):
        for key in ("abc", "9" * 30, ""):
            told = {"action": "confirm", "index": "0", "_selected_action": key}
            answer = office.post("/admin/representatives/mandate/", told)
            assert answer.status_code == 400, key


def links_of(response):
    """The links of a list to itself, with other parameters."""
    page = lxml.html.fromstring(response.content.decode())
    return {link for link in page.xpath("//main//a/@href") if link.startswith("?")}


class TestBoxes:
    """What is chosen by typing."""

    address = "/admin/autocomplete/"

    def asking(self, model, field, **more):
        opts = model._meta
        return {"app_label": opts.app_label, "model_name": opts.model_name, "field_name": field,
                "term": ""} | more  # fmt: skip

    def test_what_a_page_chooses_so_is_answered(self, office, db, some):
        fields = chosen_by_typing(admin.site)
        assert len(fields) > 40
        for app, model, field in fields:
            told = {"app_label": app, "model_name": model, "field_name": field, "term": "许"}
            assert office.get(self.address, told).status_code == 200, told

    def test_every_box_of_every_form_is_among_them(self, office, db, some):
        fields = chosen_by_typing(admin.site)
        found = set()
        meeting = PresidiumMeeting.objects.first()
        pages = [url(model, "add") for model in MODELS if model not in LOGS]
        pages += ["/admin/motions/motion/through/", url(PresidiumMeeting, "roster", meeting.pk)]
        for page in pages:
            html = office.get(page).content.decode()
            found |= {
                tuple(box.get(f"data-{name}") for name in ("app-label", "model-name", "field-name"))
                for box in lxml.html.fromstring(html).xpath("//select[@data-ajax--url]")
            }
        assert len(found) > 30
        assert found <= fields

    def test_no_other_field_is(self, office, db):
        models = [Person, Household, Visit, User, LogEntry, ContentType, Town]
        for model in models:
            for field in model._meta.get_fields():
                told = self.asking(model, field.name)
                if (told["app_label"], told["model_name"], field.name) in chosen_by_typing(
                    admin.site
                ):
                    continue
                assert office.get(self.address, told).status_code == 400, told

    def test_nor_another_parameter(self, office, db):
        for more in ({"voided": "all"}, {"page": "abc"}, {"page": "9" * 30}, {"term": "\0"},
                     {"term": "许" * (LONGEST_SEARCH + 1)}, {"person__phone": "1"}):  # fmt: skip
            told = self.asking(Assignment, "household", **more)
            answer = office.get(self.address, told)
            assert answer.status_code == 400
            assert answer.content.decode().startswith("地址里的“")

    def test_nor_to_who_may_not_see_the_rows(self, client, db):
        client.force_login(cast.make_user(Role.AUDITOR))
        assert client.get(self.address, self.asking(Assignment, "household")).status_code == 403

    def test_households_that_it_names_are_a_recorded_read(self, office, db):
        for name in ("王二保", "王小二", "李长根"):
            cast.make_household(head_name=name)
        answer = office.get(self.address, self.asking(Assignment, "household", term="王"))
        assert len(answer.json()["results"]) == 2
        office.get(self.address, self.asking(Assignment, "household", term="没有这一户"))
        [read] = ReadRecord.objects.all()
        assert (read.what, read.rows) == ("联系户选单", 2)
        assert "term=…" in read.path

    def test_what_is_no_number_is_said_at_its_field(self, office, db):
        household = cast.make_household()
        for nonsense in ("张三", "9" * 30, "-1", "1.5"):
            form = AdminForm(office, url(Assignment, "add"))
            form.fill(household=household, starts_on=cast.DAY)
            form.data["person"] = [nonsense]
            answer = form.send()
            assert "选的这一项不在可选的范围里，请重新选。" in errors_of(answer)
            assert household.head_name in answer.content.decode()
        assert not Assignment.objects.exists()


class TestKeys:
    @pytest.mark.parametrize("page", ["change", "history", "delete"])
    def test_what_can_be_no_key(self, office, db, page):
        for key in ("abc", "9" * 30, "1.5", "%00", "_5F"):
            address = f"/admin/representatives/household/{key}/{page}/"
            assert office.get(address).status_code == 404, address

    def test_the_column_of_a_pop_up_is_the_key(self, office, db):
        household = cast.make_household()
        page = url(Household, "change", household.pk)
        assert office.get(f"{page}?_to_field=id&_popup=1").status_code == 200
        for column in ("", "head_name", "village", "id__exact"):
            assert office.get(f"{page}?_to_field={column}").status_code == 400
            assert office.post(page, {"_to_field": column}).status_code == 400

    def test_the_short_cut_to_a_page_answers_who_may_open_it_here(self, client, db):
        """To anybody else it does not say whether there is such a record."""
        household = cast.make_household()
        kind = ContentType.objects.get_for_model(Household)
        there = reverse("admin:view_on_site", args=[kind.pk, household.pk])
        absent = reverse("admin:view_on_site", args=[kind.pk, household.pk + 1])
        client.force_login(cast.the_clerk())
        assert client.get(there).headers["Location"] == household.get_absolute_url()
        assert client.get(absent).status_code == 404
        for role in (Role.AUDITOR, Role.ADMIN):
            client.force_login(cast.make_user(role))
            assert [client.get(page).status_code for page in (there, absent)] == [404, 404]

    @pytest.mark.sqlite  # what is offered is asked, not the database
    def test_nor_of_a_kind_that_nobody_opens(self, office, db):
        for kind in ContentType.objects.values_list("pk", flat=True):
            for key in ("1", "abc", "9" * 30):
                address = reverse("admin:view_on_site", args=[kind, key])
                assert office.get(address).status_code == 404, address
        assert office.get("/admin/r/abc/1/").status_code == 404


class TestLogs:
    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
    def test_who_opens_a_log_is_read_of_in_turn(self, client, db, role):
        reader = cast.make_user(role)
        client.force_login(reader)
        logs = [model for model in LOGS if model is not User]
        for model in logs:
            client.get(url(model, "changelist"))
        found = ReadRecord.objects.filter(user=reader).values_list("what", flat=True)
        assert sorted(found) == sorted(f"日志·{m._meta.verbose_name_plural}" for m in logs)

    def test_so_is_who_opens_a_line(self, client, db):
        reader = cast.make_user(Role.AUDITOR)
        client.force_login(reader)
        line = ReadRecord.objects.create(user=reader, what="联系户", path="/x/")
        client.get(url(ReadRecord, "change", line.pk))
        assert ReadRecord.objects.latest("pk").object_id == str(line.pk)
