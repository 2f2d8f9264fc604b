"""Breaks no error: two calls that name the same posts in another order can deadlock.

say_many() updates the posts in the order of its list, and keeps each row locked: a list on posts 1 and 2 and one on
posts 2 and 1, at the same time, wait for each other, and PostgreSQL ends one of them.
"""

from collections import Counter

from django.db import connection, transaction
from django.db.models import F

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def lock(comments):
    """Lock the posts of these comments, so that nobody changes their comments now."""
    posts = set(comments.values_list("post_id", flat=True))
    list(Post.objects.select_for_update(no_key=True).filter(pk__in=posts).order_by("pk").values_list("pk"))
    return posts


def recount(posts):
    for post in Post.objects.filter(pk__in=posts).order_by("pk"):
        post.kept_comments = post.comments.filter(is_approved=True).count()
        post.save(update_fields=["kept_comments"])


def say(comment):
    """Save a new comment."""
    say_many([comment])


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    numbers = Counter(comment.post_id for comment in comments if comment.is_approved)
    for post, number in numbers.items():
        Post.objects.filter(pk=post).update(kept_comments=F("kept_comments") + number)
    Comment.objects.bulk_create(comments)
    connection.check_constraints()


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    comments = Comment.objects.filter(pk__in=list(pks))
    posts = lock(comments)
    comments.update(is_approved=is_approved)
    recount(posts)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    posts = lock(Comment.objects.filter(pk__in=pks))
    Comment.objects.filter(pk__in=pks).delete()
    recount(posts)


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    posts = lock(Comment.objects.filter(author=user_pk))
    User.objects.filter(pk=user_pk).delete()
    recount(posts)
