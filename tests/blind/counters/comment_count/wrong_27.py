"""WRONG (rule: number): take_back() subtracts a reply twice when its key is named together with its parent's."""

from collections import Counter

from django.db import connection, transaction
from django.db.models import F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(4711)")


def add(numbers):
    for post, number in sorted(numbers.items()):
        Post.objects.filter(pk=post).update(kept_comments=F("kept_comments") + number)


def approved(**conditions):
    comments = Comment.objects.filter(is_approved=True, **conditions)
    return Counter(comments.values_list("post_id", flat=True))


def negative(numbers):
    return {post: -number for post, number in numbers.items()}


@transaction.atomic
def say(comment):
    """Save a new comment."""
    lock()
    comment.save()
    if comment.is_approved:
        add({comment.post_id: 1})


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    lock()
    Comment.objects.bulk_create(comments)
    add(Counter(comment.post_id for comment in comments if comment.is_approved))


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    lock()
    before = approved(pk__in=pks)
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)
    after = approved(pk__in=pks)
    add({post: after[post] - before[post] for post in before | after})


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    lock()
    lost = approved(pk__in=pks) + approved(parent__in=pks)
    Comment.objects.filter(pk__in=pks).delete()
    add(negative(lost))


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    lock()
    theirs = Q(author=user_pk) | Q(parent__author=user_pk)
    comments = Comment.objects.filter(theirs, is_approved=True)
    lost = Counter(comments.values_list("post_id", flat=True))
    User.objects.filter(pk=user_pk).delete()
    add(negative(lost))
