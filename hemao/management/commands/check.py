from django.core.management.commands import check

from township import words


class Command(check.Command):
    """Django's, over our texts as they are written: it compares labels, and needs no database for it."""

    def execute(self, *args, **options):
        with words.as_written():
            return super().execute(*args, **options)
