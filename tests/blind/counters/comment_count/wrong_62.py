"""Breaks number: it recounts, but two people who write at once do not see each other's comment.

Both insert, the second UPDATE waits for the first to commit, and then stores the count of its own older snapshot: with
two simultaneous say() on one post the number is one too low.
"""

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def recount(posts):
    approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
    number = approved.order_by().values("post").annotate(number=Count("pk")).values("number")
    for post in sorted(posts):
        Post.objects.filter(pk=post).update(kept_comments=Coalesce(Subquery(number), 0))


@transaction.atomic
def say(comment):
    """Save a new comment."""
    comment.save()
    recount({comment.post_id})


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    created = Comment.objects.bulk_create(comments)
    recount({comment.post_id for comment in created})


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    comments = Comment.objects.filter(pk__in=list(pks))
    posts = set(comments.values_list("post_id", flat=True))
    comments.update(is_approved=is_approved)
    recount(posts)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    comments = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))
    posts = set(comments.values_list("post_id", flat=True))
    comments.delete()
    recount(posts)


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    comments = Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk))
    posts = set(comments.values_list("post_id", flat=True))
    User.objects.filter(pk=user_pk).delete()
    recount(posts)
