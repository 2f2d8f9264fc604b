"""No explicit lock: an UPDATE of each post that changes nothing, the lower key first."""

from functools import wraps

from django.db import OperationalError, connection, transaction
from django.db.models import F

from arena.discuss.models import Comment, Post


def again(function):
    @wraps(function)
    def tried(*args):
        left = 5
        while True:
            try:
                with transaction.atomic():
                    return function(*args)
            except OperationalError as error:
                left -= 1
                if left == 0 or error.__cause__.sqlstate not in {"40P01", "40001"}:
                    raise

    return tried


@again
def move(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()
        cursor.execute("SET LOCAL lock_timeout TO 1500")
    for key in sorted((source, target)):
        Post.objects.filter(pk=key).update(kept_comments=F("kept_comments"))
    keys = list(Comment.objects.filter(post=source).values_list("pk", "is_approved"))
    approved = sum(flag for _, flag in keys)
    number = Comment.objects.filter(pk__in=[key for key, _ in keys]).update(post=target)
    Post.objects.filter(pk=source).update(kept_comments=F("kept_comments") - approved)
    Post.objects.filter(pk=target).update(kept_comments=F("kept_comments") + approved)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", before)
    return number
