"""A class, with a mark that names the oldest running transaction; the posts of later changes are fetched in a second query."""

from secrets import token_hex

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

ALIAS = "posts"
LIMIT = 1000


class Rebuild:
    def __init__(self, engine):
        self.engine = engine
        self.index = f"{ALIAS}_{token_hex(12)}"
        self.handled = set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text")
            self.oldest = cursor.fetchone()[0]

    def run(self):
        old = self.engine.target(ALIAS)
        try:
            self.engine.create(self.index)
            self.copy_all()
            self.write(self.changed())
            self.engine.switch(ALIAS, self.index)
        except BaseException:
            self.give_up()
            raise
        self.catch_up()
        if old:
            self.engine.drop(old)

    def copy_all(self):
        batch = list(Post.objects.order_by("pk").values_list("pk", "title")[:LIMIT])
        while batch:
            self.engine.put(self.index, dict(batch))
            if len(batch) < LIMIT:
                return
            after = batch[-1][0]
            batch = list(Post.objects.order_by("pk").filter(pk__gt=after).values_list("pk", "title")[:LIMIT])

    def changed(self):
        """Return the posts of changes that were not visible at the start and not handled since."""
        rows = Change.objects.extra(where=["age(search_change.xmin) <= age(%s::xid)"], params=[self.oldest])
        new = {pk: post for pk, post in rows.values_list("pk", "post_id") if pk not in self.handled}
        self.handled.update(new)
        return set(new.values())

    def catch_up(self):
        """Write until no post of the last round has changed during that round."""
        posts = self.changed()
        while posts:
            self.write(posts)
            posts &= self.changed()

    def write(self, posts):
        keys = sorted(posts)
        for start in range(0, len(keys), LIMIT):
            part = keys[start : start + LIMIT]
            texts = dict(Post.objects.filter(pk__in=part).values_list("pk", "title"))
            gone = [pk for pk in part if pk not in texts]
            if texts:
                self.engine.put(self.index, texts)
            if gone:
                self.engine.remove(self.index, gone)

    def give_up(self):
        try:
            if self.engine.target(ALIAS) != self.index:
                self.engine.drop(self.index)
        except SearchError:
            pass


def reindex(engine):
    Rebuild(engine).run()
