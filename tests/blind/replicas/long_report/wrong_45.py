"""lines: after a cancellation it begins anew, and so do the lines.

What has been passed to write() before can't be taken back: if the transaction is cancelled on the way
(such as for a lock: ALTER TABLE, or VACUUM that cuts off the table's end), posts come twice.
"""

from django.db import OperationalError, connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def attempt(write):
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        posts = Post.objects.using("replica").annotate(number=Count("comments"))
        for post in posts.order_by("pk").iterator(chunk_size=500):
            write(f"{post.pk}: {post.number}")
        write(f"total: {Comment.objects.using('replica').count()}")


def report(write):
    for is_last in (False, False, True):
        try:
            return attempt(write)
        except OperationalError as error:
            if is_last or "conflict with recovery" not in str(error):
                raise
