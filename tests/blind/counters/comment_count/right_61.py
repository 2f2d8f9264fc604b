"""One advisory lock makes all changes wait for each other, and each change counts the comments of its posts anew."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

LOCK = 740_113


def install():
    """Prepare what has to be prepared, once."""


@contextmanager
def alone():
    """Let no other change of comments happen until the transaction ends; the outermost one, if there are several."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def recount(posts):
    """Store how many approved comments these posts have."""
    approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by()
    number = approved.values("post").annotate(number=Count("pk")).values("number")
    Post.objects.filter(pk__in=posts).update(kept_comments=Coalesce(Subquery(number), 0))


def say(comment):
    """Save a new comment."""
    with alone():
        comment.save()
        connection.check_constraints()  # Fail here, and not when the caller commits.
        recount([comment.post_id])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    with alone():
        Comment.objects.bulk_create(comments)
        connection.check_constraints()
        recount({comment.post_id for comment in comments})


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with alone():
        comments = Comment.objects.filter(pk__in=list(pks))
        posts = set(comments.values_list("post_id", flat=True))
        comments.update(is_approved=is_approved)
        recount(posts)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    with alone():
        comments = Comment.objects.filter(Q(pk__in=pks) | Q(parent_id__in=pks))
        posts = set(comments.values_list("post_id", flat=True))
        comments.delete()
        recount(posts)


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with alone():
        comments = Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk))
        posts = set(comments.values_list("post_id", flat=True))
        User.objects.filter(pk=user_pk).delete()
        recount(posts)
