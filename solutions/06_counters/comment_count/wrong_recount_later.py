"""It counts after the transaction: where the count fails, the comment stays uncounted.

Breaks: failure
Fails: failure
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


@contextmanager
def recounted(posts):
    """Have the posts with these keys for oneself, and count their comments in the end."""
    with transaction.atomic():
        locked = Post.objects.filter(pk__in=posts).order_by("pk")
        posts = [post.pk for post in locked.select_for_update(no_key=True).only("pk")]
        yield
    with transaction.atomic():
        list(locked.select_for_update(no_key=True))
        approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by()
        number = approved.values("post").annotate(number=Count("pk")).values("number")
        Post.objects.filter(pk__in=posts).update(kept_comments=Coalesce(Subquery(number), 0))


def posts_of(**which):
    """Return the keys of the posts that have such comments."""
    return list(Comment.objects.filter(**which).values_list("post", flat=True).distinct())


def install():
    """Prepare what has to be prepared, once."""


def say(comment):
    """Save a new comment."""
    with recounted([comment.post_id]):
        comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with recounted({comment.post_id for comment in comments}):
        Comment.objects.bulk_create(comments)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with recounted(posts_of(pk__in=pks)):
        Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    with recounted(posts_of(pk__in=pks)):
        Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with recounted(posts_of(author=user_pk)):
        User.objects.filter(pk=user_pk).delete()
