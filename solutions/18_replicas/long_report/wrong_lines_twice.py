"""A report that is cancelled begins again, and so do its lines.

Breaks: lines
Fails: cancelled
"""

from django.db import OperationalError, connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    for is_last in (False, False, True):
        try:
            return attempt(write)
        except OperationalError:
            if is_last:
                raise


def attempt(write):
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        posts = Post.objects.using("replica").annotate(number=Count("comments"))
        for post in posts.order_by("pk").iterator(chunk_size=500):
            write(f"{post.pk}: {post.number}")
        write(f"total: {Comment.objects.using('replica').count()}")
