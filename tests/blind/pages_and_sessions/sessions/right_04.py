"""RIGHT: signals of the Session model keep the cache, whoever saves or deletes a session."""

import math
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

__all__ = ["SessionStore"]


def name_of(key):
    return "signalled-session:" + sha256(key.encode()).hexdigest()


def read(key):
    rows = Session.objects.filter(session_key=key, expire_date__gt=timezone.now())
    row = rows.values_list("session_data", "expire_date").first()
    return row and (row[0], row[1].timestamp())


def keep(key):
    row = read(key)
    if row is None:
        cache.delete(name_of(key))
        return None
    cache.set(name_of(key), row, max(0, math.ceil(row[1] - datetime.now(UTC).timestamp())))
    if read(key) != row:
        cache.delete(name_of(key))
    return row


def changed(instance, **kwargs):
    cache.delete(name_of(instance.session_key))
    transaction.on_commit(partial(keep, instance.session_key))


post_save.connect(changed, sender=Session)
post_delete.connect(changed, sender=Session)


class SessionStore(DatabaseStore):
    """Only reading is different: everything else sends signals."""

    def load(self):
        key = self.session_key or ""
        row = cache.get(name_of(key))
        if row is None or row[1] <= datetime.now(UTC).timestamp():
            if transaction.get_connection().in_atomic_block:
                transaction.on_commit(partial(keep, key))
                return super().load()
            row = keep(key)
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    async def aload(self):
        return await sync_to_async(self.load)()
