"""RIGHT: signals note what is saved and deleted, per thread; each function adds its notes at its end."""

import threading
from collections import Counter
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

open_book = threading.local()


def install():
    """Prepare what has to be prepared, once."""
    post_save.connect(saved, sender=Comment)
    post_delete.connect(deleted, sender=Comment)


def saved(instance, created, **kwargs):
    if created and instance.is_approved:
        note(instance.post_id, 1)


def deleted(instance, **kwargs):
    if instance.is_approved:
        note(instance.post_id, -1)


def note(post_pk, change):
    notes = getattr(open_book, "notes", None)
    if notes is None:
        Post.objects.filter(pk=post_pk).update(kept_comments=F("kept_comments") + change)
    else:
        notes[post_pk] += change


@contextmanager
def book():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7001206)")
        notes = open_book.notes = Counter()
        try:
            yield
        finally:
            open_book.notes = None
        for change in sorted(set(notes.values()) - {0}):
            posts = [post_pk for post_pk, noted in notes.items() if noted == change]
            Post.objects.filter(pk__in=posts).update(kept_comments=F("kept_comments") + change)


def say(comment):
    """Save a new comment."""
    with book():
        comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with book():
        for comment in Comment.objects.bulk_create(list(comments)):
            saved(comment, created=True)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with book():
        others = Comment.objects.filter(pk__in=list(pks)).exclude(is_approved=is_approved)
        found = dict(others.values_list("pk", "post_id"))
        Comment.objects.filter(pk__in=found).update(is_approved=is_approved)
        for post_pk in found.values():
            note(post_pk, 1 if is_approved else -1)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    with book():
        # Replies are deleted with their parents, and each comment sends one signal. The lock is
        # held, so is_approved in memory is what the database has.
        Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with book():
        User.objects.filter(pk=user_pk).delete()
