"""Wrong (finishes): the replica waits a minute for the report, and then cancels it.

That happens when the transaction is open for longer than a minute after the comments that it sees
were vacuumed: the primary doesn't know what the replica needs.
"""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "off", "max_standby_streaming_delay": "60s"}


def report(write):
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        posts = Post.objects.using("replica").annotate(number=Count("comments"))
        for post in posts.order_by("pk"):
            write(f"{post.pk}: {post.number}")
        write(f"total: {Comment.objects.using('replica').count()}")
