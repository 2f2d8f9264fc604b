"""queries

The keys are walked in steps of equal width from the lowest to the highest: shows when the keys have
wide gaps, as after many deletions or with one very high key, since most queries then find few posts or
none.
"""

import csv
import io

from django.db.models import Max, Min

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
SIZE = 200
COLUMNS = ("pk", "author__username", "title", "body")


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    yield as_text([HEADER])
    ends = Post.objects.aggregate(low=Min("pk"), high=Max("pk"))
    if ends["low"] is None:
        return
    posts = Post.objects.order_by("pk").values_list(*COLUMNS)
    for start in range(ends["low"], ends["high"] + 1, SIZE):
        rows = list(posts.filter(pk__gte=start, pk__lt=start + SIZE))
        if rows:
            yield as_text(rows)
