"""The pages of 开始使用."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.guards import for_roles
from accounts.models import Role
from hemao.start import lists, own_town
from hemao.start.forms import LedgerForm, NamesForm, TermsForm
from hemao.start.guide import GUIDE, guide, is_demo, is_open_to, is_step, set_aside
from hemao.start.steps import STEPS
from hemao.start.way_back import came_back, remember
from records.admin.forms import COLLISION, INCOMPLETE
from records.once import is_first, once_key, was_stored
from township.models import SetAside, TownName
from township.spans import today


@for_roles(Role.STAFF, Role.ADMIN)
def start(request):
    if is_demo():
        return render(request, "hemao/start_demo.html", {"way": own_town.way()})
    came_back(request)
    found = guide(request.user, today())
    return render(request, "hemao/start.html", {"guide": found, "reasons": SetAside.Why.choices})


@for_roles(Role.STAFF, Role.ADMIN)
def step(request, code):
    """Set one step aside, or take that back; the guide itself too. Only a step of one's own."""
    if not is_step(code) or not is_open_to(request.user, code):
        raise Http404
    if request.method == "POST":
        why = request.POST.get("why", "")
        if why and why not in SetAside.Why:
            raise Http404
        set_aside(code, why, by=request.user)
        if code == GUIDE and why:
            messages.success(request, "“开始使用”不再显示在工作台上，要用时在“台账”的“设置”里找。")
            return redirect("home")
    return redirect(f"{reverse('start')}#{code}")


@for_roles(Role.STAFF, Role.ADMIN)
def go(request, code, number):
    """Take the way `number` of the step `code`, and find back from where it leads."""
    ways = STEPS[code].ways if code in STEPS else ()
    if number >= len(ways) or not request.user.holds(ways[number].role):
        raise Http404
    remember(request, code)
    return redirect(ways[number].url)


@for_roles(Role.STAFF)
def names(request):
    if TownName.objects.exists():
        return redirect("admin:township_townname_changelist")
    return answer(request, NamesForm, {"title": "名称和类别", "word": "保存名称"})


@for_roles(Role.STAFF)
def terms(request):
    return answer(request, TermsForm, {"title": "届次", "word": "保存届次"})


@for_roles(Role.STAFF)
def ledger(request):
    return answer(request, LedgerForm, {"title": "台账起始日", "word": "保存起始日"})


@for_roles(Role.STAFF)
def pasted(request, kind):
    form_class = lists.FORMS.get(kind)
    if form_class is None:
        raise Http404
    told = {"title": form_class.title, "word": f"录入{form_class.title}", "is_list": True}
    return answer(request, form_class, told)


def answer(request, form_class, told):
    """A page with one form that stores once, however often it is sent, and leads back to the guide."""
    if request.method == "POST" and was_stored(request):
        messages.info(request, "这张表单已经保存过了，没有重复登记。")
        return redirect("start")
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not form.fields:  # a colleague was faster, with another form
        messages.info(request, "这一步已经办好，没有要填的了。")
        return redirect("start")
    if request.method == "POST" and form.is_valid() and is_stored(request, form):
        return redirect("start")
    told |= {"form": form, "once": once_key(request) or uuid.uuid4()}
    return render(request, "hemao/start_form.html", told)


def is_stored(request, form):
    """Store the rows of `form`, all or none; False where the last look refuses one, said on the form.

    A form without a key may be half of one, and is refused.
    """
    if once_key(request) is None:
        form.add_error(None, INCOMPLETE)
        return False
    try:
        with transaction.atomic():
            if not is_first(request):
                messages.info(request, "这张表单已经保存过了，没有重复登记。")
                return True
            form.store(by=request.user)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    except IntegrityError:  # a colleague has stored the same in this very moment
        form.add_error(None, COLLISION)
        return False
    messages.success(request, form.said())
    return True
