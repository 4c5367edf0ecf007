"""The verbs of the life cycle as buttons of the admin."""

from dataclasses import dataclass

from motions.lifecycle import steps
from records.admin.verbs import Button


@dataclass(frozen=True)
class StepButton(Button):
    """A step of motions.lifecycle: its form knows the motion and calls the verb itself."""

    step: steps.Step | None = None

    def open(self, obj, request):
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        return self.step.ask(obj, request.user, *posted)

    def do(self, obj, request, form):
        event = form.do()
        return f"已办“{self.label}”。{event.note}"


def buttons_for(motion, user):
    """The buttons that are legal for `user` now, in the order of the motion's life."""
    return [
        StepButton(
            step.verb.value, step.label, act=None, hint=step.hint, is_rare=step.is_rare, step=step
        )
        for step in steps.legal(motion, user)
    ]
