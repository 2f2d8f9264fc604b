"""Right: reads kept and true numbers in one snapshot, then compares and swaps those that nobody has changed or holds."""

from django.db import connection
from django.db.models import Count, F, Q

from arena.discuss.models import Post

SWAP = """
UPDATE discuss_post p SET kept_comments = w.number
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS w (id, kept, number)
WHERE p.id = w.id AND p.kept_comments = w.kept AND p.id IN (
    SELECT q.id FROM discuss_post q WHERE q.id = ANY(%s::bigint[])
    ORDER BY q.id FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING p.id
"""


def repair():
    approved = Count("comments", filter=Q(comments__is_approved=True))
    wrong = Post.objects.annotate(number=approved).exclude(number=F("kept_comments"))
    rows = list(wrong.order_by().values_list("pk", "kept_comments", "number"))
    if not rows:
        return []
    pks, kept, numbers = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(SWAP, [pks, kept, numbers, pks])
        return sorted(row[0] for row in cursor.fetchall())
