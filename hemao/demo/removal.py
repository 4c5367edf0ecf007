"""Takes the demo data away: all of it, or nothing where a real record hangs on it.

The demo's is what its load brought (hemao.demo.marks) and nobody has changed since. Whatever
somebody entered or changed is real, also where they did it to try things out: only they could
tell, and a real record that is lost is worse than one that is left.
"""

from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import FileField, Q
from django.utils import timezone

from accounts import services
from accounts.models import User
from hemao import demo_password
from hemao.backup.words import Refusal
from hemao.demo import marks
from papers.photos import thumbnail_of
from records.models import ColumnChoice
from reports.models import Rebase

EXAMPLES = 3
IN_USE = """没有清除：下面这些正式记录（有人登记或者修改过的）用到了演示数据。
{records}
要留下它们的，不能清除演示数据；只是试用的，请换一个空的数据库正式使用。"""
# What a migration writes beside an edition, and goes with it.
FOLLOWS = {Rebase: "edition"}


@dataclass
class Hanging:
    """Real records of one kind that refer to the demo's."""

    kind: str
    count: int
    examples: list

    def __str__(self):
        return f"  {self.kind}{self.count}条，例如：{'；'.join(self.examples)}"


class Removal:
    """What would go, what stays, and what stands in the way, as the database is now."""

    def __init__(self, load):
        self.load = load
        self.edited = self.all_edited()

    def recorded(self):
        """The tables that the load has noted; one that a later version added is not among them."""
        return [model for model in marks.models() if model._meta.label in self.load.marks]

    def records(self):
        return [model for model in self.recorded() if not is_history(model)]

    # Which rows.

    def all_edited(self):
        return {model: self.edited_of(model) for model in self.recorded()}

    def edited_of(self, model):
        """The keys of those rows of the demo that somebody has changed since."""
        if model is User:
            told = LogEntry.objects.filter(
                content_type__app_label="accounts", content_type__model="user",
                action_time__gt=self.load.loaded_at,
            )  # fmt: skip
            return {int(key) for key in told.values_list("object_id", flat=True) if key.isdigit()}
        history = history_of(model)
        if history is None or history._meta.label not in self.load.marks:
            return set()
        _, last = self.load.marks[history._meta.label]
        return set(history.objects.filter(pk__gt=last).values_list("id", flat=True))

    def brought(self, model):
        first, last = self.load.marks[model._meta.label]
        return Q(pk__gt=first, pk__lte=last)

    def going(self, model):
        """The rows of `model` that are the demo's and unchanged, with the history of such."""
        return model._base_manager.filter(self.brought(model)).exclude(self.kept(model))

    def kept(self, model):
        """The condition for a row of the demo to stay: somebody changed it, or what it tells of."""
        if not is_history(model):
            return Q(pk__in=self.edited[model])
        owner = owner_of(model)
        path = "id" if hasattr(model, "history_type") else "history__id"
        return Q(**{f"{path}__in": self.edited.get(owner, set())})

    # What stands in the way.

    def hanging(self):
        """[Hanging] of all real records that refer to a row that would go."""
        found = [self.hanging_of(model) for model in self.records() if model not in FOLLOWS]
        return [each for each in found if each.count]

    def demand_unused(self):
        """Refusal, naming them, where real records refer to a row that would go."""
        if hanging := self.hanging():
            raise Refusal(IN_USE.format(records="\n".join(map(str, hanging))))

    def hanging_of(self, model):
        refers = Q(pk__in=[])
        for field in model._meta.concrete_fields:
            other = field.related_model and field.related_model._meta.concrete_model
            if other in self.edited and other is not User:
                refers |= Q(**{f"{field.attname}__in": self.going(other).values("pk")})
            elif other is User and model is not User:
                refers |= Q(**{f"{field.attname}__in": self.accounts().values("pk")})
        real = model._base_manager.filter(refers).exclude(pk__in=self.going(model).values("pk"))
        examples = [str(row) for row in real.order_by("-pk")[:EXAMPLES]] if real.exists() else []
        return Hanging(str(model._meta.verbose_name), real.count(), examples)

    def accounts(self):
        """The demo's accounts that nobody has changed in the admin."""
        return self.going(User).filter(is_demo=True)

    # What goes.

    def counts(self):
        """{kind in words: how many rows would go}, without histories and links."""
        rows = [
            (model._meta.verbose_name, self.going(model).count())
            for model in self.records()
            if model is not User and not model._meta.auto_created
        ]
        return {str(kind): number for kind, number in rows if number}

    def changed(self):
        """{kind in words: how many rows of the demo stay because somebody changed them}."""
        rows = [
            (model._meta.verbose_name, len(self.edited[model]))
            for model in self.records()
            if self.edited[model] and model._base_manager.filter(
                self.brought(model), pk__in=self.edited[model]
            ).exists()
        ]  # fmt: skip
        return {str(kind): number for kind, number in rows}

    def remove(self):
        """Take it all away; returns (accounts deleted, accounts closed). Files go at the end.

        Refusal where real records refer to it by now: since it was looked at, somebody may have
        changed a row, or added one.
        """
        try:
            with transaction.atomic():
                self.keep_others_out()
                self.edited = self.all_edited()
                self.demand_unused()
                return self.remove_unused()
        except IntegrityError as error:
            raise Refusal(
                IN_USE.format(records=f"  别的表里的记录（数据库说：{error}）")
            ) from error

    def keep_others_out(self):
        """Nobody writes in these tables until the end; in SQLite nobody does anyhow."""
        if connection.vendor == "postgresql":
            names = {model._meta.db_table for model in [*self.recorded(), LogEntry]}
            tables = ", ".join(map(connection.ops.quote_name, sorted(names)))
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")

    def remove_unused(self):
        paths = list(self.files())
        accounts = list(self.accounts().values_list("pk", flat=True))
        for model, owner in FOLLOWS.items():
            going = self.going(model._meta.get_field(owner).related_model)
            raw_delete(model._base_manager.filter(**{f"{owner}__in": going.values("pk")}))
        # Keys are compared at the end of the transaction, so that the order does not matter.
        for model in [m for m in self.recorded() if m is not User]:
            raw_delete(self.going(model))
        closed = close_or_delete(accounts)
        connection.check_constraints()
        self.load.removed_at = timezone.now()
        self.load.save(update_fields=["removed_at"])
        transaction.on_commit(lambda: forget_files(paths))
        return len(accounts) - len(closed), len(closed)

    def files(self):
        for model in self.records():
            for field in model._meta.concrete_fields:
                if isinstance(field, FileField):
                    names = self.going(model).values_list(field.name, flat=True)
                    yield from (name for name in names if name)


def close_or_delete(accounts):
    """Delete those of `accounts` (keys) that nothing refers to any more, and close the others: what
    was read and tried stands under their names for six months. Returns the keys of these.
    """
    ColumnChoice.objects.filter(user__in=accounts).delete()
    closed = referred_to(accounts)
    raw_delete(User.objects.filter(pk__in=set(accounts) - closed))
    for user in User.objects.filter(pk__in=closed):
        services.shut_out(user, by=None)
    User.objects.filter(pk__in=closed).update(is_active=False, password=make_password(None))
    return closed


def referred_to(accounts):
    """Those of `accounts` that some row of any table names."""
    relations = [one for one in User._meta.related_objects if one.one_to_many or one.one_to_one]
    found = set()
    for relation in relations:
        rows = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": accounts}
        )
        found |= set(rows.order_by().values_list(relation.field.attname, flat=True))
    return found


def raw_delete(rows):
    rows.order_by()._raw_delete(connection.alias)


def forget_files(paths):
    for path in paths:
        default_storage.delete(path)
        default_storage.delete(thumbnail_of(path))
    demo_password.path().unlink(missing_ok=True)


def is_history(model):
    return hasattr(model, "history_type") or model.__name__.startswith("Historical")


def history_of(model):
    """The model that keeps the history of `model`, or None."""
    name = getattr(model._meta, "simple_history_manager_attribute", None)
    return getattr(model, name).model if name else None


def owner_of(history):
    """The model whose history `history` is, or that whose links it follows."""
    if hasattr(history, "history_type"):
        return history.instance_type
    return history._meta.get_field("history").related_model.instance_type
