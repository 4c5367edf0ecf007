"""Where a stored day comes from that nobody entered."""

from django.db import models

from records.written import DAY_UNKNOWN


class DaySource(models.TextChoices):
    """What a migration concluded a day from; "" marks a day that was entered."""

    SUPERVISION = "supervision", "由首次督办推定"
    ACCEPTANCE = "acceptance", "由受理日推定"
    SUBMISSION = "submission", "由提出日推定"
    RATING = "rating", "由评价经过推定"
    MOTION = "motion", "由提出代表建议推定"
    HAND_OVER = "hand_over", "由转办日推定"
    ANSWER = "answer", "由答复日推定"
    HEARD = "heard", "由听到日推定"
    HISTORY = "history", "由变更记录推定"


def day_with_source(day, source):
    """2022-03-05（由受理日推定）; the day alone where it was entered, "" where there is none."""
    if not day:
        return ""
    return f"{day}（{DaySource(source).label}）" if source else str(day)


def day_as_known(day, is_unknown):
    """2022-03-05; 日期不详 of what happened nobody knows when; "" where nothing did."""
    return DAY_UNKNOWN if day and is_unknown else str(day or "")
