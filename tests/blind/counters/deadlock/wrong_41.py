"""limit

SET LOCAL is left to end with the transaction, which may be the caller's: shows when move() is called
within atomic(), as the caller's next statements have this lock_timeout too.
"""

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

RETRIES = 4
AGAIN = {"40P01", "40001"}


def move(source, target):
    for retry in range(RETRIES + 1):
        try:
            return move_once(source, target)
        except DatabaseError as error:
            sqlstate = getattr(error.__cause__, "sqlstate", None)
            if sqlstate not in AGAIN or retry == RETRIES:
                raise


@transaction.atomic
def move_once(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
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
    return approved + others
