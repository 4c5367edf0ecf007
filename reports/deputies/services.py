"""The verbs on what is published of the deputies."""

from django.db import transaction

from reports.models import PublicNotice


@transaction.atomic
def settle_notice(year, *, by, **choices):
    """Keep what is published of the deputies for `year`. Returns the PublicNotice.

    `choices` are its fields; what is not named stays as it was chosen before.
    """
    notice = PublicNotice.of_year(year)
    for name, value in choices.items():
        setattr(notice, name, value)
    notice._history_user = by
    notice.full_clean()
    notice.save()
    return notice
