"""RIGHT: a class for the outbox, and locks of the session with a try; the transaction is over when the engine is called.

A call that cannot lock a post leaves the note to the holder of the lock, which looks again after unlocking.
"""

from contextlib import suppress

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


class Outbox:
    index = "posts"

    def __init__(self, engine):
        self.engine = engine

    def note(self, post_id):
        Change.objects.create(post_id=post_id)
        transaction.on_commit(lambda: self.flush(Change.objects.filter(post_id=post_id)))

    def flush(self, changes):
        with suppress(SearchError):
            while True:
                keys = sorted(set(changes.values_list("post_id", flat=True)))
                locked = self._each("pg_try_advisory_lock", keys) if keys else []
                if not locked:
                    return
                try:
                    self._send(changes.filter(post_id__in=locked))
                finally:
                    self._each("pg_advisory_unlock", locked)

    def _send(self, changes):
        notes = dict(changes.values_list("pk", "post_id"))
        keys = set(notes.values())
        titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
        if titles:
            self.engine.put(self.index, titles)
        if keys - set(titles):
            self.engine.remove(self.index, keys - set(titles))
        if notes:
            Change.objects.filter(pk__in=list(notes)).delete()

    @staticmethod
    def _each(function, keys):
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH asked AS MATERIALIZED (SELECT key FROM unnest(%s::bigint[]) AS key)
                SELECT key FROM asked WHERE {function}(hashtextextended('outbox', key))
                """,
                [keys],
            )
            return [key for (key,) in cursor.fetchall()]


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        Outbox(engine).note(post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    Outbox(engine).note(post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    Outbox(engine).flush(Change.objects.all())
