"""Wrong (slow reader): all pages are read in one transaction. It stays open, idle, while the reader waits."""

import csv
import io

from django.db import transaction

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
BATCH = 200


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    with transaction.atomic():
        yield as_text([HEADER])
        posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
        following = posts
        while rows := list(following[:BATCH]):
            yield as_text(rows)
            following = posts.filter(pk__gt=rows[-1][0])
