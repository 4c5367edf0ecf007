"""Counts that are too small to be shown, and so are merged with others (小数合并)."""

LEAST = 3


def merged(cells):
    """Which members of `cells` ({member: tuple of counts}) are shown as one: a set, mostly empty.

    Those with a count under LEAST, and with them the smallest of the rest. All that are equal to that
    one go with it: so the members may change places among themselves, and the page stays as it is. Nobody
    can tell from what is shown, nor from the total, which of them is the small one, or how small.
    """
    small = {member for member, counts in cells.items() if min(counts) < LEAST}
    rest = {member: min(counts) for member, counts in cells.items() if member not in small}
    if not small or not rest:
        return small
    edge = min(rest.values())
    return small | {member for member, least in rest.items() if least == edge}
