"""Python's search for rings of objects, held back while a table is planned and stored.

Ten thousand rows are half a million objects that all stay until the end. Looked through again and again as
they grow in number, they take a third of the time.
"""

import gc
from contextlib import contextmanager

SELDOM = (100_000, 50, 100)


@contextmanager
def few_sweeps():
    """While this lasts the search is made seldom, in the whole process: two at once do no harm."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*(before if before != SELDOM else USUAL))


USUAL = gc.get_threshold()
