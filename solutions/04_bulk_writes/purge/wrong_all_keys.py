"""All keys are fetched first: a post that is published anew is deleted when its slice comes.

Breaks: meantime
Fails: meantime
"""

from django.db import connection, transaction

from arena.contests.models import Contest
from arena.discuss.models import Post

SLICE = 100
CHILDREN = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")


def purge(before):
    open_contests = Contest.objects.filter(closes_at__gte=before)
    old = Post.objects.filter(published_at__lt=before).exclude(contest__in=open_contests)
    keys = list(old.values_list("pk", flat=True))
    for start in range(0, len(keys), SLICE):
        purge_slice(keys[start : start + SLICE])


@transaction.atomic
def purge_slice(keys):
    with connection.cursor() as cursor:
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [keys])
