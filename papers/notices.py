"""A line that is set below the title of a Word file that exists: what has become of its paper since."""

import io

from docx import Document as read_document

from papers.official import set_text
from papers.styles import STYLES, add_style, name_state

TITLE, NOTICE = STYLES["title"][0], STYLES["notice"][0]


def noticed(content, notice, state):
    """The bytes of the .docx `content` with the line `notice` right below its title, and its `state`.

    Nothing else of it is set anew: what was signed reads as it did.
    """
    word = read_document(io.BytesIO(content))
    if NOTICE not in word.styles:
        add_style(word, "notice")
    line = word.add_paragraph(style=NOTICE)
    set_text(line, "notice", notice)
    place(word, line)
    name_state(word, state)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def place(word, line):
    """Move `line` below the first title; without one it becomes the first line."""
    title = next((one for one in word.paragraphs if one.style.name == TITLE), None)
    if title is None:
        word.element.body.insert(0, line._p)
    else:
        title._p.addnext(line._p)
