"""A decorator begins again, a context manager limits the waiting, and each post is locked on its own, the lower key first."""

from contextlib import contextmanager
from functools import wraps

from django.db import connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post


def is_transient(error: BaseException) -> bool:
    state = getattr(error.__cause__, "sqlstate", None) or getattr(error, "sqlstate", None)
    return state in {"40P01", "40001"}


def again(times: int):
    def decorate(function):
        @wraps(function)
        def wrapper(*args, **kwargs):
            for _ in range(times):
                try:
                    return function(*args, **kwargs)
                except Exception as error:
                    if not is_transient(error):
                        raise
            return function(*args, **kwargs)

        return wrapper

    return decorate


@contextmanager
def lock_timeout(value: str):
    """Limit each wait for a lock inside this block; an error's rollback undoes the setting by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)", [value]
        )
        old = cursor.fetchone()[0]
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [old])


@again(times=4)
def move(source, target):
    with transaction.atomic(), lock_timeout("2s"):
        for pk in sorted([int(source), int(target)]):
            Post.objects.select_for_update(no_key=True).only("pk").get(pk=pk)
        rows = Comment.objects.select_for_update(no_key=True).filter(post_id=source).order_by("pk").only("is_approved")
        comments = list(rows)
        for comment in comments:
            comment.post_id = target
        Comment.objects.bulk_update(comments, ["post"], batch_size=1000)
        change = sum(1 for comment in comments if comment.is_approved)
        for pk, difference in ((source, -change), (target, change)):
            Post.objects.filter(pk=pk).update(kept_comments=F("kept_comments") + difference)
        return len(comments)
