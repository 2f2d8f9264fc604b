"""SQL in a class: notes are taken with DELETE ... RETURNING in the transaction that sends them, so a failure or a kill brings them back."""

from functools import partial

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError

INDEX = "posts"


class Follower:
    def __init__(self, engine):
        self.engine = engine

    def remember(self, post_id):
        """Write a note in the transaction of the change, and act on it after the commit."""
        [note] = self.sql(
            "INSERT INTO search_change (post_id) VALUES (%s) RETURNING id", [post_id]
        )
        transaction.on_commit(partial(self.one, note))

    def one(self, note):
        self.work("DELETE FROM search_change WHERE id = %s RETURNING post_id", [note])

    def all(self):
        self.work(
            "DELETE FROM search_change WHERE id IN"
            " (SELECT id FROM search_change FOR UPDATE SKIP LOCKED) RETURNING post_id"
        )

    def work(self, take, params=()):
        try:
            with transaction.atomic():
                keys = sorted(set(self.sql(take, params)))
                before, now = None, self.titles(keys)
                # Somebody else may have put a newer title before our older one arrived.
                while now != before:
                    changed = [key for key in keys if before is None or now[key] != before[key]]
                    self.send({key: now[key] for key in changed})
                    before, now = now, self.titles(keys)
        except SearchError:
            return

    def titles(self, keys):
        if not keys:
            return {}
        found = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
        return {key: found.get(key) for key in keys}

    def send(self, titles):
        there = {key: title for key, title in titles.items() if title is not None}
        missing = [key for key in titles if key not in there]
        if there:
            self.engine.put(INDEX, there)
        if missing:
            self.engine.remove(INDEX, missing)

    @staticmethod
    def sql(statement, params=()):
        with connection.cursor() as cursor:
            cursor.execute(statement, list(params))
            return [value for (value,) in cursor.fetchall()]


def rename(engine, post_id, title):
    with transaction.atomic():
        if Post.objects.filter(pk=post_id).update(title=title):
            Follower(engine).remember(post_id)


def delete(engine, post_id):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).delete()
        Follower(engine).remember(post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    Follower(engine).all()
