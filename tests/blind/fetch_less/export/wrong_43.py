"""changes

Each slice begins with the last post of the slice before, which is then skipped: shows when exactly
that post is deleted in the meantime, as the next one is skipped in its place and never exported.
"""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
SIZE = 200
COLUMNS = ("pk", "author__username", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    posts = Post.objects.order_by("pk").values_list(*COLUMNS)
    rows = list(posts[:SIZE])
    yield as_text([HEADER, *rows])
    while len(rows) == SIZE:
        # One that we know and the next ones: so a full slice always has a successor or an end.
        rows = list(posts.filter(pk__gte=rows[-1][0])[:SIZE])
        if rows[1:]:
            yield as_text(rows[1:])
