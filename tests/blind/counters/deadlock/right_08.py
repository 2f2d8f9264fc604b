"""Right: the ORM, and a decorator that begins again."""

import functools
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post


def again(times):
    """Begin again, so many times at most, after a deadlock or a failed serialization."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for _ in range(times):
                try:
                    return function(*args, **kwargs)
                except OperationalError as error:
                    if getattr(error.__cause__, "sqlstate", None) not in ("40P01", "40001"):
                        raise
            return function(*args, **kwargs)

        return wrapper

    return decorate


@contextmanager
def lock_timeout(value):
    """Limit the waiting for a lock within a transaction. An error rolls the setting back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            (old,) = cursor.fetchone()
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [value])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [old])


@again(times=4)
def move(source, target):
    with lock_timeout("3s"):
        posts = Post.objects.filter(pk__in=[source, target]).order_by("pk")
        list(posts.select_for_update(no_key=True).values_list("pk", flat=True))
        comments = dict(
            Comment.objects.filter(post=source)
            .select_for_update(no_key=True)
            .order_by("pk")
            .values_list("pk", "is_approved")
        )
        approved = sum(comments.values())
        Comment.objects.filter(pk__in=list(comments)).update(post=target)
        Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
        Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    return len(comments)
