"""A context manager holds one snapshot of the replica for several queries; it is over before anything is written."""

from collections import Counter
from contextlib import contextmanager

from django.db import connections, transaction

from arena.discuss.models import Comment, Post

ALIAS = "replica"
REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


@contextmanager
def one_moment(alias):
    """Have all queries of the block see the database as it is at the first one."""
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


class Report:
    def __init__(self):
        with one_moment(ALIAS):
            self.posts = list(Post.objects.using(ALIAS).order_by("id").values_list("id", flat=True))
            comments = Comment.objects.using(ALIAS)
            self.numbers = Counter(comments.order_by().values_list("post_id", flat=True).iterator())
            self.total = comments.count()

    def lines(self):
        for post in self.posts:
            yield f"{post}: {self.numbers[post]}"
        yield f"total: {self.total}"


def report(write):
    for line in Report().lines():
        write(line)
