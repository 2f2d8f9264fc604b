"""Wrong (lines): a post without comments has no line."""

from contextlib import closing

from django.db.models import Count

from arena.discuss.models import Comment

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    # One statement sees one moment. Outside a transaction its cursor is WITH HOLD: once it is
    # opened, neither a snapshot nor a lock is left on the replica, however slow write() is.
    comments = Comment.objects.using("replica").order_by("post_id")
    lines = comments.values_list("post_id").annotate(number=Count("pk"))
    total = 0
    with closing(lines.iterator(chunk_size=2000)) as rows:
        for pk, number in rows:
            write(f"{pk}: {number}")
            total += number
    write(f"total: {total}")
