"""RESET ALL also takes away what the site has set.

Breaks: clean
Fails: clean
"""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def run(sql):
    with connections["replica"].cursor() as cursor:
        cursor.execute(sql)


def report(write):
    run("SET default_transaction_isolation = 'repeatable read'")
    try:
        with transaction.atomic(using="replica"):
            posts = Post.objects.using("replica").annotate(number=Count("comments"))
            for post in posts.order_by("pk"):
                write(f"{post.pk}: {post.number}")
            write(f"total: {Comment.objects.using('replica').count()}")
    finally:
        run("RESET ALL")
