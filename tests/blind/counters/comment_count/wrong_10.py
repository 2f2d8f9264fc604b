"""WRONG (rule: docstrings): take_back() deletes the approved replies only; hidden ones lose their parent and stay, for the moderators (the number is right)."""

from functools import wraps

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

TURN = 7_001_201


def install():
    """Prepare what has to be prepared, once: nothing."""


def one_at_a_time(function):
    @wraps(function)
    def inner(*args, **kwargs):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
            function(*args, **kwargs)

    return inner


def count_again(post_pks):
    approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by()
    number = approved.values("post").annotate(number=Count("pk")).values("number")
    Post.objects.filter(pk__in=set(post_pks)).update(
        kept_comments=Coalesce(Subquery(number), 0)
    )


def posts_of(*conditions):
    return set(Comment.objects.filter(*conditions).values_list("post_id", flat=True))


@one_at_a_time
def say(comment):
    """Save a new comment."""
    comment.save()
    count_again([comment.post_id])


@one_at_a_time
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    Comment.objects.bulk_create(comments)
    count_again(comment.post_id for comment in comments)


@one_at_a_time
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    pks = list(pks)
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)
    count_again(posts_of(Q(pk__in=pks)))


@one_at_a_time
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    posts = posts_of(Q(pk__in=pks) | Q(parent__in=pks))
    # Moderators may still want to see what was hidden.
    hidden = Comment.objects.filter(parent__in=pks, is_approved=False)
    hidden.exclude(pk__in=pks).update(parent=None)
    Comment.objects.filter(pk__in=pks).delete()
    count_again(posts)


@one_at_a_time
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    posts = posts_of(Q(author=user_pk) | Q(parent__author=user_pk))
    User.objects.filter(pk=user_pk).delete()
    count_again(posts)
