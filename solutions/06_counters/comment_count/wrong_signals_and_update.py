"""Signals for what is saved and deleted, and code of its own for update(): the import is left out.

bulk_create() sends no signal.

Breaks: number
Fails: bulk
"""

from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""
    post_save.connect(saved, sender=Comment)
    post_delete.connect(deleted, sender=Comment)


def saved(instance, created, **kwargs):
    if created and instance.is_approved:
        Post.objects.filter(pk=instance.post_id).update(kept_comments=F("kept_comments") + 1)


def deleted(instance, **kwargs):
    if instance.is_approved:
        Post.objects.filter(pk=instance.post_id).update(kept_comments=F("kept_comments") - 1)


def say(comment):
    """Save a new comment."""
    comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    Comment.objects.bulk_create(comments)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with transaction.atomic():
        others = Comment.objects.select_for_update().filter(pk__in=pks, is_approved=not is_approved)
        for comment in others:
            add = 1 if is_approved else -1
            Post.objects.filter(pk=comment.post_id).update(kept_comments=F("kept_comments") + add)
        Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    User.objects.filter(pk=user_pk).delete()
