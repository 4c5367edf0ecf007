"""How corrections and progress are told to one reader: records, columns and people in words."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import DateTimeField, DecimalField

from accounts.models import User
from records.admin.history import Shortened, word
from reports.figures import rows
from reports.since.changes import LABELS, columns_not_kept, instant
from reports.since.watched import BY_LABEL, PERSONAL_PARTS

EMPTY = "（空）"
NOT_LEFT = "旧值没有留下"
PERSONAL = "（个人信息）"
# Of long texts the part that differs, with a little around it.
WORDS = Shortened(max_length=100)


@dataclass
class PageWords:
    """What one page's keys mean to `user`: {key of a record: (words, address)}, and names of users."""

    user: object
    records: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def record(self, key):
        """(what kind of record it is, its words, its address); no words where they are withheld."""
        label = key[0]
        kind = LABELS[label]._meta.verbose_name if label in LABELS else rows.GONE
        if is_withheld(label, self.user):
            return kind, "", ""
        return kind, *self.records.get(key, ("", ""))


def is_withheld(label, user):
    """True of records about households, to a reader who sees how many there are and no more."""
    if user.is_office:
        return False
    is_listed = label in rows.LABELS
    return label in PERSONAL_PARTS or (is_listed and rows.shown_by_label(label)[1].is_personal)


def words_for(user, changes, keys):
    """The PageWords of `changes`, with what their columns point to, and of the records `keys`.

    One statement for each model, or two, however many there are.
    """
    people = {change.user for change in changes} - {None}
    names = {each.pk: each.display_name for each in User.objects.filter(pk__in=people)}
    wanted = {*keys, *(change.key for change in changes)}
    return PageWords(
        user, records_in_words(wanted, changes, user), pointed_to(changes, user), names
    )


def records_in_words(wanted, changes, user):
    """{key: (words, address)}: rows that no list shows are told by what they are part of."""
    owner = {one.key: owner_of(one) for one in changes if one.key[0] not in rows.LABELS}
    listed = {owner.get(key) or key for key in wanted}
    told = rows.by_key(grouped(key for key in listed if key[0] in rows.LABELS), user)
    others = (key for key in listed if key[0] not in rows.LABELS and key[0] in LABELS)
    plain = plain_words(grouped(others))
    return {key: (told | plain).get(owner.get(key) or key, ("", "")) for key in wanted}


def owner_of(change):
    parts = BY_LABEL[change.label].part_of
    return next(iter(sorted(change.owners_by(parts[:1]))), None)


def grouped(keys):
    found = {}
    for label, pk in keys:
        found.setdefault(label, set()).add(pk)
    return found


def plain_words(wanted):
    return {
        (label, row.pk): (str(row), "")
        for label, keys in wanted.items()
        for row in LABELS[label]._base_manager.filter(pk__in=keys)
    }


def fields_of(label):
    return {each.attname: each for each in LABELS[label]._meta.concrete_fields}


def pointed_to(changes, user):
    """{(model, pk): words} of what the changed columns of `changes` name."""
    wanted = {}
    for change in changes:
        for name in change.columns:
            model = fields_of(change.label)[name].related_model
            pks = {row[name] for row in (change.before, change.after)} - {None}
            if model and pks:
                wanted.setdefault(model._meta.concrete_model, set()).update(pks)
    return {
        (model, row.pk): str(row)
        for model, pks in wanted.items()
        for row in found(model, pks, user)
    }


def found(model, pks, user):
    """The rows `pks` of `model`, with what their names are made of; none that `user` may not see."""
    if model not in rows.SHOWN:
        return model._base_manager.filter(pk__in=pks).select_related()
    how, stored = rows.shown(model), rows.stored(model, pk__in=pks)
    return how.prepare(how.visible_rows(stored, user) if how.is_personal else stored)


def told_change(correction, words):
    """One Correction as the page shows it (a dict)."""
    change = correction.change
    kind, said, url = words.record(change.key)
    withheld = is_withheld(change.label, words.user)
    said = said.removesuffix(f"（已作废：{change.reason}）")  # it stands below by itself
    return {
        "kind": change.kind, "record": kind, "words": said, "url": url, "is_withheld": withheld,
        "at": change.at, "who": words.people.get(change.user, ""),
        "reason": "" if withheld else change.reason,
        "columns": [] if withheld else columns_of(correction, words),
        "moved": correction.moved,
    }  # fmt: skip


def columns_of(correction, words):
    """[(name of a column, what it said, what it says)]."""
    change = correction.change
    if correction.is_untold:
        return [(untold_names(change), NOT_LEFT, "")]
    fields = fields_of(change.label)
    return [
        (str(fields[name].verbose_name), *both(fields[name], change, words))
        for name in correction.columns
    ]


def untold_names(change):
    """The columns that may have changed, where history does not say which did."""
    if change.before is None:
        return "内容"
    return "、".join(str(each.verbose_name) for each in columns_not_kept(change.label))


def both(field, change, words):
    said = (told(field, row[field.attname], words) for row in (change.before, change.after))
    return WORDS.common_shorten_repr(*said)


def told(field, raw, words):
    """A value out of history (as JSON brought it) in the words of the forms."""
    if raw is None or raw == "":
        return EMPTY
    if field.is_relation:
        return pointed(field, raw, words)
    if isinstance(field, DecimalField):
        return f"{Decimal(str(raw)):.{field.decimal_places}f}"
    value = instant(raw) if isinstance(field, DateTimeField) else field.to_python(raw)
    return word(field, value)


def pointed(field, raw, words):
    model = field.related_model._meta.concrete_model
    if (model, raw) in words.values:
        return words.values[model, raw]
    name = model._meta.verbose_name
    return PERSONAL if is_withheld(model._meta.label, words.user) else f"已删除的{name}"


LINES_AT_MOST = 20


def told_group(title, lines, words):
    """The SinceLines of one kind as the page shows them: the first twenty, and how many more."""
    shown, hidden = [], 0
    for line in lines[:LINES_AT_MOST]:
        _, said, url = words.record(line.key)
        if said:
            shown.append({"day": datetime.date.fromisoformat(line.day), "words": said, "url": url})
        else:
            hidden += 1
    return {
        "title": title, "count": len(lines), "lines": shown, "hidden": hidden,
        "rest": max(0, len(lines) - LINES_AT_MOST),
    }  # fmt: skip
