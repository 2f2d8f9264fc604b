"""Right: one statement, whose lines are added up."""

from contextlib import closing

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    # One statement sees one moment. Outside a transaction its cursor is WITH HOLD: once it is
    # opened, neither a snapshot nor a lock is left on the replica, however slow write() is.
    posts = Post.objects.using("replica").order_by("pk")
    lines = posts.values_list("pk").annotate(number=Count("comments"))
    total = 0
    with closing(lines.iterator(chunk_size=2000)) as rows:
        for pk, number in rows:
            write(f"{pk}: {number}")
            total += number
    write(f"total: {total}")
