"""What can be brought in: one declaration for each kind of table.

`KINDS` is in the order in which a town that begins brings them in: each stands on those before it.
"""

from imports.kinds.assignments import Assignments
from imports.kinds.households import Households
from imports.kinds.lists import Constituencies, Departments, Villages
from imports.kinds.motions import Motions
from imports.kinds.opinions import Opinions
from imports.kinds.roster import Roster
from imports.kinds.visits import Visits

KINDS = {
    kind.key: kind
    for kind in (
        Villages(), Departments(), Constituencies(), Roster(), Households(), Assignments(), Visits(),
        Opinions(), Motions(),
    )
}  # fmt: skip
