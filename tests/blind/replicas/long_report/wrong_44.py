"""fresh: what comes from the archive waits for a query for ever.

max_standby_archive_delay is -1. A replica that catches up from archived files of the log (after its
connection was away) stops at the first conflict until the report, or any other query, has ended.
"""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {
    "hot_standby_feedback": "on",
    "max_standby_streaming_delay": "30s",
    "max_standby_archive_delay": "-1",
}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments"))
    lines = list(posts.order_by("pk").values_list("pk", "number"))
    for key, number in lines:
        write(f"{key}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
