"""The verbs of the life cycle as buttons of the admin."""

from dataclasses import dataclass

from motions import lifecycle
from motions.forms import FORMS
from records.admin.verbs import Button


@dataclass(frozen=True)
class StepButton(Button):
    """A step of motions.lifecycle: its form knows the motion and calls the verb itself."""

    step: lifecycle.Step | None = None

    def open(self, obj, request):
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        return FORMS[self.step.verb](*posted, motion=obj, user=request.user)

    def do(self, obj, request, form):
        event = form.do()
        return f"已办“{self.label}”。{event.note}"


BUTTONS = {
    step.verb: StepButton(
        step.verb.value, step.label, act=None, hint=step.hint, is_rare=step.is_rare, step=step
    )
    for step in lifecycle.STEPS.values()
}


def buttons_for(motion, user):
    """The buttons that are legal for `user` now, in the order of the motion's life."""
    return [BUTTONS[step.verb] for step in lifecycle.legal(motion, user)]
