"""WRONG: breaks "changes" by a race: a post deleted between the query for keys and the one for posts makes the batch short, and the export ends early."""

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
    keys = Post.objects.order_by("pk").values_list("pk", flat=True)
    page = keys
    while True:
        pks = list(page[:BATCH])
        if not pks:
            return
        rows = list(
            Post.objects.filter(pk__in=pks)
            .order_by("pk")
            .values_list("pk", "author__username", "title", "body")
        )
        yield as_text(rows)
        if len(rows) < BATCH:
            return
        page = keys.filter(pk__gt=pks[-1])
