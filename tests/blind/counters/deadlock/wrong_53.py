"""limit: lock_timeout is set for the whole session.

After move() has returned, every later statement on this connection gives up after two seconds as well.
"""

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

TRIES = 6
AGAIN = {"40P01", "40001"}


def move(source, target):
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _move(source, target)
        except DatabaseError as error:
            if not left or getattr(error.__cause__, "sqlstate", None) not in AGAIN:
                raise


def _move(source, target):
    _setting("SELECT set_config('lock_timeout', '2s', false)")
    posts = Post.objects.select_for_update(no_key=True).filter(pk__in=[source, target])
    list(posts.order_by("pk").values_list("pk", flat=True))
    comments = Comment.objects.select_for_update(no_key=True).filter(post=source).order_by("pk")
    found = list(comments.values_list("pk", "is_approved"))
    approved = sum(is_approved for _, is_approved in found)
    moved = Comment.objects.filter(pk__in=[pk for pk, _ in found]).update(post=target)
    if approved:
        Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
        Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    return moved


def _setting(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]
