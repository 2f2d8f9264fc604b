"""Nothing can conflict while the replica applies nothing.

Breaks: fresh
Fails: finishes
"""

from django.db import connections
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "off", "max_standby_streaming_delay": "30s"}


def report(write):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_wal_replay_pause()")
        try:
            posts = Post.objects.using("replica").annotate(number=Count("comments"))
            for post in posts.order_by("pk"):
                write(f"{post.pk}: {post.number}")
            write(f"total: {Comment.objects.using('replica').count()}")
        finally:
            cursor.execute("SELECT pg_wal_replay_resume()")
