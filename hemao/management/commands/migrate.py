from django.core.management.commands import migrate

from hemao import startup
from hemao.backup.place import Place
from hemao.backup.words import Refusal
from hemao.upgrades import beginning
from township import words


class Command(migrate.Command):
    """Django's, which by itself would begin an empty town where one has lost its database."""

    def execute(self, *args, **options):
        try:
            beginning.begin(Place.here())  # before the checks, which look into the database
        except Refusal as refusal:
            startup.leave(str(refusal))
        with words.as_written():  # labels are compared, and the table of names may not be there yet
            said = super().execute(*args, **options)
        startup.keep_key()  # there is something to sign from now on
        return said
