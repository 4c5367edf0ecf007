"""Checks of 数据核对 about what is likely registered twice."""

from django.db.models import Exists, OuterRef, Q

from reports.checking.checks import Family, Grade, check
from representatives.models import Household, Mandate, Person


@check(
    "person-twins", Grade.SHOULD, Family.DEPUTIES, "可能重复登记的人员",
    "姓名相同，电话、出生年月或者所在村也相同，多半是一个人登记了两次，各算各的。", "名",
)  # fmt: skip
def person_twins(period, day):
    same = Q(born_on=OuterRef("born_on")) | Q(village=OuterRef("village"))
    same |= Q(phone_digits=OuterRef("phone_digits")) & ~Q(phone_digits="")
    others = Person.objects.filter(same, name=OuterRef("name")).exclude(pk=OuterRef("pk"))
    return Person.objects.filter(Exists(others))


@check(
    "certificate-twins", Grade.SHOULD, Family.DEPUTIES, "一届内几名代表用同一个代表证号的",
    "一个代表证号在一届内只发给一名代表，请照代表证改正。", "人",
    words=lambda row: f"{row}：{row.certificate}",
)  # fmt: skip
def certificate_twins(period, day):
    same = Mandate.objects.filter(term=OuterRef("term"), certificate=OuterRef("certificate"))
    others = same.exclude(person=OuterRef("person"))
    return Mandate.objects.exclude(certificate="").filter(Exists(others))


@check(
    "household-twins", Grade.SHOULD, Family.HOUSEHOLDS, "可能重复登记的联系户",
    "同一个村里户主姓名相同，多半是一户登记了两次，走访各记各的。同名的两户写上不同的村民组。", "户",
)  # fmt: skip
def household_twins(period, day):
    alike = Household.objects.filter(head_name=OuterRef("head_name"), village=OuterRef("village"))
    others = alike.exclude(pk=OuterRef("pk"))
    # Two groups tell two households apart, where both are written down.
    could_be = others.filter(Q(group=OuterRef("group")) | Q(group=""))
    return Household.objects.filter(Q(Exists(others), group="") | Q(Exists(could_be)))
