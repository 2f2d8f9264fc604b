"""Wrong (replica): if the replica cancels the query, the report is read from the primary."""

from django.db import OperationalError, connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "60s"}


def read(alias):
    posts = Post.objects.using(alias).order_by("pk").values_list("pk")
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        lines = list(posts.annotate(number=Count("comments")))
        total = Comment.objects.using(alias).count()
    return lines, total


def report(write):
    try:
        lines, total = read("replica")
    except OperationalError:
        lines, total = read("default")
    for pk, number in lines:
        write(f"{pk}: {number}")
    write(f"total: {total}")
