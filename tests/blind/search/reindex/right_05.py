"""RIGHT: a senior's: catches up before the switch and again after it, notes by a temporary table of seen ones."""

from contextlib import ExitStack, suppress
from functools import partial
from uuid import uuid4

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError

ALIAS = "posts"
BATCH = 1_000
FRESH = """
    WITH fresh AS (
        INSERT INTO reindex_seen (id)
        SELECT id FROM search_change AS change
        WHERE NOT EXISTS (SELECT FROM reindex_seen AS seen WHERE seen.id = change.id)
        RETURNING id
    )
    SELECT DISTINCT change.post_id FROM search_change AS change JOIN fresh USING (id)
"""


class Rebuild:
    def __init__(self, engine, index):
        self.engine = engine
        self.index = index

    def start(self):
        self.run("DROP TABLE IF EXISTS pg_temp.reindex_seen")
        self.run("CREATE TEMPORARY TABLE reindex_seen AS SELECT id FROM search_change")

    def run(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def copy(self):
        last = -1
        while rows := list(
            Post.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "title")[:BATCH]
        ):
            self.engine.put(self.index, dict(rows))
            last = rows[-1][0]
            if len(rows) < BATCH:
                break

    def catch_up(self):
        """Send the posts with new notes; return how many there were."""
        keys = sorted(key for (key,) in self.run(FRESH))
        for start in range(0, len(keys), BATCH):
            part = keys[start : start + BATCH]
            titles = dict(Post.objects.filter(pk__in=part).values_list("pk", "title"))
            if titles:
                self.engine.put(self.index, titles)
            if gone := set(part).difference(titles):
                self.engine.remove(self.index, gone)
        return len(keys)


def drop(engine, index):
    with suppress(SearchError):
        engine.drop(index)


def reindex(engine):
    old, new = engine.target(ALIAS), f"{ALIAS}-{uuid4().hex[:16]}"
    rebuild = Rebuild(engine, new)
    rebuild.start()
    with ExitStack() as undo:
        undo.callback(partial(drop, engine, new))
        engine.create(new)
        rebuild.copy()
        rebuild.catch_up()  # so that little is old just after the switch
        engine.switch(ALIAS, new)
        undo.pop_all()
    while rebuild.catch_up():
        pass
    if old is not None:
        engine.drop(old)
