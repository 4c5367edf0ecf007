"""The entry point for gunicorn."""

from django.core.wsgi import get_wsgi_application

from hemao import startup

startup.load()
application = get_wsgi_application()
