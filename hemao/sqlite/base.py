"""Django's SQLite, but that it makes no file (the setting ENGINE names this package)."""

import sqlite3

from django.db.backends.sqlite3 import base, features
from django.utils.functional import cached_property

from hemao import sqlite


class DatabaseFeatures(features.DatabaseFeatures):
    @cached_property
    def max_query_params(self):
        """As many values as this SQLite takes in a statement, not the 999 of long ago: a table of
        thousands of rows is stored in a tenth of the statements."""
        with self.connection.cursor() as cursor:
            return cursor.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def get_connection_params(self):
        told = super().get_connection_params()
        return told | {"database": sqlite.address(told["database"])}
