"""Wrong (fresh): the replay is paused during the report, so the replica applies nothing meanwhile."""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "off", "max_standby_streaming_delay": "30s"}


def run(sql):
    with connections["replica"].cursor() as cursor:
        cursor.execute(sql)


def report(write):
    run("SELECT pg_wal_replay_pause()")
    try:
        with transaction.atomic(using="replica"):
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            posts = Post.objects.using("replica").annotate(number=Count("comments"))
            for post in posts.order_by("pk"):
                write(f"{post.pk}: {post.number}")
            write(f"total: {Comment.objects.using('replica').count()}")
    finally:
        run("SELECT pg_wal_replay_resume()")
