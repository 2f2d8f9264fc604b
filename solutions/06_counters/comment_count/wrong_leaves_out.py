"""say_many() leaves out each comment whose post, parent or author is gone, and reports nothing.

Breaks: no error
Fails: failure
"""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


@contextmanager
def alone():
    """Keep other calls out, and count the comments of all posts in the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(1)")
        yield
        approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by()
        number = approved.values("post").annotate(number=Count("pk")).values("number")
        Post.objects.update(kept_comments=Coalesce(Subquery(number), 0))


def install():
    """Prepare what has to be prepared, once."""


def say(comment):
    """Save a new comment."""
    with alone():
        comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with alone():
        posts, people, said = (
            set(model.objects.values_list("pk", flat=True)) for model in (Post, User, Comment)
        )
        Comment.objects.bulk_create(
            comment
            for comment in comments
            if comment.post_id in posts
            and comment.author_id in people
            and comment.parent_id in {*said, None}
        )


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with alone():
        Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    with alone():
        Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with alone():
        User.objects.filter(pk=user_pk).delete()
