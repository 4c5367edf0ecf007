"""What is likely registered already is asked about before it is stored.

The entry of a kind of record says which rows look like one (`twins`, `likely_twins`). The form then comes
back as it was typed, with the likely twin and a tick that says it is another one. Nothing is stored.
"""

from records.once import was_stored

SHOWN = 3
TICK = "_not_twin"


def ask(form):
    """Refuse what `form`, which is right by itself, would register a second time, unless that was ticked.

    A stored record is asked about only where what makes it a twin was changed.
    """
    entry, request = form.entry, form.request
    if entry is None or request is None or request.method != "POST":
        return
    is_new = form.instance._state.adding
    if not is_new and not set(entry.twin_fields) & set(form.changed_data):
        return
    found = list(entry.likely_twins(form)[:SHOWN])
    # The same form, sent twice at once, finds what it has stored itself: that is told as such later.
    if not found or was_stored(request):
        return
    request.twins = asked = TwinQuestion(entry, found, request)
    if not asked.is_ticked:
        form.add_error(None, asked.sentence)


class TwinQuestion:
    """The likely twins of what was typed, as the page shows them."""

    def __init__(self, entry, found, request):
        self.entry, self.found = entry, found
        self.key = ",".join(str(row.pk) for row in found)
        self.is_ticked = request.POST.get(TICK) == self.key
        self.word = entry.not_twin_word

    @property
    def sentence(self):
        names = "、".join(self.entry.twin_words(row) for row in self.found)
        return f"可能已经登记过：{names}。{self.word}的，勾选后再保存。{self.entry.twin_hint}"

    @property
    def links(self):
        return [(self.entry.twin_words(row), self.entry.twin_url(row)) for row in self.found]


class TwinTick:
    """The tick that came with a form which was refused for something else: it stays ticked."""

    is_ticked, links = True, ()

    def __init__(self, entry, key):
        self.key, self.word = key, entry.not_twin_word


def shown(entry, request):
    """What of it the page shows: the question, the tick that was set, or None."""
    asked = getattr(request, "twins", None)
    if asked is None and request.POST.get(TICK):
        return TwinTick(entry, request.POST[TICK])
    return asked


class Twins:
    """For an entry of the admin: by what two of its rows look like one."""

    # The fields of which all are the same.
    twins = ()
    not_twin_word = "确实不是同一个"
    # What to do where it is the same, where that is not to change the row that is there.
    twin_hint = ""

    @property
    def twin_fields(self):
        """The fields whose change asks anew."""
        return self.twins

    def likely_twins(self, form):
        """Hook: the rows that stand and look like the one of `form`."""
        row = form.instance
        if not self.twins:
            return []
        same = {name: getattr(row, name) for name in self.twins}
        return self.rows_beside(row).filter(**same)

    def rows_beside(self, row):
        return self.model._default_manager.exclude(pk=row.pk)

    def twin_words(self, row):
        """Hook: what the twin is called where it is asked about."""
        return f"“{row}”"

    def twin_url(self, row):
        return self.url("change", row.pk)
