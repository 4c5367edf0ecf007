"""What motions, people and days are called on paper. What is not known is a line to fill in."""

from congress.models import Body
from motions.models import Handling
from papers.official import BOX, TICKED, blank
from township.models import Level, Term, town_name
from township.numbers import chinese_number
from township.spans import day_in_words


def day(date):
    """2022年3月1日, or a line for each part of the date."""
    return day_in_words(date) if date else f"{blank(2)}年{blank(2)}月{blank(2)}日"


def submitted(motion):
    """The day of submission; 2022年3月＿＿日 of which only the month is known."""
    first, last = motion.submitted_on, motion.submitted_last_on
    if last is None:
        return day(first)
    month = first.month if first.month == last.month else blank(2)
    return f"{first.year}年{month}月{blank(2)}日"


def numbered(motion):
    """第5号"""
    return f"第{motion.number or blank(2)}号"


def text(words, characters=6):
    """`words`, or a line of so many characters."""
    return str(words or "").strip() or blank(characters)


def boxes(choices, chosen):
    """☑满意 □基本满意: one box for each (value, label) of `choices`."""
    return "　".join(f"{TICKED if value == chosen else BOX}{label}" for value, label in choices)


def congress(motion):
    """The people's congress that `motion` went to, by the place's name on that day: 柳塘镇."""
    names = town_name(motion.submitted_on)
    known = {
        Level.TOWN: names.town, Level.COUNTY: names.county, Level.PREFECTURE: names.prefecture
    }  # fmt: skip
    return known.get(motion.level) or motion.level_label


def occasion(motion):
    """Where the numbers of `motion` begin: 柳塘镇第二届人大第三次会议, 柳塘镇人大2022年闭会期间."""
    place = congress(motion)
    if motion.occasion == motion.Occasion.BETWEEN:
        return f"{place}人大{motion.year}年闭会期间"
    meeting = motion.session
    if meeting:
        return f"{place}第{in_words(meeting.term)}届人大第{in_words(meeting)}次会议"
    term = Term.objects.at(motion.level).in_force(motion.submitted_on).first()
    return f"{place}第{in_words(term)}届人大第{blank(2)}次会议"


def in_words(row):
    return chinese_number(row.number) if row else blank(2)


def reference(motion):
    """柳塘镇第二届人大第三次会议第5号建议"""
    return f"{occasion(motion)}{numbered(motion)}{motion.noun}"


def titled(motion):
    """《关于清理桥头村水渠的建议》; what is quoted inside it stands in 〈〉."""
    return f"《{motion.title.strip().replace('《', '〈').replace('》', '〉')}》"


def signers(motion):
    """The names of those who signed with the proposer, in their order; other towns' deputies last."""
    here = [row.person.name for row in motion.signatures.all() if not row.is_awaited]
    return here + motion.signers_elsewhere


def people(motion):
    """领衔代表许桂兰，联名代表单国富、曾玉梅"""
    others = signers(motion)
    return f"领衔代表{motion.proposer}" + (f"，联名代表{'、'.join(others)}" if others else "")


def proposers(motion):
    """The names of who moved what is handled together, each once: 许桂兰、单国富."""
    return "、".join(dict.fromkeys(one.proposer.name for one in motion.together))


def movers(motion):
    """许桂兰、单国富, or from four people on 许桂兰等4名; of a case (并案) each proposer is named."""
    names = [one.proposer.name for one in motion.together]
    names += [name for one in motion.together for name in signers(one)]
    names, first = list(dict.fromkeys(names)), proposers(motion)
    return "、".join(names) if len(names) < 4 else f"{first}等{len(names)}名"


def moved(motion):
    """《…》（领衔代表单国富）"""
    return f"{titled(motion)}（{people(motion)}）"


def merged(motion):
    """《…》（领衔代表单国富）、《…》（…): what was merged into `motion`; "" where nothing was."""
    return "、".join(map(moved, motion.together[1:]))


def merged_into(motion):
    """并入…第5号建议《…》（领衔代表许桂兰）: where it was merged."""
    case = motion.merged_into
    return f"并入{reference(case)}{moved(case)}"


def with_merged(motion):
    """The sentence that names it: 并入本件一并办理的有《…》（领衔代表单国富）。"""
    found = merged(motion)
    return f"并入本件一并办理的有{found}。" if found else ""


def nouns(motions):
    """建议, 议案, or 议案建议 where `motions` are of both."""
    return "".join(sorted({one.noun for one in motions}, reverse=True))


def merged_or_numbered(motion):
    """第5号; of what was merged 并入第5号."""
    return ("并入" if motion.merged_into else "") + numbered(motion.case)


def seat(motion):
    """The delegation and the constituency of the proposer on the day of the motion."""
    person, on = motion.proposer, motion.submitted_on
    posts = person.posts.of_kind(Body.Kind.DELEGATION).in_force(on).select_related("body")
    held = person.mandates.at(motion.level).in_force(on).select_related("constituency")
    known = [post.body.name_on(on) for post in posts]
    known += [str(mandate.constituency) for mandate in held if mandate.constituency]
    return "，".join(known)


def in_charge(motion, role, round):
    """The names of the departments that handle `motion` in `role`, in the round so numbered."""
    rows = [row for row in motion.handlings.all() if row.released_on is None]
    rows = [row for row in rows if (row.role, row.round) == (role, round)]
    return "、".join(row.department.name for row in rows)


def assists(handling):
    return in_charge(handling.motion, Handling.Role.ASSIST, handling.round)


def deadline(handling, doing):
    """Until when `doing` has to be done, and by what: one sentence."""
    due, rule, motion = handling.due_on, handling.rule, handling.motion
    if due is None:
        return f"请于{day(None)}前{doing}。"
    latest = f"最迟{day(due)}"
    if due == handling.extended_to:
        return f"请{doing}，经同意延期，{latest}。"
    start, is_complex = handling.handed_over_on, motion.is_complex
    if rule and rule.due_on(start, is_complex=is_complex) == due:
        length = rule.length(is_complex)
        return f"请自交办之日起{length}内{doing}，{latest}（{rule.article}）。"
    return f"请{doing}，{latest}。"


def handed_down(motion):
    """Who handed it to the town, where it came from above: 东陵县人大交办的."""
    return f"{congress(motion)}人大交办的" if motion.is_handed_down else ""
