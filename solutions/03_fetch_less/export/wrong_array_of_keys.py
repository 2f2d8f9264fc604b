"""The keys of all posts are one array in one row: a list that grows with the site.

Breaks: memory
Fails: memory
"""

import csv
import io

from django.contrib.postgres.aggregates import ArrayAgg

from arena.discuss.models import Post

PAGE = 500
HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    yield as_text([HEADER])
    keys = sorted(Post.objects.aggregate(keys=ArrayAgg("pk", default=[]))["keys"])
    for start in range(0, len(keys), PAGE):
        page = Post.objects.filter(pk__in=keys[start : start + PAGE]).order_by("pk")
        yield as_text(page.values_list("pk", "author__username", "title", "body"))
