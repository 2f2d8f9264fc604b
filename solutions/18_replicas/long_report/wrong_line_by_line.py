"""The total is the sum of the lines, and each line is of another moment.

Breaks: moment
Fails: moment
"""

from django.db import transaction

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    total = 0
    with transaction.atomic(using="replica"):
        for post in Post.objects.using("replica").order_by("pk"):
            number = post.comments.count()
            write(f"{post.pk}: {number}")
            total += number
    write(f"total: {total}")
