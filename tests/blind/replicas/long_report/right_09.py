"""Right: outside a transaction iterator() declares a cursor WITH HOLD, filled by one statement.

The cursor is closed in any case.
"""

from contextlib import closing

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    comments = Comment.objects.filter(post=OuterRef("pk")).order_by()
    number = comments.values("post").annotate(number=Count("pk")).values("number")
    posts = Post.objects.using("replica").annotate(number=Coalesce(Subquery(number), 0))
    rows = posts.order_by("pk").values_list("pk", "number")
    total = 0
    with closing(rows.iterator()) as lines:
        for pk, number in lines:
            write(f"{pk}: {number}")
            total += number
    write(f"total: {total}")
