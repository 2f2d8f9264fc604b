"""WRONG (rule: no error): say_many() locks the posts in the order in which the list names them: two lists that name the same posts in other orders can deadlock, and one fails."""

from collections import Counter, defaultdict
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

PEOPLE = 7_001_202


def install():
    """Prepare what has to be prepared, once: nothing."""


@contextmanager
def turn(alone=False):
    """A transaction: beside others, or alone."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [PEOPLE])
        yield


def lock_posts(post_pks):
    posts = Post.objects.select_for_update(no_key=True).filter(pk__in=set(post_pks))
    return list(posts.order_by("pk").values_list("pk", flat=True))


def add(changes, sign=1):
    posts_by_change = defaultdict(list)
    for post_pk, number in changes.items():
        posts_by_change[sign * number].append(post_pk)
    for change, post_pks in posts_by_change.items():
        # The posts are locked already, so the order does not matter here.
        Post.objects.filter(pk__in=post_pks).update(kept_comments=F("kept_comments") + change)


def post_of(comment):
    # A post that was saved after it was given to the comment.
    return comment.post.pk if comment.post_id is None else comment.post_id


def per_post(comments):
    return Counter(comments.order_by().values_list("post_id", flat=True))


def say(comment):
    """Save a new comment."""
    with turn():
        lock_posts([post_of(comment)])
        comment.save(force_insert=True)
        if comment.is_approved:
            add({comment.post_id: 1})


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    with turn():
        for post_pk in dict.fromkeys(map(post_of, comments)):
            lock_posts([post_pk])
        Comment.objects.bulk_create(comments)
        add(Counter(comment.post_id for comment in comments if comment.is_approved))


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    named = Comment.objects.filter(pk__in=list(pks))
    with turn():
        locked = lock_posts(per_post(named))
        others = named.filter(post__in=locked).exclude(is_approved=is_approved)
        changes = per_post(others)
        others.update(is_approved=is_approved)
        add(changes, 1 if is_approved else -1)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    named = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))
    with turn():
        locked = lock_posts(per_post(named))
        doomed = named.filter(post__in=locked)
        changes = per_post(doomed.filter(is_approved=True))
        doomed.delete()
        add(changes, -1)


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    doomed = Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk))
    with turn(alone=True):
        changes = per_post(doomed.filter(is_approved=True))
        lock_posts(changes)
        User.objects.filter(pk=user_pk).delete()
        add(changes, -1)
