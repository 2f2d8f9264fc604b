"""A loop without an end.

Breaks: retry
Fails: retry
"""

from django.db import OperationalError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

AGAIN = {"40P01", "40001"}  # deadlock_detected, serialization_failure


def move(source, target):
    while True:
        try:
            return move_once(source, target)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in AGAIN:
                raise


@transaction.atomic
def move_once(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
    posts = Post.objects.filter(pk__in=(source, target)).order_by("pk")
    list(posts.select_for_update(no_key=True).values_list("pk"))
    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).count()
    Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
    Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    return comments.update(post=target)
