"""A class for one run, with SQL that finds new notes by an array of those it knows."""

from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from arena.discuss.models import Post
from arena.search.models import Change


def reindex(engine):
    Run(engine).all()


class Run:
    def __init__(self, engine):
        self.engine = engine
        self.old = engine.target("posts")
        self.new = f"posts-{datetime.now():%Y%m%d%H%M%S%f}"
        self.known = list(Change.objects.values_list("id", flat=True))

    def all(self):
        with self.half_made():
            keys = list(Post.objects.order_by("id").values_list("id", flat=True))
            for start in range(0, len(keys), 800):
                self.send(keys[start : start + 800])
            self.send_changed()
            self.engine.switch("posts", self.new)
        self.send_changed()
        self.engine.drop(self.old)

    @contextmanager
    def half_made(self):
        self.engine.create(self.new)
        try:
            yield
        except BaseException:
            self.engine.drop(self.new)
            raise

    def send_changed(self):
        while rows := self.changed():
            self.send(list({post for _, post in rows}))
            self.known += [note for note, _ in rows]

    def changed(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, post_id FROM search_change WHERE id <> ALL(%s) LIMIT 800", [self.known]
            )
            return cursor.fetchall()

    def send(self, keys):
        there = dict(Post.objects.filter(id__in=keys).values_list("id", "title"))
        self.engine.put(self.new, there)
        if missing := [key for key in keys if key not in there]:
            self.engine.remove(self.new, missing)
