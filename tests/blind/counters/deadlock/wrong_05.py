"""WRONG: breaks "moved" by a race: counts before it has the locks; a comment added while it waits for them is moved but not counted."""

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post


def move(source, target):
    for attempt in range(5):
        try:
            return move_once(source, target)
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", None) not in {"40P01", "40001"} or attempt == 4:
                raise


@transaction.atomic
def move_once(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()[0]
        cursor.execute("SET LOCAL lock_timeout = '2s'")
    comments = Comment.objects.filter(post=source)
    approved = comments.filter(is_approved=True).count()
    change = {source: -approved, target: approved}
    for pk in sorted(change):
        Post.objects.filter(pk=pk).update(kept_comments=F("kept_comments") + change[pk])
    moved = comments.update(post=target)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
    return moved
