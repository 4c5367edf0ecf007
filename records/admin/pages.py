"""What every record's page in the admin does: void instead of delete, lose no update,
store nothing twice, search by name or pinyin, and leave a line where personal data was read.
"""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import PROTECT
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from records import reads
from records.admin.exports import Exports
from records.admin.form_pages import FormPage
from records.admin.forms import (
    COLLISION,
    INCOMPLETE,
    RecordForm,
    put_errors,
)
from records.admin.history import Words
from records.admin.keeping import Keeping
from records.admin.labels import RelatedLabels
from records.admin.lists import SafeList, VoidedFilter
from records.admin.offers import is_key
from records.admin.search import Search
from records.admin.twins import Twins, shown
from records.admin.verbs import RESTORE, VOID
from records.models import OnceKey
from records.once import once_key, was_stored


def by_name(path="", name="name", *, is_person=True):
    """search_fields for the name, the pinyin and the initials of what `path` leads to; for a person
    the other readings of the name too.
    """
    prefix = f"{path}__" if path else ""
    return [
        f"{prefix}{name}__contains",
        f"{prefix}spelling__startswith",
        f"{prefix}initials__startswith",
        *[f"{prefix}readings__word_startswith"] * is_person,
    ]


def view_name(request):
    match = getattr(request, "resolver_match", None)
    return match.url_name or "" if match else ""


def is_list(request):
    """True of the page that shows the list, and of the one that exports it."""
    return view_name(request).endswith(("_changelist", "_export"))


class RecordAdmin(
    Keeping, Twins, FormPage, Exports, Search, SafeList, RelatedLabels, SimpleHistoryAdmin
):
    form = RecordForm
    show_full_result_count = False
    list_per_page = 50
    save_on_top = False
    # What the record of reads calls a page of this model; empty where nothing is personal.
    reads_as = ""
    # True only where the rows are no records and nothing refers to them.
    deletable = False
    # True of the lists that a town makes for itself: a row that nothing refers to may go.
    deletable_unused = False
    verbs = ()
    # True where 新增 stands beside each choice of one of these.
    is_added_beside = False
    # The fields that a verb fills in: nobody types them as long as the span is open.
    ended_by_verb = ()
    # The relations that __str__ follows, and those that only the list shows.
    label_select = ()
    label_prefetch = ()
    list_prefetch_related = ()
    list_select_related = ()

    @property
    def is_voidable(self):
        return hasattr(self.model, "voided_at")

    # Which rows.

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if self.shows_voided(request):
            rows = self.model.with_voided.order_by(
                *self.get_ordering(request) or self.opts.ordering
            )
        rows = self.with_labels(self.narrow(rows))
        if is_list(request):
            rows = self.for_list(rows).prefetch_related(*self.list_prefetch_related)
            if self.list_select_related:
                # Django would leave these out where the labels have relations of their own.
                rows = rows.select_related(*self.list_select_related)
        return rows

    def shows_voided(self, request):
        if not self.is_voidable or view_name(request) == "autocomplete":
            return False
        return not is_list(request) or request.GET.get("voided") in ("all", "yes")

    def narrow(self, rows):
        """Hook: the rows of a proxy."""
        return rows

    def for_list(self, rows):
        """Hook: annotations that the list shows."""
        return rows

    def with_labels(self, rows):
        if self.label_select:
            rows = rows.select_related(*self.label_select)
        return rows.prefetch_related(*self.label_prefetch)

    def get_object(self, request, object_id, from_field=None):
        """On POST the row is locked until it is stored, and asked whether it is still as it was."""
        if request.method == "POST" and connection.in_atomic_block:
            self.lock(object_id)
        obj = super().get_object(request, object_id, from_field)
        if obj and request.method == "POST" and view_name(request).endswith("_change"):
            request.lost_update = self.lost_update(request, obj)
        return obj

    def lock(self, object_id):
        try:
            # Not in the order of the model: that may join what is not there, and cannot be locked.
            rows = self.model._base_manager.select_for_update().order_by("pk")
            rows.filter(pk=object_id).values_list("pk").first()
        except (ValueError, ValidationError):
            return  # no such number: get_object says so

    def get_list_filter(self, request):
        own = super().get_list_filter(request)
        return [*own, VoidedFilter] if self.is_voidable else own

    # What may be done.

    def has_delete_permission(self, request, obj=None):
        allowed = self.deletable and not self.is_voidable
        if self.deletable_unused and obj is not None:
            allowed = is_unused(obj)
        return allowed and super().has_delete_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        if getattr(obj, "voided_at", None):
            return False
        return super().has_change_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        # What goes with an unused row is part of it: nobody deletes that alone.
        return shown, counts, set() if self.deletable_unused else needed, protected

    def verbs_for(self, request, obj):
        if obj is not None and self.may_restore(request, obj):
            return [RESTORE]
        if obj is None or not self.has_change_permission(request, obj):
            return []
        mine = [verb for verb in self.verbs if verb.applies(obj)]
        return [*mine, VOID] if self.is_voidable and self.may_void(obj) else mine

    def may_restore(self, request, obj):
        """Whether `obj` is voided, and who asks may change what stands."""
        return bool(getattr(obj, "voided_at", None)) and super().has_change_permission(request)

    def next_step(self, obj, verbs):
        """Hook: which of `verbs` is what comes next, and stands out; None where none is."""
        return None

    def may_void(self, obj):
        """Hook: False where something was built upon `obj` that voiding would leave standing."""
        return True

    # The pages.

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_verb"
        view = self.admin_site.admin_view(self.verb_view)
        return [path("<path:object_id>/do/<slug:slug>/", view, name=name), *super().get_urls()]

    def url(self, page, *args, query=None):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args, query=query)

    def verb_view(self, request, object_id, slug):
        """Ask what the verb needs to know; do it; show a refusal on the form."""
        with transaction.atomic():
            obj = self.get_object(request, object_id)
            if obj is None:
                raise Http404
            if not (self.has_change_permission(request, obj) or self.may_restore(request, obj)):
                raise PermissionDenied
            verb = next((v for v in self.verbs_for(request, obj) if v.slug == slug), None)
            if verb is None:
                return self.no_verb(request, obj, slug)
            form = verb.open(obj, request)
            answer = self.done(request, obj, verb, form) if form.is_valid() else None
        return answer or self.render_verb(request, obj, verb, form)

    def no_verb(self, request, obj, slug):
        """Hook: the answer to a button that `obj` does not have, or has no longer."""
        raise Http404

    def done(self, request, obj, verb, form):
        """The answer after `verb` was done to `obj`; None where it was not: `form` says why."""
        try:
            with transaction.atomic():
                said = verb.do(obj, request, form)
                self.log_change(request, obj, verb.label)
        except ValidationError as error:
            put_errors(form, error)
            return None
        if isinstance(said, HttpResponse):
            return said
        messages.success(request, said)
        return HttpResponseRedirect(self.url("change", obj.pk))

    def render_verb(self, request, obj, verb, form):
        if self.reads_as:
            reads.note(request, f"{self.reads_as}·{verb.label}", object_id=obj.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb.label}：{obj}", "opts": self.opts, "original": obj, "verb": verb,
            "form": form, "media": self.media + form.media, "back": self.url("change", obj.pk),
        }  # fmt: skip
        return TemplateResponse(request, "admin/record_verb.html", context)

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if self.reads_as and "cl" in shown:
            reads.note(request, f"{self.reads_as}列表", rows=len(shown["cl"].result_list))
        return response

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if self.was_stored(request, object_id):
            return self.already_stored(request)
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Somebody else was faster between the check and the storing. Whoever sent the
            # same form twice is told so; everybody else gets the form back as it was typed.
            if self.was_stored(request, object_id):
                return self.already_stored(request)
            request.collision = COLLISION
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if self.reads_as and object_id:
            reads.note(request, self.reads_as, object_id=object_id)
        return response

    def history_view(self, request, object_id, extra_context=None):
        response = super().history_view(request, object_id, extra_context)
        if self.reads_as:
            reads.note(request, f"{self.reads_as}变更记录", object_id=object_id)
        return response

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method == "POST":
            raise PermissionDenied  # an old state brought back would pass every verb by
        history = getattr(self.model, self.opts.simple_history_manager_attribute).model
        if not is_key(history, version_id):
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request, obj=None):
        return True

    def get_historical_record_context_helper(self, request, historical_record):
        return Words(self.model, historical_record)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if view_name(request).endswith("_simple_history"):
            shown = (f for f in self.opts.concrete_fields if f.editable and not f.auto_created)
            return [*fields, *(f.name for f in shown)]
        if self.ended_by_verb and obj and obj.ended_on is None:
            return [*fields, *self.ended_by_verb]
        return fields

    # Lost updates.

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.request, form.entry = request, self
        return form

    def histories(self, request, obj):
        """The histories of `obj` and of the rows on its page: (model, queryset)."""
        yield from history_of(self.model, pk_name(self.model), obj)
        for inline in self.get_inline_instances(request, obj):
            fk = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            yield from history_of(inline.model, fk.attname, obj)

    def seen_now(self, request, obj):
        """What this page is made of now: the number of the last change of each part."""
        parts = [
            rows.values_list("history_id", flat=True).first() or 0
            for _, rows in self.histories(request, obj)
        ]
        return ".".join(map(str, parts))

    def lost_update(self, request, obj):
        """Who changed `obj` since this form was opened, as a sentence; "" when nobody did."""
        now = self.seen_now(request, obj)
        seen = request.POST.get("_seen")
        if now in (seen, request.POST.get("_seen_again")):
            return ""
        if not seen:
            return INCOMPLETE
        request.seen_again = now
        return (
            f"没有保存：您打开这一页以后，{self.last_change(request, obj, seen, now)}。"
            "您填的都还在下面。请先看“变更记录”核对；确实要以本页为准的，勾选“我已核对”再保存。"
        )

    def last_change(self, request, obj, seen, now):
        parts = zip(self.histories(request, obj), seen.split("."), now.split("."), strict=False)
        changed = [
            (rows.select_related("history_user").first(), model)
            for (model, rows), then, last in parts
            if then != last
        ]
        changed = [(row, model) for row, model in changed if row]
        if not changed:
            return "这里有改动"
        row, model = max(changed, key=lambda pair: pair[0].history_date)
        when = timezone.localtime(row.history_date).strftime("%Y-%m-%d %H:%M")
        return f"{row.history_user or '系统'}在{when}改过{model._meta.verbose_name}"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        posted = request.POST
        context["twins"] = shown(self, request)
        if add:
            context["once"] = once_key(request) or uuid.uuid4()
        elif obj:
            context["seen"] = posted.get("_seen") or self.seen_now(request, obj)
            context["seen_again"] = getattr(request, "seen_again", "")
            verbs = [
                (verb, self.url("verb", obj.pk, verb.slug))
                for verb in sorted(self.verbs_for(request, obj), key=lambda verb: verb.is_last)
            ]
            common = [pair for pair in verbs if not pair[0].is_rare]
            context["rare_verbs"] = [pair for pair in verbs if pair[0].is_rare]
            context["next_step"] = step = self.next_step(obj, [verb for verb, _ in common])
            context["verbs"] = sorted(common, key=lambda pair: pair[0] is not step)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Stored once.

    def was_stored(self, request, object_id):
        """True where this add form was stored before; one without a key is refused."""
        if request.method != "POST" or object_id is not None:
            return False
        if once_key(request) is None:
            request.incomplete = INCOMPLETE
        return was_stored(request)

    def already_stored(self, request):
        messages.info(request, "这张表单已经保存过了，没有重复登记。")
        return HttpResponseRedirect(self.url("changelist"))

    def save_model(self, request, obj, form, change):
        if not change:
            OnceKey.objects.create(key=once_key(request))
        self.store(request, obj, form, change)

    def store(self, request, obj, form, change):
        """Hook: how the record itself is stored."""
        super().save_model(request, obj, form, change)


def is_unused(obj):
    """True where no other record refers to `obj`, voided ones included. It is asked once an object."""
    if not hasattr(obj, "was_unused"):
        users = (each for each in obj._meta.related_objects if each.on_delete is PROTECT)
        obj.was_unused = not any(
            each.related_model._base_manager.filter(**{each.field.name: obj.pk}).exists()
            for each in users
        )
    return obj.was_unused


def pk_name(model):
    return model._meta.pk.attname


def history_of(model, column, obj):
    """(model, its lines of history whose `column` is `obj`), newest first; none without history."""
    name = getattr(model._meta, "simple_history_manager_attribute", None)
    if name:
        rows = getattr(model, name).model.objects.filter(**{column: obj.pk})
        yield model, rows.order_by("-history_id")


class PartAdmin(RecordAdmin):
    """A row that is written on another record's page: here it is only read, with its history."""

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
