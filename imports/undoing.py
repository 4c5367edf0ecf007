"""A stored table is taken back whole, while nothing was built on it."""

from collections import Counter, defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from imports.models import Import, Trace
from imports.storing import AT_ONCE, LINES, derived_from, fingerprint, history, refresh
from records.base import relations_to
from reports.models import Edition

NAMED = 5  # so many records are named in a refusal


class Traced:
    """What the traces of one table say: {model: {key: fingerprint}} and {model: {key: its change}}."""

    def __init__(self, table):
        self.rows, self.changes = defaultdict(dict), defaultdict(dict)
        for trace in table.traces.all():
            model = apps.get_model(trace.model)
            self.rows[model] |= {int(key): sum_ for key, sum_ in trace.made.items()}
            self.changes[model] |= {int(key): told for key, told in trace.changed.items()}


def obstacles(table):
    """What stands against taking `table` back, in words, [] where nothing does: records that hang on
    what it made, that were changed since, and reports that were closed since."""
    made = Traced(table)
    found = [*closed_since(table)]
    for model, keys in made.rows.items():
        found += hanging(model, keys, made)
        found += altered(model, keys, table)
    for model, changes in made.changes.items():
        found += altered(model, {key: told["after"] for key, told in changes.items()}, table)
    return found


def closed_since(table):
    """A closed report has counted what was there; its evidence must not go."""
    for edition in Edition.objects.without_bytes().filter(made_at__gte=table.stored_at):
        yield f"导入以后已定稿：{edition}"


def hanging(model, keys, made):
    """Records of others that point to the rows `keys` of `model`."""
    for relation in relations_to(model):
        other, name = relation.related_model, relation.field.name
        counted = Counter()
        for some in parts(list(keys)):
            rows = other._base_manager.filter(**{f"{name}__in": some})
            for pk, owner in rows.values_list("pk", name):
                if pk not in made.rows.get(other, ()):
                    counted[owner] += 1
        if counted:
            rows = model._base_manager.filter(pk__in=list(counted)[:NAMED])
            examples = "、".join(f"“{row}”" for row in rows)
            more = "等" if len(counted) > NAMED else ""
            yield f"{examples}{more}后来有了{other._meta.verbose_name}{sum(counted.values())}条"


def altered(model, sums, table):
    """Rows that say something else than when `table` was stored, or are gone."""
    rows = {}
    for some in parts(list(sums)):
        rows |= model._base_manager.in_bulk(some)
    changed = [row for key, row in rows.items() if fingerprint(row) != sums[key]]
    if changed:
        named = "、".join(f"“{row}”" for row in changed[:NAMED])
        more = "等" if len(changed) > NAMED else ""
        yield f"{named}{more}后来改动过{undone_first(model, changed, table)}"
    if gone := len(sums) - len(rows):
        yield f"{model._meta.verbose_name}有{gone}条已经不在"


def undone_first(model, rows, table):
    """The last import after `table` that changed some of `rows`, in words: it is taken back first."""
    keys = {str(row.pk) for row in rows}
    later = Trace.objects.filter(
        model=model._meta.label, table__state=Import.State.STORED,
        table__stored_at__gt=table.stored_at,
    )  # fmt: skip
    for trace in later.select_related("table").order_by("-table__stored_at", "-pk"):
        if not keys.isdisjoint(trace.changed):
            when = timezone.localtime(trace.table.stored_at)
            return f"，先撤回{when:%Y-%m-%d %H:%M}导入的《{trace.table}》"
    return ""


def parts(keys):
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def take_back(table, kind, by):
    """Delete what `table` made and put back what it changed; raises ValidationError with what was
    built on it. Call it in a transaction."""
    if found := obstacles(table):
        raise ValidationError(f"不能撤回：{'；'.join(found[:NAMED])}。请先处理这些，再撤回。")
    made, reason = Traced(table), f"撤回导入{table.pk}号：{kind.title}"
    for model in reversed(kind.stores):
        remove(model, list(made.rows.get(model, ())), by, reason)
        put_back(model, made.changes.get(model, {}), by, reason)


def put_back(model, changes, by, reason):
    for some in parts(list(changes)):
        rows, columns = list(model._base_manager.filter(pk__in=some)), set()
        for row in rows:
            before = changes[row.pk]["before"]
            columns |= set(before)
            for name, value in before.items():
                field = row._meta.get_field(name)
                setattr(row, field.attname, field.to_python(value))
        derived = derived_from(model, columns)
        for row in rows:
            refresh(row, derived)
        if rows:
            names = [*sorted(columns), *derived]
            model._base_manager.bulk_update(rows, names, batch_size=LINES)
            history(model, rows, by, reason, update=True)


def remove(model, keys, by, reason):
    """Delete rows, each with its last line of history. Nothing hangs on them: that was asked."""
    for some in parts(keys):
        rows = model._base_manager.filter(pk__in=some)
        history(model, list(rows), by, reason, is_end=True)
        rows._raw_delete(rows.db)


def effects(table):
    """[(what kind of records, how many go, how many say again what they said)] of taking it back."""
    made = Traced(table)
    models = dict.fromkeys([*made.rows, *made.changes])
    return [
        (model._meta.verbose_name, len(made.rows.get(model, ())), len(made.changes.get(model, ())))
        for model in models
        if made.rows.get(model) or made.changes.get(model)
    ]
