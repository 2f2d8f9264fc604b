"""An iterator class: each call of __next__ asks for one page of posts behind the last key and keeps nothing but that key."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


class Export:
    page_size = 100

    def __init__(self):
        self.last_pk = None
        self.started = False
        self.finished = False

    def __iter__(self):
        return self

    def __next__(self):
        if not self.started:
            self.started = True
            return as_text([HEADER])
        if self.finished:
            raise StopIteration
        rows = self.next_rows()
        self.finished = len(rows) < self.page_size
        if not rows:
            raise StopIteration
        self.last_pk = rows[-1][0]
        return as_text(rows)

    def next_rows(self):
        posts = Post.objects.select_related("author").only("title", "body", "author__username").order_by("pk")
        if self.last_pk is not None:
            posts = posts.filter(pk__gt=self.last_pk)
        return [(post.pk, post.author.username, post.title, post.body) for post in posts[: self.page_size]]


def export():
    return Export()
