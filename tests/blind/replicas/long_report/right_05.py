"""Right: psycopg begins the transaction in REPEATABLE READ; its attribute is put back in any case."""

from django.db import connections, transaction
from django.db.models import Count
from psycopg import IsolationLevel

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "true", "max_standby_streaming_delay": "45s"}


def report(write):
    wrapper = connections["replica"]
    wrapper.ensure_connection()
    raw = wrapper.connection
    before = raw.isolation_level
    raw.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic(using="replica"):
            posts = Post.objects.using("replica").annotate(number=Count("comments"))
            for post in posts.only("pk").order_by("pk"):
                write(f"{post.pk}: {post.number}")
            write(f"total: {Comment.objects.using('replica').count()}")
    finally:
        if not raw.closed:
            raw.isolation_level = before
