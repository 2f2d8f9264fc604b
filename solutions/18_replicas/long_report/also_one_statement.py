"""One statement has one snapshot; the sum is made in Python. The statement is protected too."""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "10s"}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
    lines = list(posts.values_list("pk", "number"))
    for key, number in lines:
        write(f"{key}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
