"""RIGHT: locks both posts in the order of their ids with FOR NO KEY UPDATE, then counts; puts lock_timeout back for an outer transaction."""

import time

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

AGAIN = {"40P01", "40001"}
RETRIES = 5


def sqlstate(error):
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)


def move(source, target):
    for attempt in range(RETRIES + 1):
        try:
            return move_once(source, target)
        except DatabaseError as error:
            if sqlstate(error) not in AGAIN or attempt == RETRIES:
                raise
        time.sleep(0.02 * (attempt + 1))


@transaction.atomic
def move_once(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SET LOCAL lock_timeout = '2s'")

    posts = Post.objects.filter(pk__in=[source, target])
    list(posts.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))

    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).count()
    moved = comments.update(post=target)
    Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
    Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
    return moved
