"""It fills the new index, switches, and then sends every post once more to the index that writers use now.
"""

from uuid import uuid4

from django.db import connection

from arena.search.backends import SearchError

SIZE = 1_000


class Reindex:
    prefix = "posts-run-"  # of the names of indexes that are made here

    def __init__(self, engine):
        self.engine = engine
        self.new = f"{self.prefix}{uuid4()}"
        self.put = set()  # keys in the new index

    def run(self):
        old = self.engine.target("posts")
        self.sweep(old)
        try:
            self.engine.create(self.new)
            for titles in self.thousands():
                self.engine.put(self.new, titles)
                self.put.update(titles)
            self.engine.switch("posts", self.new)
        except BaseException:
            self.give_up()
            raise
        self.again()
        if old is not None:
            self.engine.drop(old)

    def sweep(self, current):
        """Drop what killed runs have left."""
        for index in self.engine.indexes():
            if index != current and index.startswith(self.prefix):
                self.engine.drop(index)

    def give_up(self):
        try:
            if self.engine.target("posts") != self.new:
                self.engine.drop(self.new)
        except SearchError:
            pass  # the engine is down: the next run sweeps

    def again(self):
        """Send all posts as they are now: until the switch, writers sent theirs elsewhere."""
        for titles in self.thousands():
            self.put.difference_update(titles)
            self.settle([*titles], titles)
        gone = sorted(self.put)
        for start in range(0, len(gone), SIZE):
            keys = gone[start : start + SIZE]
            self.settle(keys, self.read("id = ANY(%s)", [keys]))

    def settle(self, keys, titles):
        """Send these posts; repeat it for those that somebody has changed meanwhile."""
        while keys:
            if known := {pk: titles[pk] for pk in keys if pk in titles}:
                self.engine.put(self.new, known)
            if unknown := [pk for pk in keys if pk not in titles]:
                self.engine.remove(self.new, unknown)
            sent, titles = titles, self.read("id = ANY(%s)", [keys])
            keys = [pk for pk in keys if sent.get(pk) != titles.get(pk)]

    def thousands(self):
        """Yield all posts in parts, and read each part when it is due."""
        titles = self.read("true ORDER BY id LIMIT %s", [SIZE])
        while titles:
            yield titles
            titles = self.read("id > %s ORDER BY id LIMIT %s", [max(titles), SIZE])

    def read(self, where, params):
        return dict(self.ask(f"SELECT id, title FROM discuss_post WHERE {where}", params))

    def ask(self, sql, params=None):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


def reindex(engine):
    work = Reindex(engine)
    work.ask("SELECT pg_advisory_lock(20260, 731)")  # runs that overlap go one after the other
    try:
        work.run()
    finally:
        work.ask("SELECT pg_advisory_unlock(20260, 731)")
