"""WRONG: breaks "slow reader": iterator() keeps a server-side cursor (WITH HOLD) open while the reader waits; all posts come from one query too."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    yield as_text([HEADER])
    posts = Post.objects.select_related("author").order_by("pk")
    for post in posts.iterator(chunk_size=500):
        yield as_text([(post.pk, post.author.username, post.title, post.body)])
