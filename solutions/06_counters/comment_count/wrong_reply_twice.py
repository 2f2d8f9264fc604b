"""take_back() subtracts what is named, and the replies to it: a reply that is named as well, twice.

Breaks: number
Fails: answer
"""

from collections import Counter

from django.db import transaction
from django.db.models import F

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
    others = Comment.objects.filter(pk__in=pks, is_approved=not is_approved)
    changed = dict(others.select_for_update().order_by("pk").values_list("pk", "post_id"))
    Comment.objects.filter(pk__in=list(changed)).update(is_approved=is_approved)
    add(changed.values(), 1 if is_approved else -1)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    approved = Comment.objects.select_for_update().filter(is_approved=True).order_by("pk")
    for lost in approved.filter(pk__in=pks), approved.filter(parent__in=pks):
        add(lost.values_list("post_id", flat=True), -1)
    Comment.objects.filter(pk__in=pks).delete()


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    take_back(list(Comment.objects.filter(author=user_pk).values_list("pk", flat=True)))
    User.objects.filter(pk=user_pk).delete()
