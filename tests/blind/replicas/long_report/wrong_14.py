"""Wrong (clean): the connection's isolation level is put back only if nothing fails.

After a write() that raises, the connection stays at REPEATABLE READ.
"""

from django.db import connections, transaction
from django.db.models import Count
from psycopg import IsolationLevel

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    connection = connections["replica"]
    connection.ensure_connection()
    before = connection.connection.isolation_level
    connection.connection.isolation_level = IsolationLevel.REPEATABLE_READ
    with transaction.atomic(using="replica"):
        posts = Post.objects.using("replica").order_by("pk").values_list("pk")
        for pk, number in posts.annotate(number=Count("comments")).iterator():
            write(f"{pk}: {number}")
        total = Comment.objects.using("replica").count()
    connection.connection.isolation_level = before
    write(f"total: {total}")
