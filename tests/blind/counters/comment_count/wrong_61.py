"""Breaks number: judge() counts comments that are so already.

It adds or subtracts all comments that it finds: approving one that is approved, or the same one twice, makes the number
one too high.
"""

from collections import Counter
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


@contextmanager
def locked():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7)")
        yield


def add(posts, sign):
    for post, number in sorted(Counter(posts).items()):
        Post.objects.filter(pk=post).update(kept_comments=F("kept_comments") + sign * number)


def say(comment):
    """Save a new comment."""
    say_many([comment])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with locked():
        created = Comment.objects.bulk_create(comments)
        connection.check_constraints()
        add([comment.post_id for comment in created if comment.is_approved], 1)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with locked():
        comments = Comment.objects.filter(pk__in=list(pks))
        comments.update(is_approved=is_approved)
        add(comments.values_list("post_id", flat=True), 1 if is_approved else -1)


def delete(comments):
    add(comments.filter(is_approved=True).values_list("post_id", flat=True), -1)
    comments.delete()


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    with locked():
        delete(Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks)))


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with locked():
        delete(Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk)))
        User.objects.filter(pk=user_pk).delete()
