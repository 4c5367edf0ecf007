"""The dimensions whose members are the town's own data."""

from congress.models import Campaign
from motions.models import ResultClass
from reports.registry import Dimension
from representatives.models import Category
from township.models import Department, Topic, Village


def names_of(model, field="name"):
    return lambda: list(model.objects.values_list(field, flat=True))


CATEGORIES = Dimension("联系户类别", names_of(Category, "code"))
VILLAGES = Dimension("村（社区）", names_of(Village))
TOPICS = Dimension("内容类别", names_of(Topic))
DEPARTMENTS = Dimension("承办单位", names_of(Department))
CLASSES = Dimension("结果类别", names_of(ResultClass, "code"), suffix="类")
CAMPAIGNS = Dimension("专项行动", names_of(Campaign))

# Rates are asked for by department and by topic: one dimension, since no name is both.
DEPARTMENTS_AND_TOPICS = Dimension(
    "承办单位或内容类别", lambda: DEPARTMENTS.members() + TOPICS.members()
)
