"""Sessions whose key the browser alone holds: the table keeps its hash (docs/decisions.md)."""

import base64
import hashlib
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone


def hash_of_key(key):
    """The SHA-256 of a session key, in the 40 characters that Django's table has room for."""
    return base64.b85encode(hashlib.sha256(key.encode()).digest()).decode()


def store():
    """The class of the session engine that the settings name."""
    return import_module(settings.SESSION_ENGINE).SessionStore


class SessionStore(db.SessionStore):
    """Django's database sessions, found by the hash of the key that the cookie carries.

    The name of the class is a part of what Django signs the contents with: by it the sessions
    of before can still be read.
    """

    # These run the methods below in a thread; Django's own would store the key as it is.
    acreate, aload, asave = SessionBase.acreate, SessionBase.aload, SessionBase.asave
    aexists, adelete = SessionBase.aexists, SessionBase.adelete

    @property
    def session_hash(self):
        """What the table keeps of this session's key; "" where it has none yet."""
        return hash_of_key(self.session_key) if self.session_key else ""

    def load(self):
        rows = self.model.objects.filter(pk=self.session_hash, expire_date__gt=timezone.now())
        row = rows.first()
        if row is None:
            self._session_key = None  # a key that we did not make is not taken over
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key):
        return super().exists(hash_of_key(session_key))

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = self.session_hash
        return row

    def delete(self, session_key=None):
        if key := session_key or self.session_key:
            self.end([hash_of_key(key)])

    @classmethod
    def end(cls, hashes):
        """Delete the sessions with these hashes: the browsers that hold their keys are logged out."""
        cls.get_model_class().objects.filter(pk__in=hashes).delete()
