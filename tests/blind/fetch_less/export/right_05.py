"""RIGHT: the next keys are a subquery, each batch has a short transaction of its own that ends before the yield."""

import csv
import io

from django.db import transaction
from django.db.models import F

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
BATCH = 200


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def batch_after(last):
    keys = Post.objects.order_by("pk")
    if last is not None:
        keys = keys.filter(pk__gt=last)
    posts = Post.objects.filter(pk__in=keys.values("pk")[:BATCH])
    with transaction.atomic():
        return [
            (post["pk"], post["name"], post["title"], post["body"])
            for post in posts.annotate(name=F("author__username"))
            .order_by("pk")
            .values("pk", "name", "title", "body")
        ]


def export():
    lines = [HEADER]
    last = None
    more = True
    while more:
        rows = batch_after(last)
        more = len(rows) == BATCH
        if rows:
            last = rows[-1][0]
        lines.extend(rows)
        text = as_text(lines)
        lines = []
        if text:
            yield text
