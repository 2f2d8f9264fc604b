"""Two statements in a transaction that is REPEATABLE READ, for itself alone, and committed before anything is written."""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {
    # VACUUM leaves what the replica's queries still see ...
    "hot_standby_feedback": "on",
    "wal_receiver_status_interval": "1s",
    # ... and for everything else a query has to give way in time.
    "max_standby_streaming_delay": "1min",
}


def numbers():
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        counts = Comment.objects.using("replica").order_by().values("post").annotate(n=Count("pk"))
        number_of = {row["post"]: row["n"] for row in counts}
        keys = Post.objects.using("replica").order_by("pk").values_list("pk", flat=True)
        return [(key, number_of.get(key, 0)) for key in keys], sum(number_of.values())


def report(write):
    lines, total = numbers()
    for key, number in lines:
        write(f"{key}: {number}")
    write(f"total: {total}")
