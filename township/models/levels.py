"""The levels of people's congresses."""

from django.db import models

from township.words import said


class Level(models.TextChoices):
    """The levels of people's congresses, from the town upward."""

    TOWN = "town", said("镇")
    COUNTY = "county", said("县（市、区）")
    PREFECTURE = "prefecture", "设区的市"
    PROVINCE = "province", "省"
    NATION = "nation", "全国"
