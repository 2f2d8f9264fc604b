"""All locks in one order for everybody: comments by key, then posts by key, and the posts as late as possible."""

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post


def move(source, target, *, retries=3):
    try:
        with transaction.atomic():
            return move_once(source, target)
    except DatabaseError as error:
        if not retries or getattr(error.__cause__, "sqlstate", None) not in ("40P01", "40001"):
            raise
    return move(source, target, retries=retries - 1)


def move_once(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        former = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('lock_timeout', '2000', true)")

        locked = Comment.objects.select_for_update(no_key=True).filter(post_id=source)
        approvals = dict(locked.order_by("pk").values_list("pk", "is_approved"))
        moved = Comment.objects.filter(pk__in=list(approvals)).update(post_id=target)
        approved = list(approvals.values()).count(True)

        changes = {source: -approved, target: approved}
        for pk in sorted(changes):
            Post.objects.filter(pk=pk).update(kept_comments=F("kept_comments") + changes[pk])

        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [former])
    return moved
