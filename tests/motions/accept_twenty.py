"""Twenty suggestions are accepted at once, on whatever database the settings name.

tests/motions/test_numbers_at_once.py has it done in a process of its own, to the file that a town
would have: the database of the tests is one that a second connection does not see.
"""

import json

from django.db import connection

from motions import services
from motions.models import Motion, MotionEvent, NumberSeries
from tests import cast
from tests.at_once import at_once
from tests.tables import make_tables


def main():
    make_tables()
    clerk = cast.the_clerk()
    xu = cast.make_deputy(name="许桂兰")
    rows = [cast.make_motion(proposer=xu, status="registered") for _ in range(20)]

    def accept(index):
        return services.accept(Motion.objects.get(pk=rows[index].pk), by=clerk, on=cast.DAY).note

    found = {"notes": at_once(20, accept), "events": MotionEvent.objects.count()}
    found["numbers"] = sorted(Motion.objects.values_list("number", flat=True))
    found["last"] = NumberSeries.objects.get().last
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found["journal"] = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    print(json.dumps(found))
