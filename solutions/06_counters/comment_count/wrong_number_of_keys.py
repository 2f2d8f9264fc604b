"""judge() adds as many as it was given: comments that were approved before are counted again.

Breaks: number
Fails: flags
"""

from collections import Counter

from django.db import transaction
from django.db.models import F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def add(posts, each):
    """Add to the number of each post, as often as it is named, always in the same order."""
    for post, number in sorted(Counter(posts).items()):
        Post.objects.filter(pk=post).update(kept_comments=F("kept_comments") + each * number)


def install():
    """Prepare what has to be prepared, once."""


@transaction.atomic
def say(comment):
    """Save a new comment."""
    comment.save()
    add([comment.post_id] * comment.is_approved, 1)


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    Comment.objects.bulk_create(comments)
    add([comment.post_id for comment in comments if comment.is_approved], 1)


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    comments = Comment.objects.filter(pk__in=pks)
    comments.update(is_approved=is_approved)
    add(comments.values_list("post_id", flat=True), 1 if is_approved else -1)


def lock(which):
    """Lock such comments, and return the post of each that is approved."""
    rows = Comment.objects.filter(which).select_for_update(of=("self",)).order_by("pk")
    return [post for post, approved in rows.values_list("post_id", "is_approved") if approved]


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    lost = lock(Q(pk__in=pks) | Q(parent__in=pks))
    Comment.objects.filter(pk__in=pks).delete()
    add(lost, -1)


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    theirs = list(Comment.objects.filter(author=user_pk).values_list("pk", flat=True))
    lost = lock(Q(pk__in=theirs) | Q(parent__in=theirs))
    User.objects.filter(pk=user_pk).delete()
    add(lost, -1)
