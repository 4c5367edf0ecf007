"""Checks of 数据核对 about sessions missed without leave (代表法第六十二条第三项)."""

from django.db.models import OuterRef

from congress import absences
from reports.checking.checks import Family, Grade, check
from reports.counting.evaluate import CountOf
from representatives.models import Mandate
from representatives.models.deputies import ABSENCES_THAT_END
from township.spans import today


def mandates(period, day):
    """The mandates in force today, each with how many `sessions_missed` under it without leave by
    `day`, as the year of `period` saw it.
    """
    now = today()
    rows = absences.missed(now, until=min(day, period.last_day)).filter(
        person=OuterRef("person"), meeting__term=OuterRef("term")
    )
    return Mandate.objects.in_force(now).annotate(sessions_missed=CountOf(rows))


@check(
    "absent-twice", Grade.MUST, Family.MEETINGS, "未经批准两次缺席人代会的代表",
    "代表法第六十二条第三项：未经批准两次不出席本级人民代表大会会议的，代表资格终止。请过假的改登记为请假。", "名",
)  # fmt: skip
def absent_twice(period, day):
    return mandates(period, day).filter(sessions_missed__gte=ABSENCES_THAT_END)


@check(
    "absent-once", Grade.SHOULD, Family.MEETINGS, "未经批准一次缺席人代会的代表",
    "再有一次，代表资格就要终止（代表法第六十二条第三项）。请过假的改登记为请假。", "名",
)  # fmt: skip
def absent_once(period, day):
    return mandates(period, day).filter(sessions_missed__range=(1, ABSENCES_THAT_END - 1))
