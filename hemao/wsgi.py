"""The entry point for a server other than ours (`hemao.server`)."""

import sys

from django.core.wsgi import get_wsgi_application

from hemao import startup

startup.load()
startup.keep_private(lambda line: print(line, file=sys.stderr))
application = get_wsgi_application()
