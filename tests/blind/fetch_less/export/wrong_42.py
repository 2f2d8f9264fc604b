"""memory

The keys of all posts are fetched first, as one array in one row: shows with a million posts, whose
keys alone are more than 16 MiB of Python numbers, where with some thousands nothing is to be seen.
"""

import csv
import io

from django.contrib.postgres.aggregates import ArrayAgg

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
    keys = sorted(Post.objects.aggregate(keys=ArrayAgg("pk", default=[]))["keys"])
    posts = Post.objects.order_by("pk").values_list(*COLUMNS)
    for start in range(0, len(keys), SIZE):
        rows = list(posts.filter(pk__in=keys[start : start + SIZE]))
        if rows:
            yield as_text(rows)
