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
    last = 0
    while rows := list(posts.filter(pk__gt=last)[:PAGE]):
        yield as_text(rows)
        last = rows[-1][0]


def export():
    with transaction.atomic():
        yield from pages()
