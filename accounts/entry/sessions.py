"""Sessions whose key the browser alone holds: the table keeps its hash (docs/decisions.md)."""

import base64
import hashlib
import logging
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import InterfaceError, InternalError, OperationalError
from django.utils import timezone

# What a database raises that is full, locked, read-only or away.
REFUSALS = (OperationalError, InterfaceError, InternalError)
log = logging.getLogger(__name__)


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

    was_login = False
    """True once it was read, and held a login then."""
    is_mere_refresh = False
    """True where losing what save() stores costs nothing: the next page stores it."""

    @property
    def is_at_hand(self):
        """True where its contents were read: asking for them is no statement, and cannot fail."""
        return hasattr(self, "_session_cache")

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
        contents = self.decode(row.session_data)
        self.was_login = SESSION_KEY in contents
        return contents

    def save(self, must_create=False):
        """Store it. What the database says is raised as it said it: Django would take any refusal
        for a session that somebody has deleted.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if not isinstance(error.__context__, REFUSALS):
                raise
            if not self.is_mere_refresh:
                raise error.__context__ from error.__context__.__cause__
            log.warning("登录的有效期没有延长，下一页再延长：%s", error.__context__)

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
