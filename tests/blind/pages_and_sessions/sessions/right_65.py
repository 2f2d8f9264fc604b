"""Copies are written and removed under SELECT ... FOR UPDATE of the row, by one short function."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as Rows
from django.core.cache import cache
from django.db import transaction
from django.utils.timezone import now


def copy_row(model, key):
    with transaction.atomic():
        row = model.objects.select_for_update().filter(pk=key).first()
        if row and (seconds := int((row.expire_date - now()).total_seconds())) > 0:
            cache.set(f"session:{key}", [row.expire_date, row.session_data], seconds)
        else:
            cache.delete(f"session:{key}")


class SessionStore(Rows):
    def load(self):
        ends, data = cache.get(f"session:{self.session_key}") or [None, None]
        if ends is None or ends <= now():
            row = self._get_session_from_db()
            if row is None:
                return {}
            data = row.session_data
            transaction.on_commit(lambda: copy_row(self.model, row.pk))
        return self.decode(data)

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        with transaction.atomic():
            super().save(must_create)
            key = self.session_key
            cache.delete(f"session:{key}")  # the row is locked: nobody copies the old one now
        transaction.on_commit(lambda: copy_row(self.model, key))

    def delete(self, session_key=None):
        if key := session_key or self.session_key:
            with transaction.atomic():
                super().delete(key)
                cache.delete(f"session:{key}")

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)


__all__ = ["SessionStore"]
