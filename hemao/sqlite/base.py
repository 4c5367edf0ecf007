"""Django's SQLite, but that it makes no file (the setting ENGINE names this package)."""

from django.db.backends.sqlite3 import base

from hemao import sqlite


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        told = super().get_connection_params()
        return told | {"database": sqlite.address(told["database"])}
