"""RIGHT: a senior's: a decorator that retries and a context manager for the time limit, one UPDATE for both posts."""

from contextlib import contextmanager
from functools import wraps

from django.db import OperationalError, connection, transaction
from django.db.models import Case, Count, F, Q, Value, When

from arena.discuss.models import Comment, Post


def state_of(error):
    """Return the SQLSTATE, with psycopg 3 or 2."""
    for name in ("sqlstate", "pgcode"):
        if code := getattr(error.__cause__, name, None):
            return code
    return None


def retried(times):
    def decorate(function):
        @wraps(function)
        def inner(*args, **kwargs):
            for _ in range(times):
                try:
                    return function(*args, **kwargs)
                except OperationalError as error:
                    if state_of(error) not in {"40P01", "40001"}:
                        raise
            return function(*args, **kwargs)

        return inner

    return decorate


@contextmanager
def lock_timeout(value):
    """Limit the waits for locks inside of a transaction. An error takes the limit back by itself."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [value])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])


@retried(3)
def move(source, target):
    with transaction.atomic(), lock_timeout("3s"):
        both = Post.objects.filter(pk__in=(source, target))
        list(both.order_by("pk").select_for_update(no_key=True))

        comments = Comment.objects.filter(post_id=source)
        approved = comments.aggregate(number=Count("pk", filter=Q(is_approved=True)))["number"]
        moved = comments.update(post_id=target)
        both.update(
            kept_comments=Case(
                When(pk=source, then=F("kept_comments") - Value(approved)),
                When(pk=target, then=F("kept_comments") + Value(approved)),
            )
        )
        return moved
