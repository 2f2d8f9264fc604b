"""WRONG (rule: number): judge() counts what will change without a lock; two that judge the same comments at once are both counted."""

from collections import Counter

from django.db import transaction
from django.db.models import F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def add(numbers, sign=1):
    for post, number in sorted(numbers.items()):
        Post.objects.filter(pk=post).update(kept_comments=F("kept_comments") + sign * number)


def posts_of(comments):
    return Counter(comments.values_list("post_id", flat=True))


@transaction.atomic
def say(comment):
    """Save a new comment."""
    comment.save()
    if comment.is_approved:
        add({comment.post_id: 1})


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    Comment.objects.bulk_create(comments)
    add(Counter(comment.post_id for comment in comments if comment.is_approved))


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    changing = Comment.objects.filter(pk__in=pks).exclude(is_approved=is_approved)
    numbers = posts_of(changing)
    changing.update(is_approved=is_approved)
    add(numbers, 1 if is_approved else -1)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    going = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks), is_approved=True)
    numbers = posts_of(going)
    Comment.objects.filter(pk__in=pks).delete()
    add(numbers, -1)


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    theirs = Q(author=user_pk) | Q(parent__author=user_pk)
    numbers = posts_of(Comment.objects.filter(theirs, is_approved=True))
    User.objects.filter(pk=user_pk).delete()
    add(numbers, -1)
