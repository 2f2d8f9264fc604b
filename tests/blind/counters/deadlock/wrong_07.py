"""WRONG: breaks "retry" by one: RETRIES = 2 are two tries, so it begins again only once."""

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post

RETRIES = 2


def move(source, target):
    for attempt in range(RETRIES):
        try:
            return move_once(source, target)
        except DatabaseError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state not in {"40P01", "40001"} or attempt == RETRIES - 1:
                raise


@transaction.atomic
def move_once(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()[0]
        cursor.execute("SET LOCAL lock_timeout = '2s'")
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
