"""The same history as it was known on a day: what is dated later has not been done."""

from types import SimpleNamespace

from tests.reports.recount.history import History

# The tables whose rows came on the day in this column.
CAME_ON = {
    "motions": "submitted_on", "opinions": "heard_on", "polls": "held_on",
    "activities": "starts_on", "honours": "awarded_on", "handlings": "handed_over_on", "events": "happened_on",
}  # fmt: skip
# Nothing that figures of a day tell of comes out of these.
LEFT_OUT = {
    "posts", "assignments", "visits", "sittings", "attendances", "resolutions",
    "elections", "allowances", "projects", "places", "inspections",
    "research_reports", "acts",
}  # fmt: skip
OF_HOUSEHOLDS = ("assign", "hand_over", "release", "visit")


def cut(history, on):
    """`history` (a History) up to the end of the day `on`; a new one.

    Terms and meetings are announced before they come, and stay: other rows speak of them.
    """
    short = History()
    short.crowd, short.ways = history.crowd, history.ways
    short.deeds = [deed for deed in history.deeds if is_done(deed, on)]
    short.steps = [step for step in history.steps if "motion" in step[1] and step[1]["on"] <= on]
    for table, rows in history.tables.items():
        if table not in LEFT_OUT:
            stay = {key: as_known(table, row, on) for key, row in rows.items()}
            short.tables[table] = {key: row for key, row in stay.items() if row}
    drop_what_belongs_to_none(short)
    return short


def is_done(deed, on):
    day, verb, _ = deed
    return verb == "next_term" or (day <= on and verb not in OF_HOUSEHOLDS)


def as_known(table, row, on):
    """`row` as it was known on the day; None where it had not come."""
    came = came_on(table, row)
    if came and came > on:
        return None
    known = SimpleNamespace(**vars(row))
    if table == "motions" and row.is_key and row.key_on > on:
        known.is_key, known.key_on = False, None
    if table == "motions" and row.merged_into_id:
        known.merged_into_id = None  # the verb that merges it says so again, if it was by then
    for column in ("rectified_on", "decision_done_on"):
        if getattr(row, column, None) and getattr(row, column) > on:
            setattr(known, column, None)
    return known


def came_on(table, row):
    if table == "signatures":
        return row.signed_on
    if table == "ratings":
        return min(filter(None, (row.silent_on, row.rated_on)))
    return getattr(row, CAME_ON[table]) if table in CAME_ON else None


def drop_what_belongs_to_none(short):
    """Rows of what had not come; and mandates that no deed began."""
    tables = short.tables
    owners = {
        "signatures": "motions", "handlings": "motions", "events": "motions", "ratings": "motions",
        "findings": "activities", "participations": "activities", "candidacies": "polls",
    }  # fmt: skip
    for table, owner in owners.items():
        column = {"activities": "activity_id"}.get(owner, f"{owner[:-1]}_id")
        rows = tables[table].items()
        tables[table] = {key: row for key, row in rows if getattr(row, column) in tables[owner]}
    begun = begun_mandates(short)
    tables["mandates"] = {key: row for key, row in tables["mandates"].items() if key in begun}
    for row in tables["candidacies"].values():
        row.mandate_id = row.mandate_id if row.mandate_id in begun else None


def begun_mandates(short):
    """The keys of those that a deed begins, or a poll that is declared; and the crowd's."""
    began = {told["mandate"] for _, verb, told in short.deeds if verb == "begin_mandate"}
    declared = {told["poll"] for _, verb, told in short.deeds if verb == "declare_poll"}
    elected = {
        row.mandate_id
        for row in short.tables["candidacies"].values()
        if row.poll_id in declared
    }  # fmt: skip
    crowd = {
        row.id for row in short.tables["mandates"].values() if row.person_id in short.crowd
    }  # fmt: skip
    return began | elected | crowd
