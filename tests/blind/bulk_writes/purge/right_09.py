"""Two statements for each slice; the second one counts, locks and deletes on the server."""

from django.db import connection, transaction
from django.db.models import Q

from arena.discuss.models import Post

TABLES = ["discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags"]


def statement():
    """Return the SQL that deletes those of the posts %(ids)s of which every row could be locked."""
    parts = []
    for table in TABLES:
        parts.append(
            f"""free_{table} AS MATERIALIZED (
                SELECT id FROM {table} WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
            )"""
        )
    busy = " UNION ".join(
        f"""SELECT post_id FROM {table}
            WHERE post_id = ANY(%(ids)s) AND id NOT IN (SELECT id FROM free_{table})"""
        for table in TABLES
    )
    parts.append(f"busy AS MATERIALIZED ({busy})")
    parts.append(
        """gone AS MATERIALIZED (
            SELECT id FROM unnest(%(ids)s::bigint[]) AS given (id)
            WHERE id NOT IN (SELECT post_id FROM busy)
        )"""
    )
    for table in TABLES:
        parts.append(
            f"""delete_{table} AS (
                DELETE FROM {table} WHERE post_id IN (SELECT id FROM gone)
            )"""
        )
    return (
        f"WITH {', '.join(parts)} DELETE FROM discuss_post WHERE id IN (SELECT id FROM gone)"
    )


DELETE = statement()


def purge(before):
    over = Q(contest__isnull=True) | Q(contest__closes_at__lt=before)
    last = 0
    while True:
        with transaction.atomic():
            old = Post.objects.filter(over, published_at__lt=before, pk__gt=last).order_by("pk")
            locked = old.select_for_update(of=("self",), skip_locked=True)
            ids = list(locked.values_list("pk", flat=True)[:100])
            if not ids:
                return
            with connection.cursor() as cursor:
                cursor.execute(DELETE, {"ids": ids})
        last = ids[-1]
