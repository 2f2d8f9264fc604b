"""Right: all is read in REPEATABLE READ, the transaction is ended, and then the lines are written."""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "5s"}


def read():
    transaction.set_autocommit(False, using="replica")
    try:
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
        lines = list(posts.values_list("pk", "number"))
        return lines, Comment.objects.using("replica").count()
    finally:
        try:
            transaction.rollback(using="replica")
        finally:
            transaction.set_autocommit(True, using="replica")


def report(write):
    lines, total = read()
    for pk, number in lines:
        write(f"{pk}: {number}")
    write(f"total: {total}")
