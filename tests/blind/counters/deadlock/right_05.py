"""RIGHT: a beginner's: gets the posts one by one, lowest id first, adds in Python under the locks and saves that one field; retries by calling itself."""

from django.db import connection, transaction
from django.db.utils import DatabaseError

from arena.discuss.models import Comment, Post


def move(source, target, tries_left=3):
    try:
        return do_move(source, target)
    except DatabaseError as error:
        code = getattr(error.__cause__, "sqlstate", None) or getattr(error.__cause__, "pgcode", None)
        if code in ("40P01", "40001") and tries_left > 0:
            retry = True
        else:
            raise
    if retry:
        return move(source, target, tries_left - 1)


def do_move(source, target):
    with transaction.atomic():
        cursor = connection.cursor()
        cursor.execute("SHOW lock_timeout")
        timeout_before = cursor.fetchone()[0]
        cursor.execute("SET LOCAL lock_timeout = 2000")

        first_pk = min(source, target)
        second_pk = max(source, target)
        first = Post.objects.select_for_update(no_key=True).get(pk=first_pk)
        second = Post.objects.select_for_update(no_key=True).get(pk=second_pk)
        if first.pk == source:
            source_post, target_post = first, second
        else:
            source_post, target_post = second, first

        approved = 0
        ids = []
        for pk, is_approved in Comment.objects.filter(post=source).values_list("pk", "is_approved"):
            ids.append(pk)
            if is_approved:
                approved += 1
        moved = Comment.objects.filter(pk__in=ids).update(post=target)

        source_post.kept_comments -= approved
        source_post.save(update_fields=["kept_comments"])
        target_post.kept_comments += approved
        target_post.save(update_fields=["kept_comments"])

        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [timeout_before])
        cursor.close()
        return moved
