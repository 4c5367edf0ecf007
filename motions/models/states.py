"""What a motion may be: its kinds, the states of its life, and which of them go together."""

from django.db import models

from township.models import Level
from township.words import said


class MotionKind(models.TextChoices):
    BILL = "bill", "议案"
    SUGGESTION = "suggestion", "建议"
    CRITICISM = "criticism", "批评"
    OPINION = "opinion", "意见"


class Occasion(models.TextChoices):
    SESSION = "session", "大会期间"
    BETWEEN = "between", "闭会期间"


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    REGISTERED = "registered", "已登记"
    ACCEPTED = "accepted", "已受理"
    RETURNED = "returned", "审查退回"
    MERGED = "merged", "已并案"
    REFERRED = "referred", "已交办"
    IN_HAND = "in_hand", "办理中"
    REPLIED = "replied", "已答复"
    REHANDLING = "rehandling", "重新办理"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class ReturnReason(models.TextChoices):
    """安徽省办理人大代表建议、批评和意见的规定：不得作为建议的"""

    PRIVATE = "private", "解决代表本人及亲属问题"
    LETTER = "letter", "代转群众来信"
    ACADEMIC = "academic", "学术探讨、产品推介"
    EMPTY = "empty", "没有具体内容"
    OTHER = "other", "其他不应作为建议提出的"


HANDLED = (
    Status.ACCEPTED, Status.REFERRED, Status.IN_HAND, Status.REPLIED, Status.REHANDLING,
    Status.CLOSED,
)  # fmt: skip
# Before the review: its words may still be changed.
UNREVIEWED = (Status.DRAFT, Status.REGISTERED)
WRITTEN_BY_VERBS = frozenset({"status", "number", "closed_on", "return_reason", "merged_into"})
SUGGESTIONS = (MotionKind.SUGGESTION, MotionKind.CRITICISM, MotionKind.OPINION)


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    MOSTLY = "mostly", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"
    NONE = "none", "未反馈"


class Scope(models.TextChoices):
    """What lists and counts keep apart: whose congress it went to, and what came down from it."""

    TOWN = "town", said("镇级")
    ABOVE = "above", said("市级")
    HANDED_DOWN = "handed_down", said("市里交办")
    BEYOND = "beyond", "设区的市以上"
    BEYOND_DOWN = "beyond_down", "设区的市以上交办"

    @classmethod
    def of(cls, level, is_handed_down):
        """The Scope of what went to, or came down from, the congress of `level` (a Level)."""
        if level == Level.TOWN:
            return cls.TOWN
        own, down = (
            (cls.ABOVE, cls.HANDED_DOWN) if level == Level.COUNTY else (cls.BEYOND, cls.BEYOND_DOWN)
        )
        return down if is_handed_down else own
