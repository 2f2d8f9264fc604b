"""Wrong (rows): fetches the ids of all posts first, with one query, and holds them to the end. Above 1,000 posts
that query returns too many rows, and the memory grows with the posts."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


BATCH = 200


def export():
    yield as_text([HEADER])
    keys = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    for start in range(0, len(keys), BATCH):
        rows = list(posts.filter(pk__in=keys[start : start + BATCH]))
        if rows:
            yield as_text(rows)
