"""RIGHT: the database engine, with the encoded session in the cache; add() and a gravestone settle races."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as Database
from django.core.cache import cache
from django.db import router, transaction

__all__ = ["SessionStore"]

GONE = ""
GONE_FOR = 120  # longer than a read takes that began before the log-out


def name(key):
    return f"arena-session:{key}"


class SessionStore(Database):
    """Reads from the cache, writes to both."""

    def load(self):
        encoded = cache.get(name(self.session_key))
        if encoded is None:
            row = self._get_session_from_db()
            if row is None:
                return {}
            encoded = row.session_data
            cache.add(
                name(row.session_key), encoded, self.get_expiry_age(expiry=row.expire_date)
            )
        elif encoded == GONE:
            self._session_key = None
            return {}
        return self.decode(encoded)

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        # A log-out waits for the row's lock, and so its gravestone comes after this set().
        using, kept = router.db_for_write(self.model), False
        try:
            with transaction.atomic(using=using):
                super().save(must_create)
                encoded, kept = self.encode(self._session_cache), True
                cache.set(name(self.session_key), encoded, self.get_expiry_age())
        except BaseException:
            if kept:
                cache.delete(name(self.session_key))
            raise

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key is None:
            return
        super().delete(key)
        cache.set(name(key), GONE, GONE_FOR)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)
