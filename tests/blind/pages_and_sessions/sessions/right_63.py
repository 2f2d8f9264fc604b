"""Signals of the Session model keep the cache right, however a row is saved or deleted."""

from functools import partial

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as Base
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

__all__ = ["SessionStore"]


def cache_name(session_key):
    return "sessions.row." + session_key


def remember(model, session_key, using):
    """Cache the row while it is locked, so that nobody deletes or changes it at that moment."""
    with transaction.atomic(using=using):
        rows = model._default_manager.using(using).select_for_update(skip_locked=True)
        row = rows.filter(pk=session_key).first()
        if row is None:
            return
        left = row.expire_date - timezone.now()
        cache.set(
            cache_name(session_key),
            {"data": row.session_data, "until": row.expire_date},
            timeout=max(0, int(left.total_seconds())),
        )


def row_saved(sender, instance, using, **kwargs):
    """Forget the old contents, inside the transaction, and remember the new ones after it."""
    cache.delete(cache_name(instance.session_key))
    transaction.on_commit(partial(remember, sender, instance.session_key, using), using=using)


def row_deleted(sender, instance, using, **kwargs):
    """Forget the session. Its row is locked until the commit: no reader remembers it again."""
    cache.delete(cache_name(instance.session_key))


post_save.connect(row_saved, sender="sessions.Session", dispatch_uid="arena.session_cache")
post_delete.connect(row_deleted, sender="sessions.Session", dispatch_uid="arena.session_cache")


class SessionStore(Base):
    """Reads from the cache. Writing is Django's own, in both its forms."""

    def load(self):
        if not self.session_key:
            return {}
        kept = cache.get(cache_name(self.session_key))
        if kept and kept["until"] > timezone.now():
            return self.decode(kept["data"])
        row = self._get_session_from_db()
        if row is None:
            return {}
        using = row._state.db
        transaction.on_commit(partial(remember, self.model, row.pk, using), using=using)
        return self.decode(row.session_data)

    async def aload(self):
        return await sync_to_async(self.load)()
