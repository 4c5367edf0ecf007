"""Names of villages, departments, constituencies and groups that look the same are the same."""

import pytest
from django.urls import reverse

from congress.models import Body
from representatives.models import Constituency
from tests import cast
from tests.records.admin_form import AdminForm, errors_of
from tests.records.test_admin import office
from township.models import Department, Topic, Village

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TYPED = " 岳 山\u200b\u3000(东)\u00a0"
KEPT = "岳山（东）"


@pytest.mark.parametrize("model", [Village, Department, Topic])
def test_what_is_typed_is_kept_without_padding_and_clashes_with_its_like(office, model):
    page = reverse(f"admin:township_{model._meta.model_name}_add")
    assert AdminForm(office, page).fill(name=TYPED).send().status_code == 302
    assert model.objects.get(name=KEPT)
    told = errors_of(AdminForm(office, page).fill(name="岳山\u2060（ 东 ）").send())
    assert "已存在" in told or "已有" in told or "已经有" in told
    assert model.objects.filter(name__startswith="岳山").exclude(name="岳山村").count() == 1


def test_of_a_constituency_and_of_a_group():
    frame = cast.make_frame()
    cast.keep(Constituency(term=frame.second, number=7, name=TYPED))
    body = cast.make_body(kind=Body.Kind.GROUP, name=TYPED)
    assert Constituency.objects.get(number=7).name == KEPT
    assert body.names.get().name == KEPT


def test_what_is_nothing_but_padding_is_no_name(office):
    page = reverse("admin:township_village_add")
    assert "请填写" in errors_of(AdminForm(office, page).fill(name="\u200b\u3000").send())
    assert not Village.objects.filter(name="").exists()
