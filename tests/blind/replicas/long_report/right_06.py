"""Right: two simple queries on one snapshot, joined in Python; a context manager holds the snapshot."""

from contextlib import contextmanager

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"max_standby_streaming_delay": "30s", "hot_standby_feedback": "on"}


@contextmanager
def snapshot(alias):
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def report(write):
    with snapshot("replica"):
        comments = Comment.objects.using("replica").order_by()
        numbers = dict(comments.values_list("post_id").annotate(number=Count("pk")))
        keys = Post.objects.using("replica").order_by("pk").values_list("pk", flat=True)
        for pk in keys:
            write(f"{pk}: {numbers.get(pk, 0)}")
        write(f"total: {sum(numbers.values())}")
