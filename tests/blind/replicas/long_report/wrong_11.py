"""Wrong (moment, clean): SET SESSION CHARACTERISTICS holds for the next transactions, not for the one that
runs: the first report of a connection sees two moments, and the connection keeps the level."""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "60s"}


def read():
    posts = Post.objects.using("replica").order_by("pk").values_list("pk")
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        lines = list(posts.annotate(number=Count("comments")))
        total = Comment.objects.using("replica").count()
    return lines, total


def report(write):
    lines, total = read()
    for pk, number in lines:
        write(f"{pk}: {number}")
    write(f"total: {total}")
