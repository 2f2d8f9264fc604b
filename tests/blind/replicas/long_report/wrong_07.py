"""Wrong (clean): when write() fails, the connection's next transactions are REPEATABLE READ too."""

from django.db import connections, transaction
from django.db.models import Count
from psycopg import IsolationLevel

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    wrapper = connections["replica"]
    wrapper.ensure_connection()
    before = wrapper.connection.isolation_level
    wrapper.connection.isolation_level = IsolationLevel.REPEATABLE_READ
    with transaction.atomic(using="replica"):
        posts = Post.objects.using("replica").annotate(number=Count("comments"))
        for post in posts.order_by("pk"):
            write(f"{post.pk}: {post.number}")
        write(f"total: {Comment.objects.using('replica').count()}")
    wrapper.connection.isolation_level = before
