"""合并重复登记: two rows that are one person, or one household, become one with all that hangs on them.

What hangs is found by the relations of the models, so that one added later is not forgotten. Each row
moves by itself and leaves a line of history; nothing is deleted that a report counts. Histories stay as
they were written. There is no way back but a backup.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.shortcuts import get_object_or_404

from records.base import REASON_LENGTH, Record, hanging_on, relations_to
from records.columns import BETWEEN_NUMBERS
from records.constraints import holds, unique_constraints
from records.rewrites import is_derived
from records.written import read_phones
from representatives.models import Household, Merge, Person

# What each says beside the other's, where both say something: nothing of it is lost.
JOINED = {"other_phones": BETWEEN_NUMBERS, "note": "\n"}
# They go with another column, or have a rule of their own.
NOT_CHOSEN = {"voided_at", "void_reason", "user", "is_born_by_month"}
WITH = {"born_on": ["is_born_by_month"]}
SPAN = ("starts_on", "ended_on", "ended_for")
AGAIN = "这一条刚刚被别人改动过，请重新打开这一页再合并。"


@dataclass
class HangingRows:
    """What hangs on both through one relation: the rows of each."""

    relation: object
    kept: list = field(default_factory=list)
    gone: list = field(default_factory=list)

    @property
    def is_there(self):
        return bool(self.kept or self.gone)

    @property
    def name(self):
        """What they are called, and as what they belong where that is not plain."""
        model = self.relation.related_model
        return f"{model._meta.verbose_name}（{self.relation.field.verbose_name}）"


@dataclass
class Fold:
    """One thing that was registered twice: `stays` remains, and where their days differ lasts as both."""

    stays: models.Model
    goes: models.Model
    is_longer: bool = False


@dataclass
class Clash:
    """Two rows that cannot belong to one, and why."""

    row: models.Model
    other: models.Model
    why: str


@dataclass
class Plan:
    """What a merge will do, and what stands in its way."""

    kept: models.Model
    gone: models.Model
    hanging: list = field(default_factory=list)
    moves: list = field(default_factory=list)  # (row, its column, what it points to now)
    folds: list = field(default_factory=list)
    clashes: list = field(default_factory=list)
    accounts: tuple = ()
    known: dict = field(default_factory=dict)  # one object a row, however many ways lead to it

    @property
    def is_clear(self):
        return not (self.clashes or self.accounts)

    def look_back(self):
        """Let the rows point again to what they point to as long as nothing is merged: to be shown."""
        for row, column, owner in self.moves:
            setattr(row, column.name, owner)

    @property
    def going(self):
        return {key_of(fold.goes) for fold in self.folds}


def key_of(row):
    return row._meta.concrete_model._meta.label, row.pk


def plan_of(kept, gone):
    """The Plan to merge `gone` into `kept`; the number of statements does not grow with the rows."""
    plan, waiting = Plan(kept, gone), [[(kept, gone)]]
    if isinstance(kept, Person) and kept.user_id and gone.user_id:
        plan.accounts = (kept.user, gone.user)
    while waiting:
        pairs = waiting.pop(0)
        looks = [Look(plan, relation, pairs) for relation in relations_to(type(pairs[0][0]))]
        one = defaultdict(
            list
        )  # what was registered twice has parts of its own, which move as well
        for look in looks:
            for pair in look.compared():
                one[type(pair[0])].append(pair)
        waiting += one.values()
        plan.hanging = plan.hanging or [look.hanging for look in looks if look.hanging.is_there]
    refuse_both_sides(plan)
    return plan


class Look:
    """The rows that one relation leads to from each of `pairs` (what stays, what goes)."""

    def __init__(self, plan, relation, pairs):
        self.plan, self.relation = plan, relation
        self.model, self.column = relation.related_model, relation.field
        self.heirs = {goes.pk: stays for stays, goes in pairs}
        self.hanging = HangingRows(relation)
        self.placed = []
        owners = [*self.heirs, *(stays.pk for stays, _ in pairs)]
        rows = self.model._base_manager.filter(**{f"{self.column.name}__in": owners})
        nearby = [each.name for each in self.model._meta.concrete_fields if each.many_to_one]
        self.rows = rows.select_related(*nearby).order_by("pk")

    def compared(self):
        """Place each row where it will be; the pairs of rows that become one."""
        mine, theirs = [], []
        for stored in self.rows:
            is_theirs = getattr(stored, self.column.attname) in self.heirs
            row = self.plan.known.setdefault(key_of(stored), stored)
            (theirs if is_theirs else mine).append(row)
        self.hanging.kept, self.hanging.gone = standing(mine), standing(theirs)
        self.placed = [row for row in self.hanging.kept if key_of(row) not in self.plan.going]
        self.taken = {getattr(row, self.column.attname): row for row in mine}
        return [pair for row in theirs for pair in self.place(row)]

    def place(self, row):
        """Let `row` point to what stays; [(stays, goes)] where it and another say the same."""
        heir = self.heirs[getattr(row, self.column.attname)]
        stands = row in self.hanging.gone and key_of(row) not in self.plan.going
        if self.column.unique and not (stands and heir.pk not in self.taken):
            if stands:
                self.clash(row, self.taken[heir.pk], "两边各有一条，只能有一条。")
            return []  # what is voided stays with what it belongs to
        self.plan.moves.append((row, self.column, getattr(row, self.column.name)))
        setattr(row, self.column.name, heir)
        others, why = self.rivals(row) if stands else ([], "")
        if stands and not others:
            self.placed.append(row)
        return self.one_of(row, others, why) if others else []

    def clash(self, row, other, why):
        self.plan.clashes.append(Clash(row, other, why))

    def one_of(self, row, others, why):
        """Fold `row` and the one of `others` where they say the same; else they clash."""
        other = others[0]
        for stays, goes in ((other, row), (row, other)):
            if len(others) == 1 and says_all(stays, goes, self.plan):
                self.plan.folds.append(Fold(stays, goes, lengthened(stays, goes)))
                if stays is row:
                    self.placed[self.placed.index(other)] = row
                return [(stays, goes)]
        self.clash(row, other, why)
        return []

    def rivals(self, row):
        """(the rows placed already beside which `row` cannot stand, why)."""
        for columns, condition, why in self.keys:
            if condition is not None and not holds(condition, row):
                continue
            others = [
                other
                for other in self.placed
                if (condition is None or holds(condition, other))
                and all(value(other, name) == value(row, name) for name in columns)
            ]
            if others:
                return others, why
        columns, why = getattr(self.model, "one_at_a_time", ((), ""))
        same = [
            other
            for other in (self.placed if columns else ())
            if all(value(other, name) == value(row, name) for name in columns)
        ]
        return [other for other in same if overlap(row, other)], why

    @property
    def keys(self):
        """(columns, condition, sentence) of what the database holds only once."""
        for one in unique_constraints(self.model):
            yield one.fields, one.condition, one.get_violation_error_message()
        for names in self.model._meta.unique_together:  # of a table between two others
            yield names, None, "两边相同。"


def standing(rows):
    return [row for row in rows if getattr(row, "voided_at", None) is None]


def value(row, path):
    return attrgetter(path)(row)


def overlap(one, other):
    """True where both last on one day; what is open reaches no further than its term."""
    (a, b), (c, d) = reach(one), reach(other)
    return (b is None or c < b) and (d is None or a < d)


def reach(row):
    ended_on = row.ended_on
    if ended_on is None and hasattr(row, "term"):
        ended_on = row.term.ended_on
    return row.starts_on, ended_on


def lengthened(stays, goes):
    """Let `stays` last from the first day of both to the last; False where it did already."""
    before = [getattr(stays, name, None) for name in SPAN]
    if not getattr(stays, "is_joined", False):
        return False
    stays.starts_on = min(stays.starts_on, goes.starts_on)
    if stays.ended_on and (goes.ended_on is None or goes.ended_on > stays.ended_on):
        for name in span_of(stays)[1:]:
            setattr(stays, name, getattr(goes, name))
    return before != [getattr(stays, name, None) for name in SPAN]


def span_of(row):
    return [name for name in SPAN if hasattr(row, name)]


def says_all(stays, goes, plan):
    """True where `stays` says all that `goes` says: the same, or more.

    Who wrote it down and when is no content. Of what may be joined the days may differ.
    """
    aside = SPAN if getattr(stays, "is_joined", False) else ()
    unsaid = getattr(stays, "unsaid", {})
    folded = {key_of(fold.goes): fold.stays.pk for fold in plan.folds}
    for column in contents_of(type(stays)):
        if column.name in aside:
            continue
        mine, theirs = getattr(stays, column.attname), getattr(goes, column.attname)
        if theirs in (None, "", unsaid.get(column.name)):
            continue
        if column.is_relation:
            label = column.related_model._meta.concrete_model._meta.label
            mine, theirs = (folded.get((label, pk), pk) for pk in (mine, theirs))
        if mine != theirs:
            return False
    return True


def contents_of(model):
    return [
        column
        for column in model._meta.concrete_fields
        if not column.primary_key
        and not is_derived(column)
        and column.name not in ("voided_at", "void_reason", "uuid")
        and not isinstance(column, models.DateTimeField)
        and not (column.is_relation and column.related_model._meta.label == "accounts.User")
    ]


def refuse_both_sides(plan):
    """Find the rows that name one person in two roles of which each excludes the other."""
    ours = {plan.kept.pk, plan.gone.pk}
    for hanging in plan.hanging:
        column, path, why = getattr(hanging.relation.related_model, "never_one", ("", "", ""))
        if hanging.relation.field.name != column:
            continue
        for row in (*hanging.kept, *hanging.gone):
            if value(row, path) in ours and key_of(row) not in plan.going:
                plan.clashes.append(Clash(row, value(row, path.split(".")[0]), why))


# What each says.


@dataclass
class BothSay:
    """A column of both, what each says, and what is done where they differ."""

    field: models.Field
    kept: object
    gone: object

    @property
    def name(self):
        return self.field.name

    @property
    def differs(self):
        """True where somebody has to choose."""
        return self.is_said_twice and self.name not in JOINED

    @property
    def is_said_twice(self):
        empty = (None, "")
        return self.kept != self.gone and self.kept not in empty and self.gone not in empty


def columns_of(kept, gone):
    """What both say, column by column, without what both leave out."""
    found = [
        BothSay(each, getattr(kept, each.name), getattr(gone, each.name))
        for each in kept._meta.concrete_fields
        if not (each.primary_key or is_derived(each) or each.name in NOT_CHOSEN)
    ]
    return [one for one in found if one.kept not in (None, "") or one.gone not in (None, "")]


def take_over(kept, gone, from_gone):
    """Give `kept` what it lacks, what was chosen of `gone` (names of columns), and what is joined."""
    phones = [kept.phone, gone.phone]
    for column in columns_of(kept, gone):
        if column.name in JOINED and column.is_said_twice:
            joined = JOINED[column.name].join(dict.fromkeys([column.kept, column.gone]))
            setattr(kept, column.name, joined)
        elif column.kept in (None, "") or column.name in from_gone:
            for name in (column.name, *WITH.get(column.name, ())):
                setattr(kept, name, getattr(gone, name))
    numbers = [number for text in [*phones, kept.other_phones] for number in read_phones(text)]
    others = [number for number in dict.fromkeys(numbers) if number != kept.phone]
    kept.other_phones = BETWEEN_NUMBERS.join(others)
    for name in JOINED:
        column = kept._meta.get_field(name)
        column.run_validators(getattr(kept, name))


def get_or_heir(rows, pk):
    """The row `pk` of `rows`, or the one that stays instead. Raises Http404 where neither is there."""
    row = rows.filter(pk=pk).first()
    if row is None:
        row = get_object_or_404(rows, pk=Merge.objects.heir(rows.model, pk))
    return row


# The verb.


@transaction.atomic
def merge(kept, gone, *, from_gone=(), by):
    """Merge `gone` into `kept`, both Persons or both Households that stand.

    `from_gone` names the columns in which what `gone` says is right. Returns the Merge. Raises
    ValidationError with what stands in the way; then nothing is changed.
    """
    kept, gone = locked(kept, gone)
    plan = plan_of(kept, gone)
    if not plan.is_clear:
        raise ValidationError("两边有冲突，先办好下面列出的，再来合并。")
    why = f"合并重复登记：{gone}（编号{gone.pk}）并入编号{kept.pk}"[:REASON_LENGTH]
    content = content_of(plan)
    move(plan, why, by)
    take_over(kept, gone, from_gone)
    if getattr(gone, "user", None):
        kept.user, gone.user = gone.user, None
        write(gone, why, by)
    try:
        kept.validate_constraints()
        kept.clean()
    except ValidationError as error:
        raise ValidationError(error.messages) from None
    write(kept, why, by)
    if hanging_on(gone):
        raise ValidationError(AGAIN)
    gone._history_user = by
    gone.void(reason=f"合并重复登记，已并入编号{kept.pk}")
    return Merge.objects.create(
        kind=kept._meta.model_name, kept=kept.pk, gone=gone.pk, by=by, content=content
    )


def locked(kept, gone):
    """Both as they are stored now, locked in one order."""
    model = Person if isinstance(kept, Person) else Household
    rows = model.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != 2:
        raise ValidationError(AGAIN)
    return found[kept.pk], found[gone.pk]


def move(plan, why, by):
    """Take away what was said twice, then let all rows point to what stays, each saved once."""
    columns = defaultdict(list)
    for fold in plan.folds:
        columns[key_of(fold.stays)] += span_of(fold.stays) * fold.is_longer
    for row, column, _ in plan.moves:
        columns[key_of(row)].append(column.name)
    for fold in plan.folds:
        if not isinstance(fold.goes, Record):
            columns.pop(key_of(fold.goes), None)
        take_away(fold.goes, why, by)
    for key, names in columns.items():
        if names:
            write(plan.known[key], why, by, list(dict.fromkeys(names)))


def take_away(row, why, by):
    """Void a record that was said twice; a row that is none is deleted, and its history stays."""
    row._history_user = by
    if isinstance(row, Record):
        Record.void(row, reason=why)
    else:
        row._change_reason = why
        row.delete()


def write(row, why, by, names=None):
    row._history_user, row._change_reason = by, why
    row.save(update_fields=names)


def content_of(plan):
    return {
        "moved": [[*key_of(row), column.name] for row, column, _ in plan.moves],
        "folded": [[*key_of(fold.stays), fold.goes.pk] for fold in plan.folds],
    }
