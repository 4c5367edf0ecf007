"""Which archives stay: the newest of 7 days, of 4 weeks and of 12 months.

Days, weeks (from Monday) and months count where there is an archive of them, so that a machine that
stood still for a year loses nothing by it. Of the last day all stay, so that who backs up in the
afternoon still has the morning. What somebody gave a name stays until somebody removes it.
"""

from hemao.backup import archive, folder, store
from hemao.backup.words import Refusal

DAYS, WEEKS, MONTHS = 7, 4, 12
SPANS = (
    (DAYS, lambda at: at.date()),
    (WEEKS, lambda at: at.isocalendar()[:2]),
    (MONTHS, lambda at: (at.year, at.month)),
)


def superseded(found):
    """Of the archives `found` those that no rule keeps, the oldest first."""
    by_rule = sorted((each for each in found if not each.name), key=lambda each: each.made_at)
    kept = {each.path for count, span in SPANS for each in newest(by_rule, span)[-count:]}
    kept |= {each.path for each in by_rule if each.made_at.date() == by_rule[-1].made_at.date()}
    return [each for each in by_rule if each.path not in kept]


def newest(found, span):
    """The last archive of each span that has one, in their order."""
    return list({span(each.made_at): each for each in found}.values())


def tidy(backups):
    """Remove what no rule keeps, and what no archive lists any more; the names, and a remark.

    Where an archive cannot be read nobody knows what it lists: then the store stays as it is.
    """
    gone = superseded(folder.archives(backups))
    for each in gone:
        each.path.unlink()
    names = [each.path.name for each in gone]
    try:
        listed = wanted(folder.archives(backups))
    except Refusal as refusal:
        return names, f"没有清理 {backups / 'files'}：{refusal}"
    store.sweep(backups / "files", listed)
    return names, ""


def wanted(found):
    """The files of the store that the archives `found` need, and that the next one will need.

    The newest may have its photos within. The next one has them in the store, and would store them anew.
    """
    needed = {digest for each in found for digest in digests(each.path)}
    return needed.union(*(archive.read_manifest(each.path).digests for each in found[-1:]))


def digests(path):
    """What the archive needs of the store: nothing where it has all within."""
    manifest = archive.read_manifest(path)
    return set() if manifest.is_full else manifest.digests
