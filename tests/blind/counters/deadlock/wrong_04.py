"""WRONG: breaks "retry" (not on other errors) and "limit": retries on every OperationalError, also on 55P03 of the lock_timeout, so it waits 6 times 3 seconds."""

import time

from django.db import OperationalError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

RETRIES = 5


def move(source, target):
    for attempt in range(RETRIES + 1):
        try:
            return move_once(source, target)
        except OperationalError:
            if attempt == RETRIES:
                raise
            time.sleep(0.05)


@transaction.atomic
def move_once(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()[0]
        cursor.execute("SET LOCAL lock_timeout = '3s'")
    posts = Post.objects.filter(pk__in=[source, target])
    list(posts.order_by("pk").select_for_update(no_key=True))
    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).count()
    moved = comments.update(post=target)
    Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
    Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
    return moved
