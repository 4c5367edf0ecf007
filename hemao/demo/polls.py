"""Figures of a poll: what a returning officer would write down."""

from congress.models import Candidacy


def ballots(electorate, rng):
    """Figures of a poll that add up, with a turnout of four in five or more."""
    voted = round(electorate * rng.uniform(0.80, 0.93))
    returned = voted - rng.randint(0, 4)
    invalid = rng.randint(2, 12)
    return {
        "electorate": electorate,
        "voted": voted,
        "by_proxy": round(voted * rng.uniform(0.08, 0.2)),
        "ballots_issued": voted,
        "ballots_returned": returned,
        "ballots_valid": returned - invalid,
        "ballots_invalid": invalid,
    }


def nominator(rng):
    ways = Candidacy.NominatedBy
    return rng.choice([ways.PARTY, ways.VOTERS, ways.VOTERS])
