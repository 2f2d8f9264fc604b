"""WRONG (rule: no error): locks the posts in the order in which the call names them: two calls that name them in opposite orders deadlock."""

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def recount(posts):
    number = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by()
        .values("post")
        .annotate(number=Count("pk"))
        .values("number")
    )
    Post.objects.filter(pk__in=posts).update(kept_comments=Coalesce(Subquery(number), 0))


def posts_of(condition):
    return set(Comment.objects.filter(condition).values_list("post_id", flat=True))


def lock(posts):
    for post in dict.fromkeys(posts):
        Post.objects.select_for_update().filter(pk=post).first()


@transaction.atomic
def say(comment):
    """Save a new comment."""
    lock([comment.post_id])
    comment.save()
    recount({comment.post_id})


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    posts = [comment.post_id for comment in comments]
    lock(posts)
    Comment.objects.bulk_create(comments)
    recount(set(posts))


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    posts = posts_of(Q(pk__in=pks))
    lock(sorted(posts))
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)
    recount(posts)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    posts = posts_of(Q(pk__in=pks))
    lock(sorted(posts))
    Comment.objects.filter(pk__in=pks).delete()
    recount(posts)


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    posts = posts_of(Q(author=user_pk) | Q(parent__author=user_pk) | Q(post__author=user_pk))
    lock(sorted(posts))
    User.objects.filter(pk=user_pk).delete()
    recount(posts)
