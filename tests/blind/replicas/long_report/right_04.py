"""Right: REPEATABLE READ, and a cursor on the server, which is closed before the transaction ends."""

from contextlib import closing

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {
    "hot_standby_feedback": "on",
    "wal_receiver_status_interval": "1s",
    "max_standby_streaming_delay": "30s",
    "max_standby_archive_delay": "30s",
}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
    with transaction.atomic(using="replica", durable=True):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with closing(posts.values_list("pk", "number").iterator(chunk_size=500)) as rows:
            for pk, number in rows:
                write(f"{pk}: {number}")
        write(f"total: {Comment.objects.using('replica').count()}")
