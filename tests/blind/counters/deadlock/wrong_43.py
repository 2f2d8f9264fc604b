"""retry

Every OperationalError is a reason to begin again, and a lock that was not to be had in time is one of
these: shows when a post is locked for long, as move() waits for it four times in a row, and a second each.
"""

from django.db import OperationalError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

RETRIES = 3


def move(source, target):
    for retry in range(RETRIES + 1):
        try:
            return move_once(source, target)
        except OperationalError:  # deadlock detected, or could not serialize
            if retry == RETRIES:
                raise


@transaction.atomic
def move_once(source, target):
    before = set_lock_timeout("1s")
    # In the order of their keys, so that of two calls one has both or none. Without a lock of the
    # keys themselves: likes refer to these.
    posts = Post.objects.filter(pk__in=[source, target]).order_by("pk")
    list(posts.select_for_update(no_key=True).values_list("pk"))
    # Each UPDATE tells how many it moved, whatever was added or approved before we had the locks.
    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).update(post=target)
    others = comments.update(post=target)
    Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
    Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    set_lock_timeout(before)
    return approved + others


def set_lock_timeout(value):
    """Set it until the end of the transaction, and return what it was. A rollback resets it too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [value])
    return before
