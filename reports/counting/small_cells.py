"""Counts that are too small to be shown, and so are merged with others (小数合并)."""

LEAST = 3


def is_small(counts):
    """Whether a line may not stand alone: its own count is under LEAST, or what is left of a whole is.

    Where nothing is left nobody is told of.
    """
    own, *left = counts
    return own < LEAST or has_small(left)


def has_small(left):
    return any(count and count < LEAST for count in left)


def merged(cells):
    """Which members of `cells` ({member: its count, then what is left of each whole}) are shown as one.

    Those that are small, and with them the smallest of the rest, until no sum of them is small. All that
    are equal go together: so the members may change places among themselves, and the page stays as it
    is. Nobody can tell from what is shown, nor from the total, which of them is the small one, or how
    small. Returns a set; where it holds all, nothing can be shown but the total.
    """
    together = {member for member, counts in cells.items() if is_small(counts)}
    rest = {member: counts[0] for member, counts in cells.items() if member not in together}
    if not together:
        return together
    for edge in sorted(set(rest.values())):
        together |= {member for member, own in rest.items() if own == edge}
        _, *left = map(sum, zip(*(cells[member] for member in together), strict=True))
        if not has_small(left):
            break
    return together
