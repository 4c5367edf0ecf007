"""The entry point for a server other than ours (`hemao.server`)."""

import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from hemao import startup
from hemao.backup.words import Refusal
from hemao.server.answering import bound_statements
from hemao.upgrades import forward, running

startup.load()
startup.check_var()
startup.keep_private(lambda line: print(line, file=sys.stderr))
try:
    with startup.reachable_database():
        # Kept as long as the process: nobody upgrades or goes back beneath it.
        PRESENCE = running.Presence(settings.VAR)
        forward.demand_ready()
except Refusal as refusal:
    startup.leave(str(refusal))
startup.keep_key()
bound_statements()
# A connection must not be shared by the processes that a server may fork.
connection.close()
application = get_wsgi_application()
