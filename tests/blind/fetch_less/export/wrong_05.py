"""WRONG: breaks "slow reader": keyset batches, but all in one REPEATABLE READ transaction that is open at each yield."""

import csv
import io

from django.db import connection, transaction

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
BATCH = 500


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    posts = Post.objects.order_by("pk").values_list("pk", "author__username", "title", "body")
    with transaction.atomic():
        with connection.cursor() as cursor:
            # One snapshot, so that nothing changes under the export.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield as_text([HEADER])
        rows = list(posts[:BATCH])
        while rows:
            yield as_text(rows)
            rows = list(posts.filter(pk__gt=rows[-1][0])[:BATCH])
