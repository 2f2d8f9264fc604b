"""Wrong (finishes): one statement reads all, and the settings are left as they were.

A statement has a snapshot too. When it needs longer than the 30 seconds, it is cancelled as soon as
comments that it sees were vacuumed.
"""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "off", "max_standby_streaming_delay": "30s"}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
    lines = list(posts.values_list("pk", "number"))
    for pk, number in lines:
        write(f"{pk}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
