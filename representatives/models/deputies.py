"""People, and the mandates that make deputies of them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Max, Q
from simple_history.models import HistoricalRecords

from accounts.models import Role
from records.base import (
    Record,
    RecordQuerySet,
    hanging_on,
    share_history,
    voidable_constraints,
)
from records.bounds import between
from records.columns import NameColumn, PhoneColumn, TitleColumn, without
from records.known import near
from records.written import Month, search_key
from representatives.models.certificates import refuse_taken_certificate
from representatives.models.merges import Mergeable
from township.models import Level, Term, Village
from township.numbers import chinese_number
from township.pinyin import InitialsField, ReadingsField, SpellingField
from township.spans import (
    ENDED_ON_HELP,
    SpanQuerySet,
    happened,
    in_force,
    not_on_form,
    overlapping,
    refuse_odd_days,
    span_in_order,
    today,
)
from township.strokes import StrokesField


class Gender(models.TextChoices):
    MALE = "m", "男"
    FEMALE = "f", "女"


class Party(models.TextChoices):
    """政治面貌"""

    CPC = "cpc", "中共党员"
    DEMOCRATIC = "democratic", "民主党派"
    NONPARTISAN = "nonpartisan", "无党派人士"
    YOUTH = "youth", "共青团员"
    MASSES = "masses", "群众"


class Education(models.TextChoices):
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中、中专"
    COLLEGE = "college", "大专"
    BACHELOR = "bachelor", "本科"
    GRADUATE = "graduate", "研究生"


class Occupation(models.TextChoices):
    """代表结构的身份分类"""

    WORKER = "worker", "一线工人"
    FARMER = "farmer", "农民"
    SPECIALIST = "specialist", "专业技术人员"
    CADRE = "cadre", "党政领导干部"
    OWNER = "owner", "企业负责人"
    OTHER = "other", "其他"


# No second copy of a phone number, and no line about a key where a name was corrected.
PERSON_HISTORY = HistoricalRecords(
    verbose_name="变更记录",
    excluded_fields=["phone", "other_phones", "phone_digits", "stroke_key", "readings"],
)


class PersonQuerySet(RecordQuerySet):
    def by_strokes(self):
        """In the order of official lists, 姓氏笔画; otherwise people come by pinyin."""
        return self.order_by("stroke_key", "pk")

    def deputies_on(self, day, level=Level.TOWN, known_on=None):
        """The people who hold a mandate of `level` on `day`, confirmed by `known_on` (None: by now)."""
        mandates = Mandate.objects.in_force(day, known_on).at(level)
        return self.filter(pk__in=mandates.values("person"))

    def short_of_households(self, day, wanted):
        """The town's deputies on `day` who keep in touch with fewer than `wanted` households."""
        held = in_force(day, "assignments__") & Q(
            assignments__voided_at=None, assignments__household__voided_at=None
        )
        rows = self.deputies_on(day).annotate(held=Count("assignments", filter=held, distinct=True))
        return rows.filter(held__lt=wanted)

    def named(self, text):
        """Those called `text`, or whose pinyin or initials begin with it: 桂兰, xu gui, XGL."""
        key = search_key(text)
        begins = Q(spelling__startswith=key) | Q(initials__startswith=key)
        read = begins | Q(readings__word_startswith=key)
        return self.filter(Q(name__contains=key) | read)

    def visible_to(self, user):
        """The people `user` may see: deputies are public to office and leadership (代表法第五十八条)."""
        if user.reads_everything_public:
            return self
        if user.is_authenticated and user.holds(Role.DEPUTY):
            return self.filter(user=user)
        return self.none()


class Person(Mergeable, Record):
    """A human being, one row whatever they hold. No identity number is kept.

    Only a row on which nothing hangs is voided: so no record ever belongs to a voided person.
    """

    name = NameColumn("姓名", max_length=30)
    spelling = SpellingField("拼音")
    initials = InitialsField("拼音首字母")
    readings = ReadingsField("其他读音")
    stroke_key = StrokesField("姓氏笔画")
    gender = models.CharField("性别", max_length=1, choices=Gender, blank=True)
    born_on = models.DateField(
        "出生年月", null=True, blank=True, help_text="如：1975.6；知道哪一天的也可以写全。"
    )
    # Only the month is known, and the day of `born_on` is the first because it must be one.
    is_born_by_month = models.BooleanField("只知道出生年月", default=False, editable=False)
    ethnicity = models.CharField("民族", max_length=20, default="汉族")
    party = models.CharField("政治面貌", max_length=12, choices=Party, blank=True)
    education = models.CharField("学历", max_length=10, choices=Education, blank=True)
    occupation = models.CharField("身份", max_length=12, choices=Occupation, blank=True)
    employer = models.CharField("单位及职务", max_length=80, blank=True)
    village = models.ForeignKey(
        Village,
        models.PROTECT,
        verbose_name="所在村（社区）",
        related_name="people",
        null=True,
        blank=True,
    )
    phone = PhoneColumn(
        "电话", max_length=20, blank=True, spare="other_phones",
        help_text="有两个号码的写在一起，第一个手机号用来登录，其余存到“其他电话”。",
    )  # fmt: skip
    other_phones = PhoneColumn("其他电话", max_length=60, blank=True)
    # Made by the database, so that no way of storing a phone can forget it: people log in by it.
    phone_digits = models.GeneratedField(
        expression=without(" -+", F("phone")),
        output_field=models.CharField("电话的数字", max_length=20),
        db_persist=True,
        verbose_name="电话的数字",
    )
    note = models.TextField("备注", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登录账号", related_name="person",
        null=True, blank=True, help_text="本人登录用的账号；不登录的留空。",
    )  # fmt: skip

    objects = PersonQuerySet.standing_manager()
    history = PERSON_HISTORY

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["spelling", "pk"]
        constraints = voidable_constraints()
        indexes = [
            models.Index(fields=["spelling", "id"], name="person_by_spelling"),
            models.Index(fields=["initials"], name="person_by_initials"),
            models.Index(fields=["stroke_key", "id"], name="person_by_strokes"),
            models.Index(fields=["phone_digits"], name="person_by_phone"),
            models.Index(fields=["name"], name="person_by_name"),
        ]

    def __str__(self):
        return self.name

    @property
    def birth(self):
        """出生年月 as a records.written.Month; None where it is not known."""
        return self.born_on and Month(self.born_on, self.is_born_by_month)

    def clean(self):
        if self.born_on and self.born_on > today():
            raise ValidationError({"born_on": "出生年月不能在今天之后。"})

    def void(self, *, reason):
        """Take a person out of lists and boxes who was entered by mistake; ValidationError says what
        hangs on one that was not.
        """
        found = [f"{name}{count}项" for name, count in hanging_on(self)]
        if self.user_id:
            found.append("登录账号")
        if found:
            raise ValidationError(
                f"{self}还有{'、'.join(found)}，不能作废。一个人登记了两次的，请用“合并重复登记”；"
                "这些记录登记错了的，请先到它们的页面上作废或者改正。"
            )
        super().void(reason=reason)


class Deputy(Person):
    """A person who holds or held a mandate: what the menu and the lists call 代表."""

    class Meta:
        proxy = True
        verbose_name = "代表"
        verbose_name_plural = "代表"


class Constituency(models.Model):
    """A constituency of one term, with the seats it fills."""

    term = models.ForeignKey(
        Term, models.PROTECT, verbose_name="届次", related_name="constituencies"
    )
    number = models.PositiveSmallIntegerField("选区号", validators=between(1, 999))
    name = TitleColumn("选区名称", max_length=60)
    seats = models.PositiveSmallIntegerField(
        "应选名额",
        default=1,
        validators=between(1, 999),
        help_text="每一选区选1至3名（选举法第二十五条）。",
    )
    villages = models.ManyToManyField(
        Village, verbose_name="所含村（社区）", related_name="constituencies", blank=True
    )

    history = HistoricalRecords(verbose_name="变更记录", m2m_fields=[villages])

    class Meta:
        verbose_name = "选区"
        verbose_name_plural = "选区"
        ordering = ["term", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "number"], name="constituency_number",
                violation_error_message="这一届已经有这个号的选区。",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=3), name="constituency_seats",
                violation_error_message="每一选区选1至3名（选举法第二十五条）。",
            ),
        ]  # fmt: skip

    def __str__(self):
        numbered = f"第{self.number}选区"
        # Where villages number them and name none.
        is_name = "".join(self.name.split()) in (numbered, f"第{chinese_number(self.number)}选区")
        return numbered if is_name else f"{numbered}（{self.name}）"

    def clean(self):
        """The seats hold all deputies that the constituency ever had at a time, and those it chose."""
        if self.pk is None or self.seats is None:
            return
        rows = list(self.mandates.all())
        held = max((sum(row.covers(one.starts_on) for row in rows) for one in rows), default=0)
        if self.seats < held:
            raise ValidationError(
                {"seats": f"这个选区同时有过代表{held}名，应选名额不能少于{held}名。"}
            )
        chosen = self.polls.aggregate(most=Max("seats"))["most"] or 0
        if self.seats < chosen:
            raise ValidationError(
                {"seats": f"这个选区的一次选举应选{chosen}名，应选名额不能少于{chosen}名。"}
            )


class MandateQuerySet(SpanQuerySet, RecordQuerySet):
    """Which mandates. Those not confirmed by the day `on` or `known_on` (None: by now) are none."""

    def confirmed(self, on=None):
        """The mandates whose qualification was confirmed; the others are pending."""
        return self.filter(happened("confirmed_on", on))

    def pending(self):
        return self.filter(confirmed_on=None)

    def in_force(self, day, known_on=None):
        """The confirmed mandates whose span covers `day`."""
        return self.confirmed(known_on).filter(in_force(day))

    def overlapping_period(self, period, known_on=None):
        """The confirmed mandates in force on at least one day of `period`."""
        return self.confirmed(known_on).filter(overlapping(period.start, period.end))

    def at(self, level):
        return self.filter(term__level=level)

    def visible_to(self, user):
        if user.reads_everything_public:
            return self
        if user.is_authenticated and user.holds(Role.DEPUTY):
            return self.filter(person__user=user)
        return self.none()


ABSENCES_THAT_END = 2
"""How many sessions missed without leave end a mandate (代表法第六十二条第三项)."""


class Mandate(Record):
    """A person's seat in a congress, from one day to another."""

    class GainedBy(models.TextChoices):
        GENERAL = "general", "换届选举"
        BY_ELECTION = "by_election", "补选"

    class EndedFor(models.TextChoices):
        """代表法第六十二条；任期届满见第二条"""

        TERM = "term", "任期届满"
        MOVED = "moved", "迁出或者调离本行政区域"
        RESIGNED = "resigned", "辞职（责令辞职）被接受"
        ABSENT = "absent", "未经批准两次不出席本级人代会"
        RECALLED = "recalled", "被罢免"
        NATIONALITY = "nationality", "丧失中华人民共和国国籍"
        RIGHTS = "rights", "依照法律被剥夺政治权利"
        CAPACITY = "capacity", "丧失行为能力"
        DEATH = "death", "去世"

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="姓名", related_name="mandates")
    term = models.ForeignKey(Term, models.PROTECT, verbose_name="届次", related_name="mandates")
    constituency = models.ForeignKey(
        Constituency,
        models.PROTECT,
        verbose_name="选区",
        related_name="mandates",
        null=True,
        blank=True,
    )
    gained_by = models.CharField(
        "产生方式", max_length=12, choices=GainedBy, default=GainedBy.GENERAL
    )
    starts_on = models.DateField("资格开始日期", help_text="换届选举的从本届第一次会议起。")
    confirmed_on = models.DateField(
        "资格确认日期",
        null=True,
        blank=True,
        help_text="经代表资格审查确认的日期；尚待确认的留空，不计入代表。",
    )
    ended_on = models.DateField("资格终止日期", null=True, blank=True, help_text=ENDED_ON_HELP)
    ended_for = models.CharField("终止原因", max_length=12, choices=EndedFor, blank=True)
    certificate = models.CharField("代表证号", max_length=30, blank=True)

    objects = MandateQuerySet.standing_manager()
    history = HistoricalRecords(verbose_name="变更记录")
    one_at_a_time = ("person_id", "term.level"), "此人同一级的两项代表资格时间重叠。"

    class Meta:
        verbose_name = "代表资格"
        verbose_name_plural = "代表资格"
        ordering = ["-starts_on", "pk"]
        constraints = voidable_constraints(
            span_in_order(),
            models.UniqueConstraint(
                fields=["person", "term"], condition=Q(ended_on=None, voided_at=None),
                name="mandate_one_open_per_term",
                violation_error_message="此人在这一届已有未终止的代表资格。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_for="") | (Q(ended_on__isnull=False) & ~Q(ended_for="")),
                name="mandate_end_has_reason",
                violation_error_message="终止日期和终止原因要一起填写。",
            ),
        )  # fmt: skip
        indexes = [models.Index(fields=["starts_on", "ended_on"], name="mandate_by_span")]

    def __str__(self):
        return f"{self.person}（{self.term}）"

    @property
    def level(self):
        return self.term.level

    def covers(self, day):
        """True when `day` lies in its span; whether it was confirmed is another question."""
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)

    def clean(self):
        refuse_odd_days(self, happened=["confirmed_on"], planned=["starts_on"])
        if not (self.person_id and self.term_id and self.starts_on):
            return
        if self.ended_on and self.confirmed_on and self.confirmed_on > self.ended_on:
            raise ValidationError({"confirmed_on": "资格确认日期不能晚于资格终止日期。"})
        self.refuse_outside_term()
        self.refuse_second_mandate()
        if self.certificate:
            refuse_taken_certificate(self)
        if self.constituency_id:
            if self.constituency.term_id != self.term_id:
                raise ValidationError({"constituency": "选区不属于这一届。"})
            self.refuse_beyond_seats()

    def refuse_outside_term(self):
        term = self.term
        if not term.covers(self.starts_on):
            raise ValidationError({"starts_on": f"资格开始日期不在{term}任期内。"})
        if term.ended_on and (self.ended_on is None or self.ended_on > term.ended_on):
            if self.ended_on is not None:
                raise ValidationError(
                    {"ended_on": f"代表资格最迟到{term}结束（{term.ended_on}）。"}
                )
            raise ValidationError(
                {"ended_on": f"{term}已于{term.ended_on}结束，请填终止日期和原因。"}
            )

    def refuse_beyond_seats(self):
        """On no day of this mandate may the constituency have more deputies than seats."""
        if self.ended_on and self.ended_on <= self.starts_on:
            return  # the constraint says so
        seats = self.constituency.seats
        others = not_on_form(self, near(self, Mandate, constituency=self.constituency_id))
        rows = list(others.overlapping(self.starts_on, self.ended_on))
        for day in [self.starts_on, *(r.starts_on for r in rows if r.starts_on > self.starts_on)]:
            if sum(row.covers(day) for row in rows) >= seats:
                raise ValidationError(
                    {"constituency": f"这个选区{seats}个名额，{day}已有代表{seats}名，没有空缺。"}
                )

    def refuse_second_mandate(self):
        """One person holds one mandate of a level at a time.

        An open one reaches no further than its term: at a change of term the new
        mandates begin, and are confirmed, before the verb end_term ends the old.
        """
        if self.ended_on and self.ended_on <= self.starts_on:
            return
        mine = near(self, Mandate, person=self.person_id).exclude(pk=self.pk)
        rows = mine.overlapping(self.starts_on, self.ended_on).select_related("term")
        other = next((row for row in rows if self.is_rival(row)), None)
        if other:
            raise ValidationError(
                f"{self.person}在同一级已有代表资格（{other.term}），时间不能重叠。"
            )

    def is_rival(self, other):
        """Whether `other`, which shares a day with this one, is of its level and reaches its first day."""
        if other.level != self.level:
            return False
        ends_with_term = other.ended_on is None and other.term.ended_on is not None
        return not (ends_with_term and other.term.ended_on <= self.starts_on)


share_history(Deputy, PERSON_HISTORY)
