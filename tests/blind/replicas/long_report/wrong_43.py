"""finishes: without feedback a statement of more than a minute is cancelled.

Nothing is open while it writes; but on a large site the statement itself takes minutes, the primary
doesn't know of it, and VACUUM removes the comments that it still has to count.
"""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "off", "max_standby_streaming_delay": "60s"}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments"))
    lines = list(posts.order_by("pk").values_list("pk", "number"))
    for key, number in lines:
        write(f"{key}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
