"""Breaks "clean".

BEGIN and COMMIT are sent by hand, and COMMIT only if all went well: when write() raises, the transaction stays open on the replica's
connection, with its old snapshot, for all that comes after.
"""

from django.db import connections
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    with connections["replica"].cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        posts = Post.objects.using("replica").annotate(number=Count("comments"))
        for post in posts.order_by("pk"):
            write(f"{post.pk}: {post.number}")
        write(f"total: {Comment.objects.using('replica').count()}")
        cursor.execute("COMMIT")
