"""Who is at the other end, when a reverse proxy stands between."""


class ClientAddressMiddleware:
    """Put the visitor's address into REMOTE_ADDR, where lockout and read records look.

    Only the last entry of X-Forwarded-For was written by our own proxy; those before it are
    whatever the visitor sent.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if forwarded := request.META.get("HTTP_X_FORWARDED_FOR"):
            request.META["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()
        return self.get_response(request)
