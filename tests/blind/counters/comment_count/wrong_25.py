"""WRONG (rule: transaction): counts on commit, so the number is old inside a caller's transaction until that ends."""

from functools import partial

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


@transaction.atomic
def recount(posts):
    lock()
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


def lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4711)")


@transaction.atomic
def say(comment):
    """Save a new comment."""
    lock()
    comment.save()
    transaction.on_commit(partial(recount, {comment.post_id}))


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    lock()
    Comment.objects.bulk_create(comments)
    transaction.on_commit(partial(recount, {comment.post_id for comment in comments}))


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    lock()
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)
    transaction.on_commit(partial(recount, posts_of(Q(pk__in=pks))))


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    lock()
    posts = posts_of(Q(pk__in=pks))
    Comment.objects.filter(pk__in=pks).delete()
    transaction.on_commit(partial(recount, posts))


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    lock()
    posts = posts_of(Q(author=user_pk) | Q(parent__author=user_pk))
    User.objects.filter(pk=user_pk).delete()
    transaction.on_commit(partial(recount, posts))
