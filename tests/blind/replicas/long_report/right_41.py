"""One statement, which is over before the first line is written, and the sum of its numbers; the primary is told what the replica reads."""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {
    "hot_standby_feedback": "on",
    "wal_receiver_status_interval": "1s",
    "max_standby_streaming_delay": "30s",
}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments"))
    # One statement sees one moment. Its snapshot and its locks end here: write() may take its time.
    lines = list(posts.order_by("pk").values_list("pk", "number"))
    for key, number in lines:
        write(f"{key}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
