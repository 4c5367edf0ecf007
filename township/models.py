"""The frame of a town: its names, places, terms, law and calendar."""

import calendar
import datetime
import functools
import ipaddress
import operator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Role
from records.bounds import PLACES, between
from township.numbers import chinese_number
from township.pinyin import InitialsField, SpellingField
from township.spans import (
    ENDED_ON_HELP,
    SpanQuerySet,
    in_force,
    not_on_form,
    span_in_order,
    today,
)


class Level(models.TextChoices):
    """The levels of people's congresses, from the town upward."""

    TOWN = "town", "镇"
    COUNTY = "county", "县（市、区）"
    PREFECTURE = "prefecture", "设区的市"
    PROVINCE = "province", "省"
    NATION = "nation", "全国"


LOCAL_NAMES = ("localhost", ".local", ".lan", ".internal", ".localdomain", ".home.arpa")


def is_local(url):
    """True where `url` is empty, or names a machine or a network that only those in it reach."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rstrip(".").endswith(LOCAL_NAMES)


# What Town.get() has read, in a list; None where nobody asked to read it only once.
READ = ContextVar("READ", default=None)


class Town(models.Model):
    """The town itself: one row. Nothing in the code knows its name."""

    class NumberStyle(models.TextChoices):
        ARABIC = "arabic", "阿拉伯数字（5次）"
        CHINESE = "chinese", "汉字（五次）"

    number_style = models.CharField(
        "报告里整数一至十的写法", max_length=10, choices=NumberStyle, default=NumberStyle.ARABIC
    )
    visits_a_year = models.PositiveSmallIntegerField(
        "每户每年走访次数",
        default=4,
        validators=between(1, 52),
        help_text="惯例每季度一次。",
    )
    due_soon_days = models.PositiveSmallIntegerField(
        "到期前几天提醒",
        default=7,
        help_text="离期限还有几天起算“即将到期”。",
        validators=between(0, 365),
    )
    very_late_days = models.PositiveSmallIntegerField(
        "超期几天算严重",
        default=30,
        help_text="超过期限这么多天起算“严重超期”。",
        validators=between(0, 365),
    )
    shows_earlier_visits = models.BooleanField(
        "接任代表可看前任的走访记录",
        default=False,
        help_text="勾选后，代表能看自己的联系户从前由别的代表登记的走访和意见，并接着回告。",
    )
    site_url = models.CharField(
        "本系统的对外网址",
        max_length=200,
        blank=True,
        validators=[
            URLValidator(["http", "https"], message="网址要写完整，如：https://rd.example.org")
        ],
        help_text="发给代表的链接用它开头。",
    )

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "本镇设置"
        verbose_name_plural = "本镇设置"
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="township_town_single",
                violation_error_message="只能有一个镇。",
            )
        ]

    def __str__(self):
        return "本镇设置"

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def public_address(self):
        """Where the deputies' phones find this site, without a slash at the end; "" where the
        address is not set, or leads nowhere from outside.
        """
        return "" if is_local(self.site_url) else self.site_url.rstrip("/")

    def soon_after(self, day):
        """The last day that is soon, seen from `day`: what is due by then is 即将到期."""
        return day + datetime.timedelta(days=self.due_soon_days)

    @classmethod
    def get(cls):
        """The one row, with default values where none was stored yet."""
        read = READ.get()
        if read is None:
            return cls.objects.first() or cls(pk=1)
        if not read:
            read.append(cls.objects.first() or cls(pk=1))
        return read[0]

    @classmethod
    @contextmanager
    def read_once(cls):
        """While this lasts, get() asks the database once: many figures read the same settings."""
        around = READ.get()
        token = READ.set([] if around is None else around)
        try:
            yield
        finally:
            READ.reset(token)


class TownName(models.Model):
    """What the town and the levels above it are called, from one day to another."""

    starts_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)
    town = models.CharField("镇名", max_length=30, help_text="如：鹤毛镇")
    county = models.CharField("县（市、区）名", max_length=30, help_text="如：无为市")
    county_party = models.CharField("县（市、区）委简称", max_length=30, help_text="如：市委、县委")
    prefecture = models.CharField("设区的市名", max_length=30, help_text="如：芜湖市")
    signing_body = models.CharField("报告署名", max_length=60, help_text="如：鹤毛镇人大主席团")

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "名称沿革"
        verbose_name_plural = "名称沿革"
        ordering = ["-starts_on"]
        constraints = [
            span_in_order(),
            models.UniqueConstraint(
                fields=["starts_on"], name="township_townname_start",
                violation_error_message="这一天已经有一条名称。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.town}（{self.county}）"

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def clean(self):
        refuse_overlap(self, TownName.objects.all(), "与另一条名称的时间重叠：{other}。")


def place_names():
    """The names of the town and of what is above it, whenever they were in use."""
    rows = TownName.objects.order_by().values_list("town", "county", "prefecture")
    return {name for row in rows for name in row if name}


def town_name(on):
    """The TownName in force on `on`; unnamed towns get a row that says 本镇."""
    return town_names(on)[0]


def town_names(*days):
    """The TownName in force on each of `days`, in one statement."""
    known = list(TownName.objects.filter(functools.reduce(operator.or_, map(in_force, days))))
    return [next((row for row in known if row.covers(on)), None) or unnamed() for on in days]


def unnamed():
    return TownName(
        town="本镇",
        county="本市",
        county_party="市委",
        prefecture="上级市",
        signing_body="镇人大主席团",
    )


def current_town_name():
    """The town's name today (a str), for headers."""
    return town_name(today()).town


def refuse_overlap(row, others, sentence):
    """Raise ValidationError when `row`'s span shares a day with one of `others`.

    `sentence` is Chinese and may name the `{other}` row.
    """
    if row.starts_on is None:
        return
    if row.ended_on is not None and row.ended_on <= row.starts_on:
        return  # the constraint says so, with its own sentence
    other = not_on_form(row, others).overlapping(row.starts_on, row.ended_on).first()
    if other:
        raise ValidationError(sentence.format(other=other))


class Village(models.Model):
    """A village or community of the town."""

    name = models.CharField("名称", max_length=30, unique=True)
    spelling = SpellingField("拼音", is_person=False)
    initials = InitialsField("拼音首字母", is_person=False)
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)
    population = models.PositiveIntegerField(
        "户籍人口", null=True, blank=True, validators=between(0, 999_999)
    )

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "村（社区）"
        verbose_name_plural = "村（社区）"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class Department(models.Model):
    """Who handles what is handed over: offices of the town, villages, offices above."""

    class Kind(models.TextChoices):
        TOWN = "town", "镇政府机构、站所"
        VILLAGE = "village", "村（社区）"
        ABOVE = "above", "上级部门"

    name = models.CharField("名称", max_length=40, unique=True)
    spelling = SpellingField("拼音", is_person=False)
    initials = InitialsField("拼音首字母", is_person=False)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.TOWN)
    contact = models.CharField("联系人", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)
    starts_on = models.DateField("启用日期", default=datetime.date(2000, 1, 1))
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "承办单位"
        verbose_name_plural = "承办单位"
        ordering = ["order", "name"]
        constraints = [span_in_order()]

    def __str__(self):
        return self.name


class Topic(models.Model):
    """What a motion or an opinion is about. The list is the town's own."""

    name = models.CharField("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("排序", default=0, validators=PLACES)

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "内容类别"
        verbose_name_plural = "内容类别"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class TermQuerySet(SpanQuerySet):
    def at(self, level):
        """The terms of one level of congress."""
        return self.filter(level=level)

    def of_town_on(self, day):
        """The town's own term in force on `day`, or None."""
        return self.at(Level.TOWN).in_force(day).first()


class Term(models.Model):
    """A term of a congress. Entered by hand, never derived from the year.

    It runs from its first session to the first session of the next (代表法第二条).
    """

    level = models.CharField("级别", max_length=12, choices=Level, default=Level.TOWN)
    number = models.PositiveSmallIntegerField("第几届", validators=between(1, 99))
    starts_on = models.DateField("开始日期", help_text="本届第一次会议的第一天。")
    ended_on = models.DateField(
        "结束日期", null=True, blank=True, help_text="下一届第一次会议的第一天；仍在任期内的留空。"
    )

    objects = TermQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "届次"
        verbose_name_plural = "届次"
        ordering = ["level", "-number"]
        constraints = [
            span_in_order(),
            models.CheckConstraint(
                condition=Q(number__range=(1, 99)), name="township_term_number_bounds",
                violation_error_message="请填1到99之间的整数。",
            ),
            models.UniqueConstraint(
                fields=["level", "number"], name="township_term_number",
                violation_error_message="这一级已经有这一届。",
            ),
            models.UniqueConstraint(
                fields=["level"], condition=Q(ended_on=None), name="township_term_one_open",
                violation_error_message="这一级还有一届没有结束，请先填它的结束日期。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_level_display()}第{chinese_number(self.number)}届"

    def clean(self):
        others = Term.objects.at(self.level)
        refuse_overlap(self, others, "同一级的两届不能重叠：与{other}的时间重叠。")

    def covers(self, day):
        """True when `day` lies in this term."""
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def overlaps(self, start, end):
        """True when this term shares a day with [start, end)."""
        return self.starts_on < end and (self.ended_on is None or start < self.ended_on)


class Holiday(models.Model):
    """A day on which the calendar departs from Monday-to-Friday."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        WORK = "work", "调休上班"

    day = models.DateField("日期", unique=True)
    kind = models.CharField("类别", max_length=4, choices=Kind, default=Kind.OFF)
    name = models.CharField("名称", max_length=20, help_text="如：国庆节")

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "节假日"
        verbose_name_plural = "节假日"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {self.get_kind_display()}（{self.name}）"


def add_months(day, months):
    """`day` plus whole months; where that day does not exist, the month's last (11-30 + 3 → 02-28)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_workdays(day, count, holidays=None):
    """The `count`-th working day after `day`, by weekends, holidays and 调休 days.

    `holidays` ({day: kind}) is for whoever has read them already.
    """
    if holidays is None:
        horizon = day + datetime.timedelta(days=count * 3 + 30)
        rows = Holiday.objects.filter(day__gt=day, day__lte=horizon)
        holidays = dict(rows.values_list("day", "kind"))
    while count:
        day += datetime.timedelta(days=1)
        works = holidays.get(day, Holiday.Kind.WORK if day.weekday() < 5 else Holiday.Kind.OFF)
        count -= works == Holiday.Kind.WORK
    return day


class DeadlineRuleQuerySet(SpanQuerySet):
    def applying(self, *, level, event, on):
        """The rule for `event` at `level` in force on `on`, or None."""
        return self.filter(level=level, event=event).in_force(on).first()


class DeadlineRule(models.Model):
    """How long something may take, by which article, from when to when."""

    class Event(models.TextChoices):
        LEAD = "lead", "交办主办单位"
        ASSIST = "assist", "交办协办单位"
        REHANDLE = "rehandle", "重新办理"
        OPINION = "opinion", "群众意见建议转办"

    class Unit(models.TextChoices):
        MONTH = "month", "个月"
        WORKDAY = "workday", "个工作日"

    level = models.CharField("级别", max_length=12, choices=Level, default=Level.TOWN)
    event = models.CharField("从何时起算", max_length=10, choices=Event)
    amount = models.PositiveSmallIntegerField("期限", validators=between(1, 999))
    complex_amount = models.PositiveSmallIntegerField(
        "复杂的期限",
        null=True,
        blank=True,
        help_text="涉及面广、处理难度大的；没有另外规定的留空。",
        validators=between(1, 999),
    )
    unit = models.CharField("单位", max_length=10, choices=Unit, default=Unit.MONTH)
    article = models.CharField("依据", max_length=60, help_text="如：代表法第五十一条")
    starts_on = models.DateField("施行日期")
    ended_on = models.DateField("停用日期", null=True, blank=True, help_text=ENDED_ON_HELP)
    # {day: kind}, where a Rulebook has read them for all its rules.
    holidays = None

    objects = DeadlineRuleQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "办理期限"
        verbose_name_plural = "办理期限"
        ordering = ["level", "event", "-starts_on"]
        constraints = [
            span_in_order(),
            models.CheckConstraint(
                condition=Q(complex_amount=None) | Q(complex_amount__gte=models.F("amount")),
                name="township_deadlinerule_complex_longer",
                violation_error_message="复杂的期限不能短于一般的期限。",
            ),
            models.UniqueConstraint(
                fields=["level", "event"], condition=Q(ended_on=None),
                name="township_deadlinerule_one_open",
                violation_error_message="这一级的这一项还有一条在用的期限，请先填它的停用日期。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_level_display()}·{self.get_event_display()}：{self.length()}（{self.article}）"

    def clean(self):
        others = DeadlineRule.objects.filter(level=self.level, event=self.event)
        refuse_overlap(self, others, "同一项期限的两条规定时间重叠：{other}。")

    def amount_for(self, is_complex):
        return self.complex_amount if is_complex and self.complex_amount else self.amount

    def length(self, is_complex=False):
        """The length in words: 3个月."""
        return f"{self.amount_for(is_complex)}{self.get_unit_display()}"

    def due_on(self, start, *, is_complex=False):
        """The last day on which what began on `start` is still in time."""
        amount = self.amount_for(is_complex)
        if self.unit == self.Unit.MONTH:
            return add_months(start, amount)
        return add_workdays(start, amount, self.holidays)

    def covers(self, day):
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def explain(self, start, *, is_complex=False):
        """How the due date was computed, in one line a clerk can check by hand."""
        due = self.due_on(start, is_complex=is_complex)
        return f"{start} 起 + {self.length(is_complex)}（{self.article}）= {due}"


class LedgerStart(models.Model):
    """The day from which one family of records is complete (台账起始日)."""

    class Family(models.TextChoices):
        MEETINGS = "meetings", "会议"
        ELECTIONS = "elections", "选举与职务"
        DEPUTIES = "deputies", "代表"
        HOUSEHOLDS = "households", "联系户与走访"
        OPINIONS = "opinions", "意见建议"
        MOTIONS = "motions", "议案建议"
        ACTIVITIES = "activities", "活动"
        HONOURS = "honours", "先进事迹"
        ALLOWANCES = "allowances", "补助经费"
        PROJECTS = "projects", "民生工程"

    family = models.CharField("哪一类记录", max_length=12, choices=Family, unique=True)
    complete_from = models.DateField("从哪天起登记齐全")

    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "台账起始日"
        verbose_name_plural = "台账起始日"
        ordering = ["family"]

    def __str__(self):
        return f"{self.get_family_display()}：{self.complete_from}"


class Liaison(models.Model):
    """村联络员: who helps the deputies in one village, and writes down visits for them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="账号",
        related_name="villages_served",
    )
    village = models.ForeignKey(
        Village, models.PROTECT, verbose_name="村（社区）", related_name="liaisons"
    )
    starts_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True, blank=True, help_text=ENDED_ON_HELP)

    objects = SpanQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="变更记录")

    class Meta:
        verbose_name = "村联络员"
        verbose_name_plural = "村联络员"
        ordering = ["village", "-starts_on"]
        constraints = [
            span_in_order(),
            models.UniqueConstraint(
                fields=["user", "village"], condition=Q(ended_on=None),
                name="liaison_one_open",
                violation_error_message="此人已是这个村（社区）的联络员。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user}（{self.village}）"

    def clean(self):
        if self.user_id and not self.user.holds(Role.LIAISON):
            raise ValidationError({"user": "这个账号的角色不是村联络员，请由系统管理员先改角色。"})
        if self.user_id and self.village_id:
            others = Liaison.objects.filter(user=self.user_id, village=self.village_id)
            refuse_overlap(self, others, "此人在这个村（社区）的任职时间重叠。")
