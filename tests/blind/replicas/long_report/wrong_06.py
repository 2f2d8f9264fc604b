"""Wrong (moment): the total is the sum of the lines, but each line is of another moment.

Each count is a statement, with its own snapshot, when comments are applied between two lines.
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
