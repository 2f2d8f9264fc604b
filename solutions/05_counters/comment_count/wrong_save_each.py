"""Everything goes through save() and delete(), so that signals are sent: a query or two for each.

Breaks: queries
Fails: queries
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
    was, now = getattr(instance, "was_approved", False), instance.is_approved
    if was != now:
        number = F("kept_comments") + (1 if now else -1)
        Post.objects.filter(pk=instance.post_id).update(kept_comments=number)


def deleted(instance, **kwargs):
    if instance.is_approved:
        Post.objects.filter(pk=instance.post_id).update(kept_comments=F("kept_comments") - 1)


def say(comment):
    """Save a new comment."""
    with transaction.atomic():
        comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with transaction.atomic():
        for comment in comments:
            comment.save(force_insert=True)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with transaction.atomic():
        for comment in Comment.objects.select_for_update().filter(pk__in=pks):
            comment.was_approved = comment.is_approved
            comment.is_approved = is_approved
            comment.save()


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    with transaction.atomic():
        list(Comment.objects.select_for_update().filter(pk__in=pks))
        Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    User.objects.filter(pk=user_pk).delete()
