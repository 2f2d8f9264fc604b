"""BEGIN by hand, in a connection of its own, and the comments are counted in Python."""

from collections import Counter

from django.db import connections

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on"}


def report(write):
    connection = connections["replica"]
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        try:
            keys = Post.objects.using("replica").order_by("pk").values_list("pk", flat=True)
            comments = Comment.objects.using("replica").values_list("post_id", flat=True)
            keys, numbers = list(keys), Counter(comments)
        finally:
            cursor.execute("ROLLBACK")
    for key in keys:
        write(f"{key}: {numbers[key]}")
    write(f"total: {numbers.total()}")
