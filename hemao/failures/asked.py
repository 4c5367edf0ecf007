"""What a request tells about itself without a statement: who asks, for which kind of page, with what."""

# A page that holds such a field is not written out again: somebody may look over the shoulder.
SECRETS = ("password", "pin", "digits", "secret")


def known_user(request):
    """Whoever is logged in, where that was asked before; None where only the database could tell."""
    user = getattr(request, "_cached_user", None)
    return user if user is not None and user.is_authenticated else None


def route_of(request):
    """The pattern of the address, which names nobody and no token; "" for a page that is not there."""
    match = getattr(request, "resolver_match", None)
    return match.route if match else ""


def typed_in(request):
    """All (name, value) of a form that can be sent once more as it is, else [].

    A file cannot: a page has no way to fill it in again.
    """
    if request.method != "POST" or getattr(request, "_post_parse_error", False) or request.FILES:
        return []
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [] if any(is_secret(name) for name, _ in pairs) else pairs


def is_secret(name):
    return any(word in name.lower() for word in SECRETS)
