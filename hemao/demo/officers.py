"""The elections of officers in sessions, confirmed by the office's own verb."""

from congress import services
from congress.models import Candidacy, Election, Post
from hemao.demo import data
from hemao.demo.chamber import turnout


def make(build):
    sessions = {(s.term.number, s.number): s for s in build.sessions}
    for row in data.toml("elections")["officers"]:
        meeting = sessions.get(tuple(row["session"]))
        if meeting is not None:
            leave_office(build, row, meeting)
            elect(build, row, meeting)


def leave_office(build, row, meeting):
    """End the posts of those who go, on the day they left or on the day of the election."""
    day = row.get("left_on") or meeting.last_on or meeting.starts_on
    people = [build.cast[code] for code in row.get("leaving", [])]
    body = build.bodies[row["body"]]
    for post in Post.objects.filter(person__in=people, body=body, ended_on=None).order_by("pk"):
        post.ended_on = day
        post._history_user = build.by
        post.save()


def elect(build, row, meeting):
    rng = build.rng("officers", *row["session"], row["role"])
    issued = turnout(build, meeting)
    valid = issued - rng.randint(0, 1)
    (election,) = build.save(
        [
            Election(
                meeting=meeting, body=build.bodies[row["body"]], role=row["role"],
                seats=len(row["elected"]), ballots_issued=issued, ballots_returned=issued,
                ballots_valid=valid, ballots_invalid=issued - valid,
            )
        ]
    )  # fmt: skip
    losers = row.get("losers", [])
    # A ballot names no more people than seats (选举法第四十四条): the votes of those who were
    # not elected are missing with the last of the elected.
    lost = [2 * len(losers) if code == row["elected"][-1] else 0 for code in row["elected"]]
    build.save(
        Candidacy(
            election=election, person=build.cast[code], is_elected=True,
            **votes(valid, less + rng.randint(0, 1), rng.randint(0, 1)),
        )
        for code, less in zip(row["elected"], lost, strict=True)
    )  # fmt: skip
    build.save(
        Candidacy(
            election=election, person=build.cast[code], votes_for=2,
            nominated_by=Candidacy.NominatedBy.DEPUTIES, votes_against=valid - 5, abstained=3,
        )
        for code in losers
    )  # fmt: skip
    services.declare_officers(election, by=build.by)


def votes(valid, against, abstained):
    return {
        "votes_for": valid - against - abstained,
        "votes_against": against,
        "abstained": abstained,
    }
