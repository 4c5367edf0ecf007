"""The 小节 of a section: what lies between one small heading （一） and the next.

They are no rows of their own: a section stays one text, which can be written as a whole.
"""

import hashlib
from dataclasses import dataclass

from reports.words.lines import kind_of


@dataclass(frozen=True)
class Subsection:
    """A stretch of a section's text, its heading in the first line; what stands before the first
    heading has none. `first` is the number that a heading in it begins with.
    """

    text: str
    first: int

    @property
    def heading(self):
        """Its heading, or "" of what stands before the first."""
        line = self.text.strip().partition("\n")[0].strip()
        return line if kind_of(line) == "h2" else ""

    @property
    def mark(self):
        """What tells its words from any others: two clerks compare by it."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def subsections_of(text):
    """The Subsections of a section's `text`, in order: one where it has no small heading."""
    stretches, first = [[]], [1]
    for line in text.splitlines():
        if kind_of(line.strip()) == "h2":
            if any(map(str.strip, stretches[-1])):
                first.append(first[-1] + has_heading(stretches[-1]))
                stretches.append([])
        stretches[-1].append(line)
    return [
        Subsection("\n".join(lines), number) for lines, number in zip(stretches, first, strict=True)
    ]


def has_heading(lines):
    return any(kind_of(line.strip()) == "h2" for line in lines)


def place_of(known, index, mark):
    """Where in `known` (Subsections) the one is that was `index`-th when it had `mark`; None where
    its words are others by now. What a colleague put in above it moves it down.
    """
    marks = [one.mark for one in known]
    if marks[index : index + 1] == [mark]:
        return index
    return marks.index(mark) if mark in marks else None


def counterpart(known, index, heading):
    """The Subsection that took the place of the one with `heading`, else the `index`-th, or None."""
    same = next((one for one in known if heading and one.heading == heading), None)
    return same or (known[index] if index < len(known) else None)


def joined(known, index, text):
    """The section's text with `text` in place of the `index`-th of `known`."""
    texts = [one.text for one in known]
    return "\n".join([*texts[:index], text, *texts[index + 1 :]]).strip()
