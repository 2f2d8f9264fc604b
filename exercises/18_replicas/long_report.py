"""The total of Arena's report isn't the sum of its lines. In one transaction, it is cancelled.

The report runs on the replica for minutes, while visitors write and VACUUM cleans up behind them:
"canceling statement due to conflict with recovery".

Change report(), and REPLICA, which is set in the replica's postgresql.conf before the report.

Rules:
- lines: each post by its key with its number of comments, then the total, passed to write().
- moment: all of them are of one moment.
- finishes: the report is not cancelled when comments that it reads are deleted and vacuumed.
- fresh: in the meantime the replica applies what is written. Its settings let it wait for a query
  for at most a minute.
- clean: afterwards, even if write() fails, no transaction is open, and the connection works as
  before.
- replica: nothing is read from the primary.
"""

from django.db import transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "off", "max_standby_streaming_delay": "30s"}


def report(write):
    with transaction.atomic(using="replica"):
        # TODO: these two statements see two moments.
        posts = Post.objects.using("replica").annotate(number=Count("comments"))
        for post in posts.order_by("pk"):
            write(f"{post.pk}: {post.number}")
        write(f"total: {Comment.objects.using('replica').count()}")
