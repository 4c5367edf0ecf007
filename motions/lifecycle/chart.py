"""The chart of the life cycle in the handbook, drawn from the table."""

from motions.lifecycle import steps
from motions.models import Motion, Verb

Status = Motion.Status


def chart():
    """The life cycle as a Mermaid state diagram (a str): states in words, verbs on the arrows.

    Verbs that lead nowhere else, and those that bring something back, are left out. A second
    round stays 重新办理 until it is answered, whatever happens to it on the way.
    """
    within_a_round = {(Status.REHANDLING, Status.IN_HAND), (Status.REHANDLING, Status.REFERRED)}
    labels = {}
    for step in steps.STEPS.values():
        targets = [step.target] if step.target else list(step.also)
        for source in step.sources:
            if source == Status.MERGED:
                continue  # what is done to a merged one moves its case
            for target in targets:
                if source == target or step.verb == Verb.REOPEN:
                    continue
                if (source, target) not in within_a_round:
                    labels.setdefault((source, target), []).append(step.label)
    lines = [f"    [*] --> {Status.DRAFT.label}", f"    [*] --> {Status.REGISTERED.label}: 登记"]
    for (source, target), verbs in labels.items():
        lines.append(f"    {source.label} --> {target.label}: {'、'.join(verbs)}")
    lines.append(f"    {Status.CLOSED.label} --> [*]")
    return "\n".join(["stateDiagram-v2", *lines])
