"""The token of a link opens an account, or for five minutes a file: it stands in no log."""

import logging
import re

IN_PATH = re.compile(r"(/(?:enter|files|start)/)[A-Za-z0-9_.-]{8,}")


def masked(text):
    """`text` without the token of a link in it."""
    return IN_PATH.sub(r"\1…", text)


class MaskTokens(logging.Filter):
    """A line of the log that names the address of a link is written without its token."""

    def filter(self, record):
        record.msg, record.args = masked(record.getMessage()), ()
        return True
