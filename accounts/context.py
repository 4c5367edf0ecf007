def who(request):
    """The role of whoever reads the page, for the header's menu."""
    user = getattr(request, "user", None)
    return {"role": getattr(user, "role", "")}
