"""One transaction around all pages shows one moment, and stays open as long as the reader reads.

Until it ends, vacuum can remove no row that was deleted since.

Breaks: slow reader
Fails: slow_reader
"""

import csv
import io

from django.db import transaction

from arena.discuss.models import Post

PAGE = 500
HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def pages():
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    yield as_text([HEADER])
    page = posts[:PAGE]
    while rows := list(page):
        yield as_text(rows)
        page = posts.filter(pk__gt=rows[-1][0])[:PAGE]


def export():
    with transaction.atomic():
        yield from pages()
