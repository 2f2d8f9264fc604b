"""Short queries of 200 posts each go on after the last key, and each is one text."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
SIZE = 200


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    rows = list(posts[:SIZE])
    yield as_text([HEADER, *rows])
    while len(rows) == SIZE:
        # A full slice: there may be more after its last key, which no deletion can move.
        last = rows[-1][0]
        del rows  # before the next slice is in memory too
        rows = list(posts.filter(pk__gt=last)[:SIZE])
        if rows:
            yield as_text(rows)
