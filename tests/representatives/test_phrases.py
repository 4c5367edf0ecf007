"""What a thumb puts together on a visit fits the kind of household; the town writes its own words."""

import importlib

import lxml.html
import pytest
from django.apps import apps
from django.urls import reverse

from hemao.law.filling import fill_empty_tables
from representatives.models import Category
from representatives.visiting import PHRASES
from tests import cast
from tests.records.admin_form import AdminForm, errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # the same words on both

NOTHING = "没有特别情况"


@pytest.fixture
def office(client):
    cast.make_frame()
    client.force_login(cast.the_clerk())
    return client


@pytest.fixture
def form(office):
    """The admin's form of 外出户."""
    row = Category.objects.get(code="外出户")
    return AdminForm(office, reverse("admin:representatives_category_change", args=[row.pk]))


def offered(client, category):
    """{field: phrases} as the page of a visit to a household of `category` shows them."""
    row = cast.make_assignment(category=category)
    client.force_login(row.person.user or cast.the_clerk())
    page = client.get(reverse("household-visit", args=[row.household_id])).content.decode()
    asked = lxml.html.fromstring(page).xpath("//*[@data-field]")
    return {part.get("data-field"): part.xpath(".//@data-phrase") for part in asked}


class TestTheTownsOwn:
    @pytest.mark.parametrize(
        "typed", ["在外平安、过年回来", "在外平安\r\n过年回来\r\n", " 在外平安，过年回来、在外平安"]
    )
    def test_they_are_typed_in_a_line_or_one_a_line(self, form, typed):
        assert form.fill(production_phrases=typed).send().status_code == 302
        row = Category.objects.get(code="外出户")
        assert row.production_phrases == "在外平安、过年回来"
        assert row.phrases == {"production": ["在外平安", "过年回来"], "livelihood": []}
        assert row.history.count() == 2

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("、".join(f"短语{n}" for n in range(13)), "最多写12个短语，现在有13个。"),
            (
                "工资被拖欠已经超过三个月了",
                "短语最多12个字，“工资被拖欠已经超过三个月了”有13个字。",
            ),
        ],
    )
    def test_more_than_a_phone_can_show_is_refused(self, form, typed, sentence):
        answer = form.fill(livelihood_phrases=typed).send()
        assert errors_of(answer) == sentence
        assert typed in answer.content.decode()
        assert Category.objects.get(code="外出户").livelihood_phrases == ""

    def test_twelve_of_twelve_letters_are_taken(self, form):
        typed = "、".join(f"在外务工一切都很平安{n:02}" for n in range(12))
        assert form.fill(production_phrases=typed).send().status_code == 302


class TestOnTheForm:
    def test_those_of_the_category_of_the_household(self, office):
        row = Category.objects.get(code="外出户")
        row.production_phrases = "在外平安、工资被拖欠"
        row.save()
        shown = offered(office, row)
        assert shown["production"] == ["在外平安", "工资被拖欠", NOTHING]
        assert shown["livelihood"] == PHRASES["livelihood"]
        other = offered(office, Category.objects.get(code="种植户"))
        assert other["production"] == [*PHRASES["production"], NOTHING]


class TestFromTheBeginning:
    @pytest.fixture
    def migration(self):
        return importlib.import_module(
            "representatives.migrations.0017_phrases_by_what_a_category_is"
        )

    def test_a_town_at_work_gets_what_fits_its_categories(self, office, migration):
        """Its categories are called 外出户, 种植户 and, once, 贫困户; a fourth is of no known kind."""
        cast.keep(Category(code="军属", order=4))
        migration.fill(apps, None)
        got = {row.code: row.production_phrases.split("、")[0] for row in Category.objects.all()}
        assert got == {"外出户": "在外平安", "种植户": "收成正常", "帮扶户": "收入稳定", "军属": ""}

    @pytest.mark.parametrize(
        ("texts", "first"),
        [
            (["A", "外出务工户"], "在外平安"),
            (["甲", "脱贫户"], "收入稳定"),
            (["乙", "养殖户"], "收成正常"),
            (["困难户", "务工户"], "收入稳定"),  # the code says more than a name that changes
        ],
    )
    def test_code_or_name_says_what_it_is(self, migration, texts, first):
        assert migration.phrases_of(texts)[0].startswith(first)

    @pytest.mark.usefixtures("no_town")
    def test_a_new_town_gets_them_with_its_categories(self):
        fill_empty_tables()
        got = {row.code: row.phrases["production"][:1] for row in Category.objects.all()}
        assert got == {"外出": ["在外平安"], "种养": ["收成正常"], "帮扶": ["收入稳定"]}

    @pytest.mark.usefixtures("no_town")
    def test_what_is_given_is_what_may_be_typed(self, migration):
        fill_empty_tables()
        for row in Category.objects.all():
            row.full_clean()
        for _, *texts in migration.KINDS:
            Category(
                code="x", production_phrases=texts[0], livelihood_phrases=texts[1]
            ).full_clean()
