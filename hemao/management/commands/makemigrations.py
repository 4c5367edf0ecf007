from django.core.management.commands import makemigrations

from township import words


class Command(makemigrations.Command):
    """Django's, over our texts as they are written: a 乡 must not get migrations of its own."""

    def execute(self, *args, **options):
        with words.as_written():
            return super().execute(*args, **options)
