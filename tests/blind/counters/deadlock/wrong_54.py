"""moved: the approved comments are counted before the posts are locked.

If another client adds or moves an approved comment between the count and the lock, more or fewer are moved than counted, and both
numbers are wrong from then on.
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
    before = _setting("SELECT current_setting('lock_timeout')")
    _setting("SELECT set_config('lock_timeout', '2s', true)")
    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).count()
    posts = Post.objects.select_for_update(no_key=True).filter(pk__in=[source, target])
    list(posts.order_by("pk").values_list("pk", flat=True))
    moved = comments.update(post=target)
    if approved:
        Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
        Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    # An outer transaction would keep the setting.
    _setting("SELECT set_config('lock_timeout', %s, true)", [before])
    return moved


def _setting(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]
