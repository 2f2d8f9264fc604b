"""A text that a spreadsheet would run as a formula gets an apostrophe, which the post doesn't have.

Breaks: texts
Fails: answer
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


def harmless(text):
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def export():
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    yield as_text([HEADER])
    page = posts[:PAGE]
    while rows := list(page):
        yield as_text((key, *map(harmless, texts)) for key, *texts in rows)
        page = posts.filter(pk__gt=rows[-1][0])[:PAGE]
