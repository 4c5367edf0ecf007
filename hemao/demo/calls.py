"""What is called for the coming days: papers of the next presidium meeting, an activity, replies."""

from congress.models import Activity, ActivityPlace, AgendaItem, Participation, Reply
from hemao.demo.build import days

NEXT_ACTIVITY = 9  # days from the day of the load
PAPERS = {
    AgendaItem.Kind.STUDY: (
        "各位成员：\n今年底到明年初，县乡两级人大换届选举同步进行。通知要求做好四件事。\n\n"
        "一、依法划分选区，登记选民，不错登、不重登、不漏登。\n\n"
        "二、推荐代表候选人注意结构，基层一线的工人、农民和专业技术人员要有适当比例。\n\n"
        "三、严肃换届纪律，查处拉票贿选。\n\n"
        "四、本届代表任期届满以前照常履职，联系户照常走访，提出的建议照常办理。"
    ),
    AgendaItem.Kind.SUGGESTIONS: (
        "今年交办的代表建议，多数已经答复。超过期限没有答复的，已分别提醒承办单位；"
        "代表对办理结果不满意的，正在重新办理。清单见会上发的材料。"
    ),
}


def make(build):
    coming = [m for m in build.presidium_meetings if m.starts_on >= build.today]
    for meeting in coming[:1]:
        make_papers(build, meeting)
        members = list(meeting.expected_people())
        answer(build, members, "主席团回执", meeting=meeting)
    people = build.deputies(build.today)[:8]
    answer(build, people, "活动回执", activity=make_activity(build, people))


def make_papers(build, meeting):
    """The full text of what the next meeting hears, on its agenda beforehand."""
    items = list(meeting.agenda_items.filter(kind__in=PAPERS))
    for item in items:
        item.paper = PAPERS[item.kind]
    build.update(items, "paper")


def make_activity(build, people):
    [activity] = build.save(
        [
            Activity(
                kind=Activity.Kind.INSPECTION, title="视察农村饮水安全工程",
                starts_on=build.today + days(NEXT_ACTIVITY), organiser="镇人大主席团",
                content="早上八点半在镇政府集合，看三处集中供水点，下午座谈。请带上群众反映的用水问题。",
            )
        ]
    )  # fmt: skip
    build.save([ActivityPlace(activity=activity, name="杨塘圩", order=1)])
    build.save(Participation(activity=activity, person=person) for person in people)
    return activity


def answer(build, people, name, **event):
    """Half of `people` come, one asks leave and waits for the office; the others are silent."""
    rng = build.rng(name)
    told = rng.sample(people, len(people) // 2 + 1)
    build.save(
        Reply(
            person=person, answer="attend" if number else "leave",
            reason="" if number else "陪护家人住院", replied_at=build.midnight,
            replied_by=person.user or build.by, **event,
        )
        for number, person in enumerate(told)
    )  # fmt: skip
