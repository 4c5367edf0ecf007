"""People of a table: who of those that are registered a row means, and what it says of them anew."""

from accounts import phones
from imports.kinds.base import Doubt
from imports.kinds.matching import Evidence, one_of
from records.columns import BETWEEN_NUMBERS
from records.written import read_phones
from representatives.models import Mandate, Person

# What nobody changes: where it differs, somebody has to look.
DECIDES = {"出生年月", "性别"}
SHARED, DROPPED = "shared", "dropped"
PLAIN = (
    "gender", "ethnicity", "party", "education", "occupation", "employer", "village", "note",
)  # fmt: skip


def numbers_of(person):
    """The digits of the telephone numbers of `person`, the one to log in with first."""
    kept = (person.phone, person.other_phones)
    return [
        phones.digits(number) for text in kept for number in text.split(BETWEEN_NUMBERS) if text
    ]


def is_mobile(number):
    return len(number) == 11 and number.startswith("1")


def told_apart(person):
    """Two of one name are told apart by when they were born, where they live and work."""
    parts = [str(person.birth or ""), str(person.village or ""), person.employer]
    apart = "，".join(part for part in parts if part) or "没有其他信息"
    return f"“{person}”（{apart}）"


class People:
    """The people that a table names, and those who have its telephone numbers, for a planner.

    `keep()` after a row went well: whom it registered is found by those after it.
    """

    def __init__(self, planner, term):
        self.planner, self.books, self.term = planner, planner.books, term
        self.holders = {}  # {digits: people who have that number, or had it before a row changed it}
        self.touched = []

    def load(self, rows):
        """Two statements a thousand rows; returns those of the names of the table."""
        named = self.books.load(Person, "name", [row.get("name") for row in rows], ("village",))
        numbers = {phones.digits(n) for row in rows for n in row.get("phone", ())}
        held = self.books.load(Person, "phone_digits", numbers, ("village",))
        # Nothing that is planned has these digits: the database makes them.
        del self.books.shelves[Person, "phone_digits"]
        for person in {one.pk: one for one in [*held, *named]}.values():
            self.hold(person)
        return named

    def hold(self, person):
        if number := phones.digits(person.phone):
            self.holders.setdefault(number, []).append(person)

    def begin(self):
        self.touched = []

    def keep(self):
        for person in self.touched:
            self.hold(person)

    def mandates(self, person):
        """Those of the term of the table, the last one first."""
        rows = self.books.near(Mandate, person=person.pk)
        ours = [one for one in rows if one.term_id == self.term.pk]
        return sorted(ours, key=lambda one: one.starts_on, reverse=True)

    def find(self, row):
        """The Person that `row` is, or None; Doubt where the name alone cannot tell."""
        candidates = self.books.near(Person, name=row.values["name"])
        told = {one.pk: self.told_of(row, one) for one in candidates}
        # What fits one of them speaks against the others, since it is what tells them apart.
        tells = {each.label for some in told.values() for each in some if each.agrees} | DECIDES

        def evidence(person):
            return [
                each for each in told[person.pk]
                if each.agrees or each.label in tells or person.pk < 0
            ]  # fmt: skip

        sentence = f"登记过的人或本表里已经有“{row.values['name']}”，请选是不是同一个人。"
        person, why = one_of(row, "name", candidates, evidence, told_apart, sentence)
        if why:
            self.planner.say(why)
        return person

    def told_of(self, row, person):
        """What the row and `person` say of the same things. Of two rows of one table, which may
        well be two people of one village, only what belongs to one of them speaks.
        """
        found = [*self.own_of(row, person)]
        if person.pk > 0:
            ours = self.term.pk if self.mandates(person) else "none"
            found += [
                Evidence("所在村", row.get("village"), person.village),
                Evidence("单位", row.get("employer"), person.employer),
                Evidence("届次", self.term.pk, ours),
            ]
        return found

    def own_of(self, row, person):
        birth, known = row.get("born_on"), person.birth
        if birth and known and (birth.is_whole or known.is_whole):
            birth, known = f"{birth.first:%Y-%m}", f"{known.first:%Y-%m}"
        yield Evidence("出生年月", birth, known)
        given, stored = set(map(phones.digits, self.given(row))), set(numbers_of(person))
        yield Evidence("电话", bool(given) or None, bool(given & stored) if stored else None)
        cards = [one.certificate for one in self.mandates(person) if one.certificate]
        card = row.get("certificate")
        yield Evidence("代表证号", card, card if card in cards else "".join(cards))
        gender = row.get("gender")
        if gender and person.gender and gender != person.gender:
            yield Evidence("性别", gender, person.gender)

    def write(self, person, row):
        """Let `person`, new or known, say what `row` says of them; what is empty erases nothing."""
        changed = self.planner.change(person, self.said(person, row))
        if "is_born_by_month" in changed:  # no column of a table: it is said with the month
            self.planner.work.olds.pop("is_born_by_month", None)

    def said(self, person, row):
        """{column: value} of what `row` says of `person` otherwise than is known."""
        return row.of(*PLAIN) | self.birth(person, row) | self.numbers(person, row)

    def register(self, row):
        """A new Person with what `row` says."""
        person = Person(name=row.values["name"])
        for column, value in self.said(person, row).items():
            setattr(person, column, value)
        if "ethnicity" not in row:
            self.planner.say(f"民族没写，按{person.ethnicity}")
        return self.planner.create(person)

    def birth(self, person, row):
        """What `row` says of the birth; a month alone says nothing new of a day that is known."""
        birth, known = row.get("born_on"), person.birth
        if birth is None:
            return {}
        same_month = known and (known.first.year, known.first.month) == (
            birth.first.year, birth.first.month,
        )  # fmt: skip
        if same_month and birth.is_whole:
            return {}
        return {"born_on": birth.first, "is_born_by_month": birth.is_whole}

    def numbers(self, person, row):
        """The telephone numbers of `row` beside those that are known; the login stays on a mobile."""
        dropped = self.refused(person, row)
        given = [n for n in row.get("phone", ()) if n not in dropped]
        more = row.get("other_phones", ())
        if not (given or more):
            return {}
        known = numbers_in(person.phone)
        phone = known[0] if known else ""
        if given and not stays(phone, given):
            phone = given[0]
        spare = dict.fromkeys([*numbers_in(person.other_phones), *known[1:], *given, *more])
        told = {
            "phone": phone,
            "other_phones": BETWEEN_NUMBERS.join(n for n in spare if n != phone),
        }
        return {column: words for column, words in told.items() if words}

    def given(self, row):
        return list(dict.fromkeys([*row.get("phone", ()), *row.get("other_phones", ())]))

    def refused(self, person, row):
        """The number that is somebody else's, where it was settled that it is not this person's."""
        for number in row.get("phone", ())[:1]:
            digits = phones.digits(number)
            others = [
                one for one in self.holders.get(digits, ())
                if one is not person and phones.digits(one.phone) == digits
            ]  # fmt: skip
            if not others or phones.digits(person.phone) == digits:
                return ()
            if row.chosen.get("phone") == DROPPED:
                self.planner.say(f"没有录入电话{number}")
                return (number,)
            if row.chosen.get("phone") != SHARED:
                raise Doubt(
                    "phone", f"这个号码是{told_apart(others[0])}的；登录用的号码不能是别人的，请核对。",
                    [(SHARED, "号码没有错，两人共用"), (DROPPED, "不录入这个号码")],
                )  # fmt: skip
        return ()


def stays(phone, given):
    """Whether somebody goes on to log in with `phone`: it is among those `given`, or these are no
    mobile numbers."""
    return bool(phone) and (phone in given or (is_mobile(phone) and not is_mobile(given[0])))


def numbers_in(text):
    """The numbers of a stored `text`, in their normal form."""
    return read_phones(text) if text else []
