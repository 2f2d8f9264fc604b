"""Wrong (clean): when write() fails, the transaction stays open, and autocommit stays off."""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    transaction.set_autocommit(False, using="replica")
    with connections["replica"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    posts = Post.objects.using("replica").annotate(number=Count("comments"))
    for post in posts.order_by("pk"):
        write(f"{post.pk}: {post.number}")
    write(f"total: {Comment.objects.using('replica').count()}")
    transaction.commit(using="replica")
    transaction.set_autocommit(True, using="replica")
