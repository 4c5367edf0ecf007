"""The entry point for a server other than ours (`hemao.server`)."""

from django.core.wsgi import get_wsgi_application

from hemao import startup

startup.load()
application = get_wsgi_application()
