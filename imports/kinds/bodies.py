"""In which delegation, group and presidium a deputy of a roster is: posts, and bodies that are named first."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from congress.models import Body, BodyName, Post
from congress.models.bodies import new_of_term, presidium_name
from records.written import plain, read_mark
from records.written.characters import number_of
from records.written.phones import NOTHING
from township.numbers import chinese_number
from township.spans import today

ROLE_WORDS = {
    "团长": Post.Role.LEADER, "组长": Post.Role.LEADER, "召集人": Post.Role.LEADER,
    "副团长": Post.Role.VICE_LEADER, "副组长": Post.Role.VICE_LEADER,
    "副召集人": Post.Role.VICE_LEADER, "联络员": Post.Role.LIAISON, "成员": Post.Role.MEMBER,
    "团员": Post.Role.MEMBER, "组员": Post.Role.MEMBER, "代表": Post.Role.MEMBER,
}  # fmt: skip
PRESIDIUM_WORDS = {
    "主席": Post.Role.CHAIR, "副主席": Post.Role.VICE_CHAIR, "成员": Post.Role.MEMBER,
    "委员": Post.Role.MEMBER,
}  # fmt: skip
# 第一代表团团长, 第一代表团（副团长）, 一团 团长.
WITH_ROLE = re.compile(r"^(.+?)[\s(（·:：,，、-]*(副?(?:团长|组长|召集人)|联络员)[)）]?$")
ORDINAL = re.compile(r"第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})")
BEFORE_OFFICE = re.compile(r"^.?人大|^主席团|^大会|常务(?=副?主席)|执行(?=主席)")


def read_role(value):
    """The Post.Role of a cell like 团长, 副组长, 成员; None where it says nothing."""
    words = plain(value)
    if words and words not in NOTHING and words not in ROLE_WORDS:
        raise ValidationError(
            f"“{words}”不在可以填的里面，请填：团长、副团长、组长、副组长、成员。"
        )
    return ROLE_WORDS.get(words)


def read_office(value):
    """The role in the presidium that a cell says: 主席, 副主席, 主席团成员, or a tick; None for none."""
    words = plain(value).replace(" ", "")
    bare = words
    while (shorter := BEFORE_OFFICE.sub("", bare)) != bare:
        bare = shorter
    if bare in PRESIDIUM_WORDS:
        return PRESIDIUM_WORDS[bare]
    if words in ("主席团", "无职务"):
        return Post.Role.MEMBER if words == "主席团" else None
    try:
        return Post.Role.MEMBER if read_mark(words) else None
    except ValidationError:
        raise ValidationError(
            f"“{words}”看不出是不是主席团成员，请填：主席、副主席、主席团成员；不是的留空。"
        ) from None


@dataclass(frozen=True)
class Sort:
    """Bodies of one kind, as tables name them: 第一代表团, 一团, 1."""

    kind: str
    suffix: str
    short: tuple
    column: str

    def key(self, name):
        """What names of one body have in common: 第一代表团, 第1团 and 一 are 1."""
        bare = plain(name).replace(" ", "")
        for end in (self.suffix, *self.short):
            if bare.endswith(end) and (found := ORDINAL.fullmatch(bare.removesuffix(end))):
                return number_of(found[1])
        if found := ORDINAL.fullmatch(bare):
            return number_of(found[1])
        for end in (self.suffix, *self.short):
            if bare.endswith(end) and bare != end:
                return bare.removesuffix(end)
        return bare

    def full(self, name):
        """What a new body is called that a table names `name`."""
        key, bare = self.key(name), plain(name).replace(" ", "")
        if isinstance(key, int):
            return f"第{chinese_number(key)}{self.suffix}"
        ends = (self.suffix, *self.short)
        return bare if bare.endswith(ends) else f"{bare}{self.suffix}"


DELEGATION = Sort(Body.Kind.DELEGATION, "代表团", ("团",), "delegation")
GROUP = Sort(Body.Kind.GROUP, "代表小组", ("小组", "组"), "group")
SORTS = {sort.kind: sort for sort in (DELEGATION, GROUP)}


class Memberships:
    """The bodies of one term and who is in them, for a planner; what is planned anew as well.

    `keep()` after a row went well: what it founded is found by those after it.
    """

    def __init__(self, planner, term):
        self.planner, self.term = planner, term
        self.known, self.names, self.founded = {}, {}, []

    def load(self, people):
        """Read the bodies, and the posts of `people` (keys): four statements, and one a thousand."""
        books = self.planner.books
        bodies = list(Body.objects.all())
        self.place = max((body.order for body in bodies), default=0) + 1
        of_term = [body for body in bodies if self.is_ours(body)]
        keys = [body.pk for body in of_term]
        named = books.load(BodyName, "body", keys)
        books.load(Post, "body", [body.pk for body in of_term if body.seats is not None])
        books.load(Post, "person", people, ("body",))
        for body in of_term:
            names = [one for one in named if one.body_id == body.pk]
            self.know(body, [one.name for one in sorted(names, key=lambda one: one.starts_on)])

    def is_ours(self, body):
        if body.kind in SORTS:
            return body.term_id == self.term.pk
        day = max(self.term.starts_on, min(today(), self.term.ended_on or today()))
        stands = body.term_id is None and body.starts_on <= day
        stands = stands and (body.ended_on is None or day < body.ended_on)
        return body.kind == Body.Kind.PRESIDIUM and (body.term_id == self.term.pk or stands)

    def know(self, body, names):
        self.names[body.pk] = names[-1] if names else body.get_kind_display()
        sort = SORTS.get(body.kind)
        for key in [sort.key(name) for name in names] if sort else [None]:
            self.known.setdefault((body.kind, key), body)

    def begin(self):
        """Forget what a row founded that was refused."""
        self.founded = []

    def keep(self):
        for body, name in self.founded:
            self.know(body, [name])
            self.place += 1

    def body(self, kind, key, name):
        """The body of `kind` with `key`, or one that is planned now, called `name`."""
        if found := self.known.get((kind, key)):
            return found
        body, named = new_of_term(kind, self.term, name, self.place + len(self.founded))
        column = SORTS[kind].column if kind in SORTS else "office"
        self.planner.create(body)
        self.planner.create(named, told={"name": column})
        self.founded.append((body, name))
        self.names[body.pk] = name
        self.planner.say(f"新建{name}")
        return body

    def join(self, sort, person, words, role, since):
        """Let `person` be in the body of `sort` that a cell names, as `role` or what the cell says."""
        found = WITH_ROLE.match(plain(words))
        if found:
            words, role = found[1], role or ROLE_WORDS[found[2]]
        body = self.body(sort.kind, sort.key(words), sort.full(words))
        self.refuse_another(sort, person, body)
        self.sit(body, person, role, since, sort.column)

    def refuse_another(self, sort, person, body):
        """A deputy is in one delegation: who changes it leaves the other first, on the day it was."""
        if sort is not DELEGATION:
            return
        for post in self.open_posts(person):
            other = post.body
            if other.kind == sort.kind and other.term_id == self.term.pk and other.pk != body.pk:
                raise ValidationError({
                    sort.column: f"{person}现在在{self.names[other.pk]}；换了代表团的，"
                    "请先在“任职”里填原来的离任日期。"
                })  # fmt: skip

    def preside(self, person, role, since):
        """Let `person` be in the presidium as `role`."""
        body = self.body(Body.Kind.PRESIDIUM, None, presidium_name(self.term))
        self.sit(body, person, role, since, "office")

    def sit(self, body, person, role, since, column):
        """A post in `body`, unless there is one: then only a role that was said is changed."""
        end = body.ended_on or self.term.ended_on
        posts = self.planner.books.near(Post, person=person.pk, body=body.pk)
        post = next((one for one in posts if one.ended_on in (None, end)), None)
        if post is None:
            start = max(body.starts_on, since)
            role = role or Post.Role.MEMBER
            post = Post(body=body, person=person, role=role, starts_on=start, ended_on=end)
            self.planner.create(post, told={"starts_on": column, "role": column, "": column})
        elif role:
            self.planner.change(post, {"role": role}, {"role": column})

    def open_posts(self, person):
        posts = self.planner.books.near(Post, person=person.pk)
        return [post for post in posts if post.ended_on is None]
