"""Coming in: a motion is written, signed and handed to the office."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from motions.models import Motion, MotionScan, Signature, Verb
from motions.services.doing import begin, write
from representatives import opinions
from representatives.models import Opinion
from township.models import Level
from township.spans import today
from township.words import say

Status = Motion.Status
TITLE_WORDS = 40  # of what was said, in the title of a suggestion made of it
AMENDABLE = frozenset({"title", "topic", "grounds", "proposal", "is_public"})
SIGNED_WORDS = frozenset({"kind", "title", "grounds", "proposal"})  # what one puts a name to


@transaction.atomic
def enter(motion, *, by, signers=(), is_draft=False):
    """Store the new `motion` (unsaved) as 草稿 or 已登记, with `signers` (Persons) on paper.

    What somebody else than the proposer enters is marked 代填. Returns the event.
    """
    motion.entered_by = by
    motion.is_on_behalf = motion.proposer.user_id != by.pk
    motion.status = Status.DRAFT if is_draft else Status.REGISTERED
    if not may_draft(motion, by):
        raise ValidationError("代表只能登记自己领衔的；别人领衔的，交人大办公室登记。")
    is_rough = motion.submitted_last_on is not None
    event = write(
        motion, Verb.AMEND if is_draft else Verb.REGISTER, by=by, on=motion.submitted_on,
        is_day_unknown=is_rough,
    )  # fmt: skip
    signed_on = None if is_rough else motion.submitted_on
    for person in signers:
        row = Signature(motion=motion, person=person, signed_on=signed_on)
        row._history_user = by
        row.full_clean()
        row.save()
    return event


@transaction.atomic
def motion_from_opinion(opinion, *, by, on, proposer=None):
    """作为代表建议提出: register a suggestion that says what people said, both linked.

    `proposer` is the deputy who heard it, where no other is named. Returns the event.
    """
    Opinion.objects.select_for_update().get(pk=opinion.pk)
    motion = opinion.motions.first()
    if motion:
        number = str(motion) if motion.status != Status.DRAFT else "代表正在写"
        raise ValidationError(f"已经作为代表建议提出（{number}），请在那一件上接着办。")
    motion = Motion(
        proposer=proposer or hearer_of(opinion, on), submitted_on=on, topic=opinion.topic,
        title=title_of(opinion.text), grounds=opinion.text, opinion=opinion,
    )  # fmt: skip
    opinions.note_motion(opinion, by=by, on=on)
    return enter(motion, by=by)


def hearer_of(opinion, on):
    """The deputy of the town who heard it; raises where it was nobody, or no deputy on that day."""
    who = opinion.heard_by
    if who and who.mandates.at(Level.TOWN).in_force(on).exists():
        return who
    reason = f"听取人{who}在{on}不是{say('镇代表')}" if who else "没有写听取人"
    raise ValidationError({"proposer": f"{reason}，请选一名{say('镇代表')}领衔。"})


def title_of(text):
    """A title out of the first words of what was said; the deputy may put it better."""
    words = re.split(r"[，。；！？,.;!?\s]", text.strip(), maxsplit=1)[0]
    return f"关于群众反映“{words[:TITLE_WORDS]}”问题的建议"


def may_draft(motion, user):
    return user.is_office or motion.proposer.user_id == user.pk


@transaction.atomic
def register(motion, *, by, on):
    """A draft is handed to the office."""
    act = begin(motion, Verb.REGISTER, by=by, on=on)
    motion.submitted_on, motion.year = on, on.year
    motion.key_on = motion.key_on and max(motion.key_on, on)
    return act.done(to=Status.REGISTERED)


@transaction.atomic
def store_amended(motion, changed, *, by, on=None):
    """Keep what was typed on the page of a motion not yet reviewed; `changed` names the fields.

    Without `on` it was changed today. Who signed other words is asked anew.
    """
    if not motion.is_unreviewed:
        raise ValidationError("审查以后不再改案由和内容。")
    names = [str(motion._meta.get_field(name).verbose_name) for name in changed]
    note = f"改了{'、'.join(names)}" if names else ""
    if SIGNED_WORDS.intersection(changed):
        rows = ask_anew(motion, by)
        note += f"；重新请附议：{'、'.join(map(str, rows))}" if rows else ""
    return write(motion, Verb.AMEND, by=by, on=on or today(), note=note)


@transaction.atomic
def amend(motion, *, by, on, **changes):
    """Change the words of a motion before it is reviewed; `changes` of AMENDABLE fields."""
    begin(motion, Verb.AMEND, by=by, on=on)
    known = AMENDABLE & changes.keys()
    changed = [name for name in sorted(known) if getattr(motion, name) != changes[name]]
    for name in known:
        setattr(motion, name, changes[name])
    return store_amended(motion, changed, by=by, on=on)


def bound_by_words(motion, user):
    """The signatures that fall when `user` changes the words of `motion` (a queryset).

    One signs these words and no others (联名的是议案本身). Only what the office copies
    from the signed paper itself leaves the names on that paper standing.
    """
    rows = motion.signatures.given().select_related("person")
    return rows.filter(way=Signature.Way.LOGIN) if user.is_office else rows


def ask_anew(motion, by):
    """Turn the signatures under other words into requests to sign these; returns them."""
    rows = list(bound_by_words(motion, by))
    for row in rows:
        row.way, row.signed_on = Signature.Way.LOGIN, None
        row.scan = row.confirmed_by = None
        row._history_user = by
        row.save()
    return rows


@transaction.atomic
def ask_to_sign(motion, people, *, by):
    """Ask other deputies to sign by login; each confirms with `cosign`. Returns the signatures."""
    if not motion.is_unreviewed or not may_draft(motion, by):
        raise ValidationError("审查以后不再加联名代表。")
    rows = []
    listed = set(motion.signatures.values_list("person", flat=True))
    for person in people:
        if person.pk in listed:
            raise ValidationError({"people": f"{person}已在联名名单中，不用再请。"})
        row = Signature(motion=motion, person=person, way=Signature.Way.LOGIN)
        row._history_user = by
        row.full_clean()
        row.save()
        rows.append(row)
    return rows


@transaction.atomic
def invite(motion, *, by, on, people):
    """Ask more deputies (`people`) to sign a motion that is stored and not yet reviewed."""
    act = begin(motion, Verb.INVITE, by=by, on=on, people=people or None)
    rows = ask_to_sign(motion, people, by=by)
    return act.done(note="、".join(map(str, rows)))


@transaction.atomic
def sign_on_paper(motion, *, by, on, people, file):
    """The scanned page `file` with the hands of `people` counts as their signatures.

    `by` has looked at it. Who confirmed by login already needs no paper.
    """
    act = begin(motion, Verb.SIGN_ON_PAPER, by=by, on=on, people=people or None, file=file)
    scan = act.keep(MotionScan(motion=motion, kind=MotionScan.Kind.SIGNATURES, file=file))
    known = {row.person_id: row for row in motion.signatures.all()}
    for person in people:
        row = known.get(person.pk) or Signature(motion=motion, person=person)
        if row.pk and row.way == Signature.Way.LOGIN and row.signed_on:
            raise ValidationError({"people": f"{person}已经登录确认，不用再登记。"})
        row.way, row.signed_on = Signature.Way.PAPER, on
        row.scan, row.confirmed_by = scan, by
        act.keep(row)
    return act.done(note="、".join(map(str, people)))


@transaction.atomic
def cosign(motion, *, by, on):
    """A deputy who was asked confirms the signature (附议)."""
    act = begin(motion, Verb.COSIGN, by=by, on=on)
    row = motion.signatures.get(person__user=by, signed_on=None)
    row.signed_on = on
    act.keep(row)
    return act.done(note=row.person.name)
