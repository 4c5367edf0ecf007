"""Recompute the digest of every edition: nothing of what was closed has changed since."""

from django.core.management.base import BaseCommand, CommandError

from reports.models import Edition


class Command(BaseCommand):
    help = "逐份核对定稿的校验码：文字、数字、文件和签发单是否和定稿时一模一样。"

    def handle(self, *args, **options):
        changed = 0
        # One at a time: each brings its files along.
        for pk in Edition.objects.order_by("report", "number").values_list("pk", flat=True):
            edition = Edition.objects.select_related("report").get(pk=pk)
            is_intact = verify(edition)
            changed += not is_intact
            self.stdout.write(
                f"{'没有变动' if is_intact else '有变动！'}　{edition}　{edition.digest}"
            )
        if changed:
            raise CommandError(f"{changed}份定稿和定稿时不一样，请用备份查明原因。")
        self.stdout.write(f"共{Edition.objects.count()}份定稿，都没有变动。")


def verify(edition):
    """True where the edition's parts still give its digest; a sheet that is lost does not."""
    try:
        return edition.computed_digest() == edition.digest
    except FileNotFoundError:
        return False
