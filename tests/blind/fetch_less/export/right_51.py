"""Pages of 500 rows by key: each query continues behind the last key, and is over before its text is handed out."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


PAGE = 500


def export():
    yield as_text([HEADER])
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    page = list(posts[:PAGE])
    while page:
        last = page[-1][0]
        yield as_text(page)
        if len(page) < PAGE:
            return
        del page  # the reader may be slow; the next page should not lie beside this one
        page = list(posts.filter(pk__gt=last)[:PAGE])
