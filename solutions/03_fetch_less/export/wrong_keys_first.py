"""All keys are fetched first, so that each page can name its own: a list that grows with the site.

Breaks: rows
Fails: memory
"""

import csv
import io

from arena.discuss.models import Post

PAGE = 500
HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    keys = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    yield as_text([HEADER])
    for start in range(0, len(keys), PAGE):
        page = Post.objects.filter(pk__in=keys[start : start + PAGE]).order_by("pk")
        yield as_text(page.values_list("pk", "author__username", "title", "body"))
