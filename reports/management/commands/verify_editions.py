"""Recompute the digest of every edition: nothing of what was closed has changed since.

Beside an edition may lie what upgrades have rewritten (Rebase): that has a digest of its own.
"""

from django.core.exceptions import SuspiciousFileOperation
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Max

from reports.models import Edition, Report


class Command(BaseCommand):
    help = "逐份核对定稿的校验码：文字、数字、文件和签发单是否和定稿时一模一样，升级时另记的校验码有没有变。"

    def handle(self, *args, **options):
        changed = forged = 0
        # One at a time: each brings its files along.
        for pk in Edition.objects.order_by("report", "number").values_list("pk", flat=True):
            edition = Edition.objects.select_related("report", "rebase").get(pk=pk)
            is_intact = verify(edition)
            changed += not is_intact
            self.stdout.write(
                f"{'没有变动' if is_intact else '有变动！'}　{edition}　{edition.digest}"
            )
            forged += self.say_forged(edition)
        missing = self.say_missing()
        faults = [f"{changed}份定稿和定稿时不一样"] * bool(changed)
        faults += [f"{forged}份定稿升级后的校验码有变动"] * bool(forged)
        faults += [f"缺{missing}份定稿"] * bool(missing)
        if faults:
            raise CommandError(f"{'，'.join(faults)}，请用备份查明原因。")
        self.stdout.write(f"共{Edition.objects.count()}份定稿，都没有变动。")

    def say_forged(self, edition):
        """True where somebody changed what upgrades have left beside `edition`."""
        rebase = getattr(edition, "rebase", None)
        if rebase is None or rebase.is_intact:
            return False
        self.stdout.write(f"有变动！　{rebase}")
        return True

    def say_missing(self):
        """How many editions are gone from among those of their report: they count from 1."""
        reports = Report.objects.annotate(last=Max("editions__number"), kept=Count("editions"))
        gone = [report for report in reports if (report.last or 0) > report.kept]
        for report in gone:
            self.stdout.write(f"缺少！　{report}有第{report.last}版，只存着{report.kept}版")
        return sum(report.last - report.kept for report in gone)


def verify(edition):
    """True where the edition's parts still give its digest; a sheet that cannot be read does not."""
    try:
        return edition.computed_digest() == edition.digest
    except (OSError, SuspiciousFileOperation):
        return False
