"""Posts without a comment have no line.

Breaks: lines
Fails: lines
"""

from collections import Counter

from arena.discuss.models import Comment

REPLICA = {"hot_standby_feedback": "on"}


def report(write):
    comments = Comment.objects.using("replica").values_list("post_id", flat=True)
    numbers = Counter(comments.order_by("post_id"))
    for key, number in numbers.items():
        write(f"{key}: {number}")
    write(f"total: {numbers.total()}")
