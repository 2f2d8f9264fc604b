"""Breaks "lines".

It groups the comments, in one statement, and so has no line for a post without comments: shows with such a post.
"""

from django.db.models import Count

from arena.discuss.models import Comment

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    comments = Comment.objects.using("replica").values("post_id").annotate(number=Count("pk"))
    lines = list(comments.order_by("post_id").values_list("post_id", "number"))
    for post, number in lines:
        write(f"{post}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
