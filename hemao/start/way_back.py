"""The way back to 开始使用: who came to a form of the ledger from a step finds a line above it.

The step is kept in the session, not in the address: the admin asks its addresses for nothing but what
they offer, and a form that is sent, refused and sent again would lose it.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hemao.start.steps import STEPS
from township.words import say

KEPT_UNDER = "start-step"


@dataclass(frozen=True)
class WayBack:
    """The line: of which step, and where it stands in the guide."""

    title: str
    url: str


def remember(request, code):
    """Keep that whoever asks is about to take the step `code` of STEPS."""
    request.session[KEPT_UNDER] = code


def came_back(request):
    """They are back, or on the workbench, which leads to the guide by itself."""
    if KEPT_UNDER in request.session:
        del request.session[KEPT_UNDER]


def way_back(request):
    """Context processor: the WayBack above a page, or None; the pages of the guide have their own."""
    return {"way_back": SimpleLazyObject(lambda: above(request))}


def above(request):
    match = request.resolver_match
    if match is None or (match.view_name or "").startswith("start"):
        return None
    step = STEPS.get(request.session.get(KEPT_UNDER))
    return WayBack(say(step.title), f"{reverse('start')}#{step.code}") if step else None
