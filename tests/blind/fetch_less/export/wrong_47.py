"""slow reader

A thread fetches the next slice while the reader is busy with this one, and Django gives the thread a
connection of its own: shows when the server's connections are counted between two texts.
"""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
SIZE = 200
COLUMNS = ("pk", "author__username", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def fetch(last):
    posts = Post.objects.order_by("pk").values_list(*COLUMNS)
    return list(posts[:SIZE] if last is None else posts.filter(pk__gt=last)[:SIZE])


def export():
    yield as_text([HEADER])
    with ThreadPoolExecutor(max_workers=1) as ahead:
        rows = ahead.submit(fetch, None).result()
        while rows:
            coming = ahead.submit(fetch, rows[-1][0]) if len(rows) == SIZE else None
            yield as_text(rows)
            rows = coming.result() if coming else []
