"""What an add form opens with: what a clerk would type anyway, and what the last of a pile said."""

from urllib.parse import urlsplit

AGAIN = "again"


class Keeping:
    """The part of an entry that fills an add form in advance."""

    # The fields that the next one of a pile has in common with the last. Never names, texts and
    # numbers of one: a clerk who overlooks them would store them of somebody else.
    keeps = ()

    def first_values(self, request):
        """Hook: what an add form opens with, {field: value}."""
        return {}

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        return self.first_values(request) | self.kept(request) | given

    def response_add(self, request, obj, post_url_continue=None):
        answer = super().response_add(request, obj, post_url_continue)
        if self.keeps and "_addanother" in request.POST:
            self.keep(request, obj)
            answer["Location"] = asking(answer["Location"], f"{AGAIN}=1")
        return answer

    def keep(self, request, obj):
        """Note what the next one has in common with `obj`."""
        # In the session, not in the address: addresses stay in histories and logs.
        values = {name: self.opts.get_field(name).value_from_object(obj) for name in self.keeps}
        told = {name: str(value) for name, value in values.items() if value not in (None, "")}
        request.session[self.kept_under] = told | self.kept_besides(request, obj)

    def kept_besides(self, request, obj):
        """Hook: what else is kept, {name: text}; for fields of the form that the model lacks."""
        return {}

    def kept_texts(self, request):
        """What was kept, as text; nothing unless the form follows one that was stored."""
        return request.session.get(self.kept_under, {}) if AGAIN in request.GET else {}

    def kept(self, request):
        """What was kept of the fields of the model."""
        told = self.kept_texts(request)
        return {n: self.opts.get_field(n).to_python(told[n]) for n in self.keeps if n in told}

    @property
    def kept_under(self):
        return f"kept:{self.opts.label_lower}"


def asking(address, parameter):
    """`address` with `parameter`, once: Django carries along what the form's own address asked."""
    if parameter in urlsplit(address).query.split("&"):
        return address
    return f"{address}{'&' if '?' in address else '?'}{parameter}"
