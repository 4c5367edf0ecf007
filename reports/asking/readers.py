"""Who may ask, and what an address may ask for: the pages of reports are for office and leadership."""

from functools import wraps

from django.http import Http404

from reports.asking.periods import FIRST_YEAR, LAST_YEAR
from township.spans import Period
from township.words import speaking_on


def for_readers(view):
    """Only those who read the institution's records; for others the pages are not there.

    The page of a year speaks as the town did at its end.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.reads_everything_public:
            raise Http404
        if not FIRST_YEAR <= kwargs.get("year", FIRST_YEAR) <= LAST_YEAR:
            raise Http404
        if "year" not in kwargs:
            return view(request, *args, **kwargs)
        with speaking_on(Period.of_year(kwargs["year"]).last_day):
            return view(request, *args, **kwargs)

    return guarded


def is_asked(request, name):
    """True where the address says `name`=1; Http404 where it says anything else of it."""
    told = request.GET.getlist(name)
    if told not in ([], ["1"]):
        raise Http404
    return bool(told)
