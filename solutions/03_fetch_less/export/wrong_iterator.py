"""iterator() bounds the memory, and its cursor stays open on the server until the reader is done.

PostgreSQL keeps the whole result for it. Behind PgBouncer in transaction mode the next FETCH fails.

Breaks: slow reader
Fails: slow_reader
"""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    yield as_text([HEADER])
    for row in posts.iterator(chunk_size=500):
        yield as_text([row])
