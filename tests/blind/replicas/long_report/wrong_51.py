"""Breaks "fresh".

Instead of hot_standby_feedback, the replica waits for any query without a limit: as soon as VACUUM removes rows that the report still
sees, nothing more is applied until the report ends.
"""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "off", "max_standby_streaming_delay": "-1"}


def report(write):
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        posts = Post.objects.using("replica").annotate(number=Count("comments"))
        for post in posts.order_by("pk"):
            write(f"{post.pk}: {post.number}")
        write(f"total: {Comment.objects.using('replica').count()}")
