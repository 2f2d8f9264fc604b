"""Right: both are read in one REPEATABLE READ transaction; it has ended when write() is called."""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "60s"}


def read():
    posts = Post.objects.using("replica").order_by("pk").values_list("pk")
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        lines = list(posts.annotate(number=Count("comments")))
        total = Comment.objects.using("replica").count()
    return lines, total


def report(write):
    lines, total = read()
    for pk, number in lines:
        write(f"{pk}: {number}")
    write(f"total: {total}")
