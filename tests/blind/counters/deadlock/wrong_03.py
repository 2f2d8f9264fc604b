"""WRONG: breaks "retry": the loop is inside of the transaction, which is aborted after 40P01: the second try fails with another error."""

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

RETRIES = 5


@transaction.atomic
def move(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
    for attempt in range(RETRIES + 1):
        try:
            posts = Post.objects.filter(pk__in=[source, target])
            list(posts.order_by("pk").select_for_update(no_key=True))
            comments = Comment.objects.filter(post=source)
            approved = comments.filter(is_approved=True).count()
            moved = comments.update(post=target)
            Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
            Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
            return moved
        except DatabaseError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state not in {"40P01", "40001"} or attempt == RETRIES:
                raise
