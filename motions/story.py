"""One motion in words, as its page tells it, as far as the reader may know."""

from dataclasses import dataclass

from django.urls import reverse

from motions.cards import Badge, CardLine, MotionCard, late_badge
from motions.documents import documents_for
from motions.lateness import BADGES, lateness_of
from motions.lifecycle.steps import legal
from motions.models import Motion, SupervisionAct, Verb
from motions.tracks import Tracks
from records.sources import day_with_source
from representatives.models import Opinion
from township import rulebook
from township.numbers import due_in
from township.words import said, say

Status = Motion.Status
WAITING = {
    Status.DRAFT: said("还没有交给镇人大。"),
    Status.REGISTERED: said("等镇人大审查。"),
    Status.ACCEPTED: "已受理，等交办。",
    Status.WITHDRAWN: "领衔代表撤回，不再办理。",
}
# The one button that stands out is the first of these that is legal.
FIRST = (
    Verb.COSIGN, Verb.REGISTER, Verb.ACCEPT, Verb.REFER, Verb.SIGN_FOR, Verb.REPLY, Verb.RATE,
    Verb.CLOSE,
)  # fmt: skip


def label_of(step, user):
    """What the button of `step` says to `user`: 登记 is the office's word."""
    is_own = step.verb == Verb.REGISTER and not user.is_office
    return say("交给镇人大") if is_own else step.label


@dataclass
class Answer:
    """What a department wrote in one round; a draft is shown to the office alone."""

    title: str
    facts: list
    text: str
    is_draft: bool = False


@dataclass
class Deadline:
    who: str
    because: str
    outcome: str
    state: str = ""
    remark: str = ""  # where the day may still move


class Story:
    """One motion as far as `user` may read it, on `day`. `town` (a Town) says what is late.

    Wants handlings, ratings and signatures prefetched, with what their names are made of.
    """

    def __init__(self, motion, user, day, town):
        self.motion, self.user, self.day, self.town = motion, user, day, town
        self.tracks = Tracks(motion)
        self.case = self.tracks.case  # of what was merged that tells how it is handled

    # The head.

    @property
    def facts(self):
        motion = self.motion
        kind = motion.get_kind_display() + ("（由议案转）" if motion.is_converted else "")
        words = [motion.scope_label, kind, str(motion.topic), self.movers]
        words += [self.occasion, f"{motion.submitted_words} 提出"]
        if motion.opinion:
            words.append(f"来自{motion.opinion.get_source_display()}")
        if motion.key_on:
            words.append(f"{day_with_source(motion.key_on, motion.key_on_from)} 列为重点督办")
        return words

    @property
    def movers(self):
        return self.movers_of(self.motion)

    def movers_of(self, motion):
        names = [self.signer(row) for row in motion.signatures.all()] + motion.signers_elsewhere
        return f"领衔 {motion.proposer}" + (f"，联名 {'、'.join(names)}" if names else "")

    def signer(self, row):
        return f"{row.person}（待附议）" if row.is_awaited else str(row.person)

    @property
    def occasion(self):
        if self.motion.session:
            return f"{self.motion.session.short_title}期间"
        return self.motion.get_occasion_display()

    @property
    def marks(self):
        """What is marked on this one, as badges."""
        known = [
            (self.motion.is_key, Badge("重点督办", "due")),
            (self.motion.is_on_behalf, Badge("代填")),
            (not self.motion.is_public, Badge("不公开")),
        ]
        return [badge for holds, badge in known if holds]

    # The three tracks.

    @property
    def cards(self):
        """Before the hand-over there is nothing to answer, and nothing to rate."""
        if self.tracks.lead is None:
            return [self.handling_card()]
        return [self.handling_card(), self.answer_card(), self.rating_card()]

    def late(self, row):
        word = lateness_of(row.due_on, row.replied_on, self.day, self.town)
        return late_badge(word, row.due_on, self.day)

    def handling_card(self):
        motion, lead = self.case, self.tracks.lead
        if lead is None:
            state = self.motion.get_status_display()
            return MotionCard("办理", state, lines=[CardLine(self.waiting())])
        is_over = motion.status in (Status.CLOSED, Status.WITHDRAWN)
        card = MotionCard(
            "办理", motion.get_status_display() if is_over else lead.state, self.late(lead)
        )
        if self.motion.merged_into:
            card.lines.append(CardLine(f"并入{motion}，一并办理"))
        if lead.round > 1:
            card.lines.append(CardLine(f"第{lead.round}次办理"))
        card.lines.append(CardLine(f"主办 {lead.department}" + self.handler(lead)))
        if lead.is_handover_day_unknown:
            card.lines.append(CardLine(f"交办{lead.handover_words}"))
        card.lines += [
            CardLine(f"协办 {row.department}，{row.state}", self.late(row) if row.is_open else None)
            for row in self.tracks.assists
        ]
        if lead.consulted_on:
            card.lines.append(
                CardLine(f"{lead.consulted_on} 沟通，{lead.get_consulted_by_display()}")
            )
        if motion.closed_on:
            card.lines.append(CardLine(f"{motion.closed_words} 办结"))
        return card

    def handler(self, row):
        return f"，承办人 {row.handler}" if row.handler else ""

    def waiting(self):
        motion = self.motion
        if motion.status == Status.RETURNED:
            return f"退回原因：{motion.get_return_reason_display()}。"
        if motion.status == Status.MERGED:
            return f"并入{self.case}，一并办理。{WAITING.get(self.case.status, '')}"
        return WAITING.get(motion.status, "")

    def answer_card(self):
        row, open_lead = self.tracks.answer, self.tracks.open_lead
        if row is None:
            lines = [CardLine(self.until(open_lead))] if open_lead else []
            if open_lead and open_lead.is_draft and self.user.is_office:
                lines.append(CardLine("已拟好，还没有正式答复", Badge("未正式答复", "due")))
            return MotionCard("答复", "还没有答复", lines=lines)
        lines = [CardLine(row.result_class.name)]
        if row.promise:
            lines.append(CardLine(f"承诺：{row.promise}"))
        if row.explanation:
            lines.append(CardLine(f"说明：{row.explanation}"))
        if open_lead:
            lines.append(CardLine(f"第{open_lead.round}次办理还没有答复，{self.until(open_lead)}"))
        else:
            lines.append(CardLine(f"{row.reply_words} 答复"))
        return MotionCard("答复", str(row.result_class), self.promise(row), lines)

    def until(self, row):
        return f"期限 {row.due_on}" if row.due_on else row.due_words

    def promise(self, row):
        """The badge of what was promised or refused: kept and explained are at rest."""
        if not row.tracking:
            return None
        if row.promise_done_on or row.explained_on:
            return Badge(row.tracking, "ok")
        is_late = row.promise_due_on and row.promise_due_on < self.day
        return Badge(row.tracking, "late" if is_late else "due")

    def rating_card(self):
        tracks, rating = self.tracks, self.tracks.rating
        earlier = [
            CardLine(f"第{number}次：{self.verdict(row)}")
            for number, row in sorted(tracks.ratings.items())
            if number != tracks.round
        ]
        if rating is None:
            headline, hint = self.unrated()
            return MotionCard("评价", headline, lines=[CardLine(hint), *earlier])
        lines = [CardLine(f"对办理工作：{rating.get_handling_display()}")]
        lines.append(CardLine(f"对办理结果：{rating.get_result_display()}"))
        if rating.reason:
            lines.append(CardLine(f"意见：{rating.reason}"))
        if rating.silent_on:
            since = day_with_source(rating.silent_on, rating.silent_on_from)
            lines.append(CardLine(f"{since} 记为未反馈"))
        if rating.rated_on:
            how = "，代填" if rating.is_on_behalf else ""
            lines.append(CardLine(f"{rating.rated_words} 反馈{how}"))
        return MotionCard("评价", rating.get_result_display(), lines=[*lines, *earlier])

    def unrated(self):
        if self.case.status == Status.REPLIED:
            who = "您" if self.motion.proposer.user_id == self.user.pk else "领衔代表"
            return "待评价", f"请{who}分别评价办理工作和办理结果。"
        if self.case.status == Status.REHANDLING:
            return "正在重新办理", "答复以后再评价。"
        return "还没有评价", "答复以后由领衔代表评价。"

    def verdict(self, row):
        words = f"办理工作{row.get_handling_display()}，办理结果{row.get_result_display()}"
        return f"{words}（{row.reason}）" if row.reason else words

    # What was written.

    @property
    def answers(self):
        """The answers of all rounds, the last first; assisting opinions for office and leadership."""
        rows = [row for row in self.tracks.handlings if row.reply and self.may_read(row)]
        rows.sort(key=lambda row: (-row.round, row.role != row.Role.LEAD, row.pk))
        return [self.answer(row) for row in rows]

    def may_read(self, row):
        if row.replied_on is None:
            return self.user.is_office
        return row.role == row.Role.LEAD or self.user.reads_everything_public

    def answer(self, row):
        is_lead = row.role == row.Role.LEAD
        title = "答复内容" if is_lead else "协办意见"
        if is_lead and len(self.tracks.leads) > 1:
            title = f"第{row.round}次答复"
        if row.reply_number:
            title += f"（{row.reply_number}）"
        facts = [str(row.department)]
        if row.result_class:
            facts.append(f"{row.result_class}，{row.result_class.name}")
        if row.signer:
            facts.append(f"签发 {row.signer}")
        if row.replied_on:
            facts.append(f"答复{row.reply_words}" if row.is_reply_day_unknown else row.reply_words)
        return Answer(title, facts, row.reply, is_draft=row.replied_on is None)

    @property
    def deadlines(self):
        """How each due day was computed, and how many days it was kept or missed by."""
        rows = [row for row in self.tracks.handlings if row.due_because]
        rows.sort(key=lambda row: (row.round, row.role != row.Role.LEAD, row.pk))
        remarks = rulebook.DueRemarks()
        return [self.deadline(row, remarks.of(row)) for row in rows]

    def deadline(self, row, remark):
        who = f"{row.get_role_display()} {row.department}"
        if row.round > 1:
            who += f"（第{row.round}次办理）"
        state = BADGES.get(lateness_of(row.due_on, row.replied_on, self.day, self.town), "")
        return Deadline(who, row.why_due, self.outcome(row), state, remark)

    def outcome(self, row):
        if row.replied_on:
            done = "答复" if row.role == row.Role.LEAD else "提意见"
            spare = (row.due_on - row.replied_on).days
            kept = (
                f"提前{spare}天" if spare > 0 else "期限当天" if spare == 0 else f"超期{-spare}天"
            )
            return f"实际{done} {row.replied_on}，{kept}。"
        spare = (row.due_on - self.day).days
        return f"还没有答复，{due_in(spare) if spare >= 0 else f'已超期{-spare}天'}。"

    @property
    def events(self):
        """What happened, the last first. A draft reply is the office's own business."""
        rows = self.motion.events.select_related("by").order_by("-happened_on", "-pk")
        return rows if self.user.is_office else rows.exclude(verb=Verb.DRAFT_REPLY)

    # What was done about it, and where it was taken.

    @property
    def acts(self):
        rows = SupervisionAct.objects.visible_to(self.user).filter(motion=self.motion)
        return rows.select_related("person", "department")

    @property
    def tablings(self):
        if not self.user.reads_everything_public:
            return []
        return self.motion.tablings.select_related("agenda_item__meeting__term")

    @property
    def twins(self):
        """What was merged into this one, each as (words, address, who moved it, how they rated it)."""
        rows = self.motion.together[1:]
        shown = self.readable(rows) if rows else ()
        return [
            (str(row), row.get_absolute_url() if row.pk in shown else "", self.movers_of(row),
             self.said_of(row))
            for row in rows
        ]  # fmt: skip

    def said_of(self, row):
        """How the deputy of a merged one rated the last round that was; "" before there is an answer."""
        if self.tracks.answer is None:
            return ""
        rating = max(row.ratings.all(), key=lambda rating: rating.round, default=None)
        if rating is None:
            return "还没有评价"
        when = f"第{rating.round}次办理后" if rating.round < self.tracks.round else ""
        return f"{when}对结果{rating.get_result_display()}"

    @property
    def host(self):
        """What this one was merged into as (words, address, who moved it), or None; no address where
        it may not be read.
        """
        host = self.motion.merged_into
        if host is None:
            return None
        url = host.get_absolute_url() if host.pk in self.readable([host]) else ""
        return str(host), url, self.movers_of(host)

    def readable(self, motions):
        """The keys of those of `motions` whose page the reader may open."""
        rows = Motion.objects.visible_to(self.user).filter(pk__in=[one.pk for one in motions])
        return set(rows.values_list("pk", flat=True))

    def opinion(self):
        """The opinion that it came from, with its household, for those who may see that; else None."""
        if self.motion.opinion_id is None:
            return None
        rows = Opinion.objects.visible_to(self.user).filter(pk=self.motion.opinion_id)
        return rows.select_related("household__village").first()

    # On paper.

    @property
    def documents(self):
        return documents_for(self.motion, self.user, self.tracks)

    @property
    def scans(self):
        return self.motion.scans.visible_to(self.user)

    # What can be done now.

    def buttons(self):
        """The legal steps as (label, address): the one that stands out, the others, the rare."""
        steps = legal(self.motion, self.user, self.tracks)
        verbs = [step.verb for step in steps]
        first = next((verb for verb in FIRST if verb in verbs), None)
        return {
            "first": [self.button(step) for step in steps if step.verb == first],
            "others": [self.button(s) for s in steps if s.verb != first and not s.is_rare],
            "rare": [self.button(s) for s in steps if s.verb != first and s.is_rare],
        }

    def button(self, step):
        page = "admin:motions_motion_verb" if self.user.is_office else "motion-do"
        return label_of(step, self.user), reverse(page, args=[self.motion.pk, step.verb.value])
