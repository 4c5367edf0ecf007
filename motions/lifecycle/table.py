"""The life of a motion: one table, with one row for each verb.

A new verb is its word in `motions.models.Verb`, which is stored with each event, its function
in a module of motions.services that bears the same name, and its row here.
"""

from accounts.models import Role
from motions import forms
from motions.lifecycle import refusals
from motions.lifecycle.steps import Step
from motions.models import Motion, Verb
from motions.services import entry, handling, outcome, review, supervising
from township.words import said

Status = Motion.Status
OPEN = (Status.REFERRED, Status.IN_HAND, Status.REHANDLING)  # a department's clock is running
REVIEW = (Role.LEADER,)
OWN = (Role.DEPUTY,)

DAY = {"on": "日期"}
LIFE = (
    Step(
        Verb.REGISTER, entry.register, forms.RegisterForm,
        (Status.DRAFT,), Status.REGISTERED, OWN, DAY,
        hint=said("交给镇人大，之后等审查。"),
    ),
    Step(
        Verb.AMEND, entry.amend, forms.AmendForm,
        (Status.DRAFT, Status.REGISTERED), roles=OWN, needs=DAY,
        hint="审查以前可以改案由、情况和建议。",
    ),
    Step(
        Verb.INVITE, entry.invite, forms.InviteForm,
        (Status.DRAFT, Status.REGISTERED), roles=OWN,
        needs=DAY | {"people": "请谁附议"},
        hint="受理以前可以请。被请的代表登录确认，或者在纸上签名后由人大办公室登记签名页。", is_aside=True,
    ),
    Step(
        Verb.COSIGN, entry.cosign, forms.StepForm,
        (Status.DRAFT, Status.REGISTERED), roles=OWN, needs=DAY, is_aside=True,
    ),
    Step(
        Verb.SIGN_ON_PAPER, entry.sign_on_paper, forms.SignOnPaperForm,
        (Status.REGISTERED,),
        needs=DAY | {"people": "谁签了名", "file": "签名页"},
        hint="扫描代表亲笔签名的那一页，写明签了名的代表，算作他们的联名。", is_aside=True,
    ),
    Step(
        Verb.ACCEPT, review.accept, forms.AcceptForm,
        (Status.REGISTERED,), Status.ACCEPTED, REVIEW, DAY,
        hint=said("审查通过，编号。市里的填市里给的编号。"), says_no=refusals.too_few_movers,
    ),
    Step(
        Verb.CONVERT, review.convert, forms.ReasonForm,
        (Status.REGISTERED,), None, REVIEW, DAY | {"reason": "理由"},
        hint="不作为议案，按建议、批评和意见处理。", says_no=refusals.no_bill,
    ),
    Step(
        Verb.MERGE, review.merge, forms.MergeForm,
        (Status.REGISTERED,), Status.MERGED, REVIEW, DAY | {"into": "并入哪一件"},
        hint="内容相同的并成一件办理，每件的代表都要答复，分别评价。",
    ),
    Step(
        Verb.TURN_BACK, review.turn_back, forms.TurnBackForm,
        (Status.REGISTERED,), Status.RETURNED, REVIEW, DAY | {"reason": "退回原因"},
        hint="不应作为建议提出的，写明原因退回。",
    ),
    Step(
        Verb.REFER, handling.refer, forms.ReferForm,
        (Status.ACCEPTED,), Status.REFERRED,
        needs=DAY | {"lead": "主办单位"}, hint="从交办这天起算办理期限。",
    ),
    Step(
        Verb.SIGN_FOR, handling.sign_for, forms.SignForForm,
        OPEN, Status.IN_HAND, needs=DAY, hint="承办单位收到了。",
        says_no=refusals.nobody_to_sign, in_order=False,
    ),
    Step(
        Verb.CONSULT, handling.consult, forms.ConsultForm,
        (*OPEN, Status.REPLIED), needs=DAY | {"way": "沟通方式"},
        hint="承办单位和代表沟通。上门走访和座谈算面商，电话和其他方式另外计。", in_order=False,
    ),
    Step(
        Verb.REPLY, outcome.reply, forms.ReplyForm,
        OPEN, Status.REPLIED,
        needs=DAY | {"result_class": "结果类别", "reply": "答复内容"},
        hint="答复正式交给代表。答复不等于办结。", says_no=refusals.contested,
    ),
    Step(
        Verb.RATE, outcome.rate, forms.RateForm,
        (Status.REPLIED, Status.MERGED), None, OWN,
        DAY | {"handling": "对办理工作", "result": "对办理结果"},
        hint="办理工作和办理结果分别评价；对结果不满意的，自动转入重新办理。并案的由各自的代表分别评价。",
        says_no=refusals.rated_already, also=(Status.REHANDLING,),
    ),
    Step(
        Verb.CLOSE, outcome.close, forms.CloseForm,
        (Status.REPLIED,), Status.CLOSED, needs=DAY,
        hint="答复并评价以后办结。承诺没兑现的，办结后继续跟踪。", says_no=refusals.unrated,
    ),
    Step(
        Verb.FULFIL, outcome.fulfil, forms.StepForm,
        (Status.REPLIED, Status.REHANDLING, Status.CLOSED), needs=DAY,
        hint="答应的事办成了，算作解决。", says_no=refusals.nothing_tracked, in_order=False,
    ),
    Step(
        Verb.SUPERVISE, supervising.supervise, forms.SuperviseForm,
        (*OPEN, Status.REPLIED, Status.CLOSED), roles=REVIEW,
        needs=DAY | {"rung": "方式"}, hint="提醒、催办、主席团督办、询问、向大会报告。",
        says_no=refusals.nothing_to_supervise, in_order=False,
    ),
    Step(
        Verb.ADD_ASSIST, handling.add_assist, forms.AddAssistForm,
        OPEN, needs=DAY | {"department": "协办单位"}, is_rare=True,
        says_no=refusals.no_open_lead,
    ),
    Step(
        Verb.CONTEST, handling.contest, forms.ReasonForm,
        OPEN, needs=DAY | {"reason": "理由"}, is_rare=True,
        hint="主办单位认为不属于自己的职责。", says_no=refusals.contested,
    ),
    Step(
        Verb.UPHOLD, handling.uphold, forms.ReasonForm,
        OPEN, needs=DAY | {"reason": "理由"}, is_rare=True, says_no=refusals.uncontested,
    ),
    Step(
        Verb.REASSIGN, handling.reassign, forms.ReassignForm,
        OPEN, Status.REFERRED,
        needs=DAY | {"lead": "新的主办单位", "reason": "理由"}, is_rare=True,
        hint="换一个主办单位，办理期限从调整这天重新起算。", says_no=refusals.no_open_lead,
    ),
    Step(
        Verb.EXTEND, handling.extend, forms.ExtendForm,
        OPEN, needs=DAY | {"until": "延期至", "reason": "理由"}, is_rare=True,
        hint="在原来的期限以后，并写明理由。", says_no=refusals.no_open_lead,
    ),
    Step(
        Verb.GIVE_OPINION, handling.give_opinion, forms.GiveOpinionForm,
        (*OPEN, Status.REPLIED), needs=DAY | {"opinion": "协办意见"}, is_rare=True,
        says_no=refusals.no_open_assist, in_order=False,
    ),
    Step(
        Verb.DRAFT_REPLY, outcome.draft_reply, forms.DraftReplyForm,
        OPEN, needs=DAY | {"reply": "答复内容"}, is_rare=True,
        hint="先存着，没有正式答复以前只有办公室看得到。", says_no=refusals.contested,
    ),
    Step(
        Verb.REHANDLE, outcome.rehandle, forms.RehandleForm,
        (Status.REPLIED,), Status.REHANDLING, needs=DAY | {"reason": "理由"},
        is_rare=True, hint="再办一次，重新起算期限，前一次的答复仍然看得到。",
    ),
    Step(
        Verb.EXPLAIN, outcome.explain, forms.ExplainForm,
        (Status.REPLIED, Status.REHANDLING, Status.CLOSED),
        needs=DAY | {"explanation": "说明"}, is_rare=True,
        hint="解决不了的，向代表作了说明，不再跟踪。", says_no=refusals.nothing_tracked, in_order=False,
    ),
    Step(
        Verb.WITHDRAW, outcome.withdraw, forms.ReasonForm,
        (Status.DRAFT, Status.REGISTERED, Status.ACCEPTED, Status.REFERRED, Status.IN_HAND),
        Status.WITHDRAWN, OWN, DAY | {"reason": "理由"}, is_rare=True,
        hint="领衔代表书面提出撤回，办理终止；并入本件的恢复单独办理，重新审查。",
    ),
    Step(
        Verb.REOPEN, outcome.reopen, forms.ReasonForm,
        (Status.CLOSED, Status.RETURNED, Status.MERGED, Status.WITHDRAWN),
        needs=DAY | {"reason": "理由"}, is_rare=True,
        hint="登记错了，或者有了新情况；已并案的恢复单独办理，重新审查。",
        says_no=refusals.rated_as_merged,
        also=(Status.REPLIED, Status.REGISTERED, Status.ACCEPTED),
    ),
    Step(  # of one handling instead of the motion: a page lists those that a changed rule moves
        Verb.RECOMPUTE, handling.recompute, None,
        Motion.HANDLED, needs=DAY,
    ),
)  # fmt: skip
