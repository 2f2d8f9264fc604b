"""Wrong (slow reader): iterator() keeps a cursor on the server (WITH HOLD, or in a transaction) open while the
reader waits."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


BATCH = 200


def export():
    yield as_text([HEADER])
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    rows = []
    for row in posts.iterator(chunk_size=BATCH):
        rows.append(row)
        if len(rows) == BATCH:
            yield as_text(rows)
            rows = []
    if rows:
        yield as_text(rows)
