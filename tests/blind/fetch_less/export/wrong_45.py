"""changes

A slice is two queries, its keys and then its posts, and a slice with fewer posts than fit is taken for
the last: shows when a post of it is deleted between the two, as all posts after it are missing.
"""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
SIZE = 200
COLUMNS = ("pk", "author__username", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    yield as_text([HEADER])
    keys = Post.objects.order_by("pk").values_list("pk", flat=True)
    slice_ = list(keys[:SIZE])
    while slice_:
        # The index finds the keys; only then are the wide rows read.
        posts = Post.objects.filter(pk__in=slice_).order_by("pk")
        rows = list(posts.values_list(*COLUMNS))
        if rows:
            yield as_text(rows)
        if len(rows) < SIZE:
            break
        slice_ = list(keys.filter(pk__gt=slice_[-1])[:SIZE])
