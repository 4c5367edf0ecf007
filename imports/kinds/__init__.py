"""What can be brought in: one declaration for each kind of table.

`KINDS` is in the order in which a town that begins brings them in: each stands on those before it.
"""

from imports.kinds.lists import Constituencies, Departments, Villages
from imports.kinds.roster import Roster

KINDS = {kind.key: kind for kind in (Villages(), Departments(), Constituencies(), Roster())}
