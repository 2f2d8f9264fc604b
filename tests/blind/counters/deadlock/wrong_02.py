"""WRONG: breaks "limit": sets lock_timeout for the session and 0 afterwards: a connection with a lock_timeout of its own has lost it."""

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def move(source, target):
    execute("SET lock_timeout = '3s'")
    try:
        for attempt in range(5):
            try:
                return move_once(source, target)
            except DatabaseError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state not in {"40P01", "40001"} or attempt == 4:
                    raise
    finally:
        execute("SET lock_timeout = 0")


@transaction.atomic
def move_once(source, target):
    posts = Post.objects.filter(pk__in=[source, target])
    list(posts.order_by("pk").select_for_update(no_key=True))
    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).count()
    moved = comments.update(post=target)
    Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
    Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    return moved
