"""Who may open a page: for all others it is not there."""

from functools import wraps

from django.http import Http404


def office_only(request):
    """Raise Http404 for whoever does not keep the records."""
    if not request.user.is_office:
        raise Http404


def for_roles(*roles):
    """A page for those who hold one of `roles`; for all others it is not there."""

    def guard(view):
        @wraps(view)
        def inner(request, *args, **kwargs):
            if not request.user.holds(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        return inner

    return guard
