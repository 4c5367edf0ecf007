"""New digests for rows that an upgrade rewrote: an edition finds them as it found them before.

A digest cannot be made over values that are gone. So whoever rewrites rows (records.rewrites) has
them looked at first. Those that say what an edition knows of them get a new digest afterwards, in
the Rebase beside the edition; what was corrected before the upgrade stays corrected.
"""

import hashlib
import json

from reports.since import evidence
from reports.since.evidence import RowProof

CORRECTED = ""  # a digest that no row has
DEPENDS = (
    "a migration that rewrites rows has to name the one that made the table for it: "
    'dependencies = [("reports", "0012_first_editions_without_derived_columns")]'
)


def keep(apps, labels):
    """Look at the rows of the models `labels` behind every edition, before they are rewritten.

    Returns finish(apps, renamed), which looks again and stores what is other now; `apps` are those
    of the migration at that time, `renamed` is {label: {column: what it is called now}}.
    """
    known = {edition: as_known(apps, edition, labels) for edition in editions_in(apps)}

    def finish(apps, renamed):
        for edition, proofs in known.items():
            entries = [
                entry
                for label, rows in proofs.items()
                for entry in told_anew(apps, label, rows, renamed.get(label, {}))
            ]
            if entries:
                add(apps, edition, entries)

    return finish


def editions_in(apps):
    """The keys of all editions. Raises LookupError where there is no table to keep anything in."""
    if evidence.model_of("reports.Rebase", apps) is None:
        raise LookupError(DEPENDS)
    return list(apps.get_model("reports.Edition").objects.values_list("pk", flat=True))


def as_known(apps, edition, labels):
    """{label: {pk: RowProof}} of the rows behind `edition` (a key), those that were corrected marked."""
    facts = json.loads(bytes(apps.get_model("reports.Edition").objects.get(pk=edition).content))
    proofs = evidence.proofs_in(facts, entries_of(apps, edition))
    asked = {label: rows for label, rows in proofs.items() if label in labels}
    told = evidence.tellable(asked, apps)
    altered = evidence.altered(told, apps)
    return {
        label: {
            pk: proof._replace(digest=CORRECTED) if (label, pk) in altered else proof
            for pk, proof in rows.items()
        }
        for label, rows in told.items()
    }


def entries_of(apps, edition):
    stored = apps.get_model("reports.Rebase").objects.filter(edition=edition).first()
    return json.loads(bytes(stored.content))["entries"] if stored else []


def told_anew(apps, label, rows, renamed):
    """The entries, one for each list of columns, for those of `rows` whose RowProof is another now."""
    model = evidence.model_of(label, apps)
    if model is None:
        return []  # the table is gone; reports.since.drift says so
    entries = {}
    for pk, proof in proofs_now(model, rows, renamed).items():
        if proof != rows[pk]:
            entries.setdefault(proof.columns, {})[str(pk)] = proof.digest
    return [
        {"model": label, "columns": list(columns), "rows": found}
        for columns, found in entries.items()
    ]


def proofs_now(model, rows, renamed):
    """{pk: RowProof} of `rows` over the columns that `model` has now; corrected ones stay so."""
    columns = {
        pk: columns_left(model, proof.columns, renamed)
        for pk, proof in rows.items()
        # What was corrected can be put right again, as long as its own digest can be made.
        if proof.digest != CORRECTED or not evidence.are_there(proof.columns, model)
    }
    digests = evidence.digests_over(model, columns)
    return {
        pk: RowProof(digests.get(pk, CORRECTED) if rows[pk].digest else CORRECTED, left)
        for pk, left in columns.items()
    }


def columns_left(model, columns, renamed):
    """`columns` by the names they have now, without what is gone or made from others."""
    there = set(evidence.columns_entered(model)) - evidence.derived_by_name(model._meta.label)
    return tuple(sorted({renamed.get(name, name) for name in columns} & there))


def add(apps, edition, entries):
    """Store `entries` after those that earlier upgrades have left for `edition` (a key)."""
    digest = apps.get_model("reports.Edition").objects.get(pk=edition).digest
    facts = {"edition": digest, "entries": entries_of(apps, edition) + entries}
    content = evidence.canonical(facts)
    said = {"content": content, "digest": hashlib.sha256(content).hexdigest()}
    apps.get_model("reports.Rebase").objects.update_or_create(edition_id=edition, defaults=said)
