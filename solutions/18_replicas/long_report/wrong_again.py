"""A second attempt is as long as the first, and is cancelled as well.

Breaks: finishes
Fails: finishes
"""

from django.db import OperationalError
from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"max_standby_streaming_delay": "0"}


def report(write):
    for attempt in range(5):
        try:
            posts = Post.objects.using("replica").annotate(number=Count("comments"))
            lines = list(posts.order_by("pk").values_list("pk", "number"))
            break
        except OperationalError:
            if attempt == 4:
                raise
    for key, number in lines:
        write(f"{key}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
