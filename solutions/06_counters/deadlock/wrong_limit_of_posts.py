"""The limit ends when the posts are locked. For a comment that is locked it waits without end.

Breaks: limit
Fails: limit
"""

from django.db import OperationalError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

AGAIN = {"40P01", "40001"}  # deadlock_detected, serialization_failure
TIMES = 3


def move(source, target):
    for last in (False,) * TIMES + (True,):
        try:
            return move_once(source, target)
        except OperationalError as error:
            if last or getattr(error.__cause__, "sqlstate", None) not in AGAIN:
                raise


def set_lock_timeout(value):
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        [before] = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [value])
    return before


@transaction.atomic
def move_once(source, target):
    before = set_lock_timeout("2s")
    posts = Post.objects.filter(pk__in=(source, target)).order_by("pk")
    list(posts.select_for_update(no_key=True).values_list("pk"))
    set_lock_timeout(before)
    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).count()
    Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
    Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    number = comments.update(post=target)
    return number
