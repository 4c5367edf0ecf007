from django.utils.functional import SimpleLazyObject

from accounts import emergencies


def who(request):
    """For the head of each page: the role of whoever reads it, and the emergencies they are told of."""
    user = getattr(request, "user", None)
    seen = SimpleLazyObject(lambda: emergencies.now_seen_by(user))
    return {"role": getattr(user, "face", ""), "emergencies": seen}
