"""RIGHT: a text per post with the Echo writer of Django's documentation; the rows come from lists, never from a cursor."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")


class Echo:
    """Something with a write() that gives back what it gets."""

    def write(self, text):
        return text


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def all_rows(size=500):
    queryset = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    rows = list(queryset[:size])
    while rows:
        last = rows[-1][0]
        full = len(rows) == size
        yield from rows
        rows = list(queryset.filter(pk__gt=last)[:size]) if full else []


def export():
    writer = csv.writer(Echo())
    yield writer.writerow(HEADER)
    for row in all_rows():
        yield writer.writerow(row)
