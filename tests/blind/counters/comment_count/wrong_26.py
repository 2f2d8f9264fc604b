"""WRONG (rule: failure): say_many() commits post by post: when a later post's comments are refused, those of the earlier ones stay."""

from collections import defaultdict

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


def lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4711)")


@transaction.atomic
def say(comment):
    """Save a new comment."""
    lock()
    comment.save()
    recount({comment.post_id})


@transaction.atomic
def say_on(post, comments):
    lock()
    Comment.objects.bulk_create(comments)
    recount({post})


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    by_post = defaultdict(list)
    for comment in comments:
        by_post[comment.post_id].append(comment)
    for post in sorted(by_post):
        say_on(post, by_post[post])


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    lock()
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)
    recount(posts_of(Q(pk__in=pks)))


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    lock()
    posts = posts_of(Q(pk__in=pks))
    Comment.objects.filter(pk__in=pks).delete()
    recount(posts)


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    lock()
    posts = posts_of(Q(author=user_pk) | Q(parent__author=user_pk))
    User.objects.filter(pk=user_pk).delete()
    recount(posts)
