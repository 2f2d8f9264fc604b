"""Rule slow reader: a cursor (and its transaction) stays open while the reader waits.

iterator() reads from a cursor on the server. It shows after the first text, in pg_cursors or pg_stat_activity.
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
    rows = [HEADER]
    for row in posts.iterator(chunk_size=500):
        rows.append(row)
        if len(rows) == 500:
            yield as_text(rows)
            rows = []
    yield as_text(rows)
