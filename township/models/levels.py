"""The levels of people's congresses."""

from django.db import models


class Level(models.TextChoices):
    """The levels of people's congresses, from the town upward."""

    TOWN = "town", "镇"
    COUNTY = "county", "县（市、区）"
    PREFECTURE = "prefecture", "设区的市"
    PROVINCE = "province", "省"
    NATION = "nation", "全国"
