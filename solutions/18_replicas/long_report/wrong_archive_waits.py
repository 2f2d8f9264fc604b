"""What comes from the archive waits for a query without a limit.

Breaks: fresh
Fails: fresh
"""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {
    "hot_standby_feedback": "on",
    "max_standby_streaming_delay": "10s",
    "max_standby_archive_delay": "-1",
}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
    lines = list(posts.values_list("pk", "number"))
    for key, number in lines:
        write(f"{key}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
