"""The header and the first 300 posts come in one text; later pages begin where the last key of the previous one ended."""

import csv
import io

from django.db.models import F

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
SIZE = 300


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def page(**after):
    posts = Post.objects.filter(**after).annotate(name=F("author__username"))
    return [tuple(row) for row in posts.order_by("id").values_list("id", "name", "title", "body")[:SIZE]]


def export():
    rows = page()
    yield as_text([HEADER, *rows])
    while len(rows) == SIZE:
        rows = page(id__gt=rows[-1][0])
        if rows:
            yield as_text(rows)
