"""Breaks number: two simultaneous calls for the same comment both subtract it.

It reads what is to change before it locks the posts: two take_back() (or judge()) of one comment, at the same moment,
both find it approved, and the number ends one too low.
"""

from collections import Counter

from django.db import connection, transaction
from django.db.models import F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def add(posts, sign):
    """Lock all posts in the order of their keys, so that nothing deadlocks; then add to each."""
    numbers = Counter(posts)
    rows = Post.objects.select_for_update(no_key=True).filter(pk__in=list(numbers)).order_by("pk")
    for pk in list(rows.values_list("pk", flat=True)):
        Post.objects.filter(pk=pk).update(kept_comments=F("kept_comments") + sign * numbers[pk])


def posts_of(comments):
    return list(comments.values_list("post_id", flat=True))


def say(comment):
    """Save a new comment."""
    say_many([comment])


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    add([comment.post_id for comment in comments if comment.is_approved], 1)
    Comment.objects.bulk_create(comments)
    connection.check_constraints()


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    changing = Comment.objects.filter(pk__in=list(pks), is_approved=not is_approved)
    add(posts_of(changing), 1 if is_approved else -1)
    changing.update(is_approved=is_approved)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    comments = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))
    add(posts_of(comments.filter(is_approved=True)), -1)
    comments.delete()


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    comments = Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk))
    add(posts_of(comments.filter(is_approved=True)), -1)
    User.objects.filter(pk=user_pk).delete()
