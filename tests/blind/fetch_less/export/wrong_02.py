"""WRONG: breaks "changes": pages by OFFSET, so posts deleted from an earlier page shift the rest and posts are skipped."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
BATCH = 500


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    yield as_text([HEADER])
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    start = 0
    while True:
        rows = list(posts[start : start + BATCH])
        if rows:
            yield as_text(rows)
        if len(rows) < BATCH:
            return
        start += BATCH
