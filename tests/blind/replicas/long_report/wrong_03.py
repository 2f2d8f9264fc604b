"""Wrong (fresh): to be on the safe side, the replica may wait for a query without end.

Then whatever else conflicts (a lock, say) stops the replay for as long as the report runs.
"""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "-1"}


def report(write):
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        posts = Post.objects.using("replica").annotate(number=Count("comments"))
        for post in posts.order_by("pk"):
            write(f"{post.pk}: {post.number}")
        write(f"total: {Comment.objects.using('replica').count()}")
