"""From the demo to a ledger of one's own: in a second folder, or in place of the demo."""

import os
import shlex
from dataclasses import dataclass

from django.conf import settings

from hemao.typed import typed


@dataclass(frozen=True)
class OwnTown:
    """The commands, as a person copies them. `folder` is where the town's data would lie."""

    folder: str
    begin: str
    demo: str
    look: str
    remove: str
    is_on_server: bool


def way():
    """The OwnTown of this place: its folder stands beside that of the demo, whatever that is called."""
    folder = settings.VAR.with_name(f"{settings.VAR.name}-own")
    return OwnTown(
        str(folder),
        f"DEMO=0 VAR={shlex.quote(str(folder))} make run",
        typed("serve"),
        typed("remove_demo --dry-run"),
        typed("remove_demo"),
        is_on_server=bool(os.environ.get("DATABASE_URL", "").strip()),
    )
