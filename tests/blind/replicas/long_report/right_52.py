"""A REPEATABLE READ, READ ONLY transaction for both queries, written line by line; the primary keeps its rows by hot_standby_feedback."""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "60s", "wal_receiver_status_interval": "1s"}


def report(write):
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            # Only for this transaction.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
        for pk, number in posts.values_list("pk", "number").iterator(chunk_size=2_000):
            write(f"{pk}: {number}")
        write(f"total: {Comment.objects.using('replica').count()}")
