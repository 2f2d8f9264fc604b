"""Each function adds what it changes, behind a lock on the posts that it is about.

What is added is looked up behind the lock: nobody else can have approved or deleted it by then.
"""

from collections import Counter
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def lock_table(mode):
    """Take a lock on the whole table, before any on a row: otherwise two could wait in a circle.

    Every statement that writes takes ROW EXCLUSIVE by itself. These do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE discuss_comment IN {mode} MODE")


@contextmanager
def locked(posts):
    """Have the posts with these keys for oneself until the transaction ends."""
    with transaction.atomic():
        lock_table("ROW EXCLUSIVE")
        rows = Post.objects.filter(pk__in=posts).select_for_update(no_key=True).order_by("pk")
        list(rows.values_list("pk", flat=True))
        yield


def add(posts, each):
    """Add to the number of each post, as often as it is named."""
    for post, number in Counter(posts).items():
        Post.objects.filter(pk=post).update(kept_comments=F("kept_comments") + each * number)


def posts_of(comments):
    """Return the key of the post of each comment."""
    return list(comments.values_list("post_id", flat=True))


def install():
    """Prepare what has to be prepared, once."""


def say(comment):
    """Save a new comment."""
    with locked([comment.post_id]):
        comment.save()
        add([comment.post_id] * comment.is_approved, 1)


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with locked({comment.post_id for comment in comments}):
        Comment.objects.bulk_create(comments)
        add([comment.post_id for comment in comments if comment.is_approved], 1)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    named = Comment.objects.filter(pk__in=pks)
    with locked(posts_of(named)):
        others = named.filter(is_approved=not is_approved)
        changed = posts_of(others)
        others.update(is_approved=is_approved)
        add(changed, 1 if is_approved else -1)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    named = Comment.objects.filter(pk__in=pks)
    with locked(posts_of(named)):
        gone = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks), is_approved=True)
        lost = posts_of(gone)
        named.delete()
        add(lost, -1)


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    # They may be writing on any post at this moment. It happens rarely: everybody can wait.
    lock_table("SHARE ROW EXCLUSIVE")
    theirs = Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk))
    with locked(posts_of(theirs)):
        lost = posts_of(theirs.filter(is_approved=True))
        User.objects.filter(pk=user_pk).delete()
        add(lost, -1)
