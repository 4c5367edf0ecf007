"""Two clerks give two deputies the number of one card, on whatever database the settings name.

tests/representatives/test_certificates.py has it done in a process of its own, to the file that a
town would have: the database of the tests is one that a second connection does not see.
"""

import json

from django.core.exceptions import ValidationError
from django.db import transaction

from representatives.models import Mandate
from tests import cast
from tests.at_once import at_once
from tests.tables import make_tables

NUMBER = "20220007"


def main():
    make_tables()
    print(json.dumps(give_both()))


def give_both():
    """What each of the two is told, and how many mandates have the number then."""
    pks = [cast.make_mandate().pk for _ in range(2)]

    @transaction.atomic
    def give(index):
        mandate = Mandate.objects.get(pk=pks[index])
        mandate.certificate = NUMBER
        try:
            mandate.full_clean()
        except ValidationError as error:
            return [message.partition("。")[0] for message in error.messages]
        mandate.save()
        return []

    told = sorted(at_once(2, give))
    return [told, Mandate.objects.filter(certificate=NUMBER).count()]
