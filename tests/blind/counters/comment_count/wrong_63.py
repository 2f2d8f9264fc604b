"""Breaks number: the replies of others to a forgotten person's comments are not counted.

forget() subtracts what the person said; the replies to it are deleted by the cascade, but on other people's posts the
number still has them.
"""

from django.db import connection, transaction
from django.db.models import Count, F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(31, 1)")


def count(comments, sign):
    for post, number in comments.order_by().values_list("post").annotate(number=Count("pk")):
        Post.objects.filter(pk=post).update(kept_comments=F("kept_comments") + sign * number)


@transaction.atomic
def say(comment):
    """Save a new comment."""
    lock()
    comment.save(force_insert=True)
    connection.check_constraints()
    count(Comment.objects.filter(pk=comment.pk, is_approved=True), 1)


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    lock()
    keys = [comment.pk for comment in Comment.objects.bulk_create(comments)]
    connection.check_constraints()
    count(Comment.objects.filter(pk__in=keys, is_approved=True), 1)


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    lock()
    changing = Comment.objects.filter(pk__in=list(pks), is_approved=not is_approved)
    count(changing, 1 if is_approved else -1)
    changing.update(is_approved=is_approved)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    lock()
    pks = list(pks)
    comments = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))
    count(comments.filter(is_approved=True), -1)
    comments.delete()


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    lock()
    count(Comment.objects.filter(author=user_pk, is_approved=True), -1)
    User.objects.filter(pk=user_pk).delete()
