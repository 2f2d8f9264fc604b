"""WRONG (rule: number): the advisory lock is of the session and released before a caller's transaction commits; another client that counts then misses its comments."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def recount(posts):
    number = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by()
        .values("post")
        .annotate(number=Count("pk"))
        .values("number")
    )
    Post.objects.filter(pk__in=posts).update(kept_comments=Coalesce(Subquery(number), 0))


def posts_of(condition):
    return set(Comment.objects.filter(condition).values_list("post_id", flat=True))


@contextmanager
def in_turn():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4711)")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(4711)")


def say(comment):
    """Save a new comment."""
    with in_turn():
        comment.save()
        recount({comment.post_id})


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with in_turn():
        Comment.objects.bulk_create(comments)
        recount({comment.post_id for comment in comments})


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with in_turn():
        Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)
        recount(posts_of(Q(pk__in=pks)))


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    with in_turn():
        posts = posts_of(Q(pk__in=pks))
        Comment.objects.filter(pk__in=pks).delete()
        recount(posts)


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with in_turn():
        posts = posts_of(Q(author=user_pk) | Q(parent__author=user_pk))
        User.objects.filter(pk=user_pk).delete()
        recount(posts)
