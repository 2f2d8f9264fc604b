"""Lock the posts, change the comments, count again: other callers wait for the post.

The lock comes first. A count sees what others have committed before it begins, and behind the lock
there is nobody left who has not.
"""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def lock_table(mode):
    """Take a lock on the whole table, before any on a row: otherwise two could wait in a circle.

    Every statement that writes takes ROW EXCLUSIVE by itself. These do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE discuss_comment IN {mode} MODE")


@contextmanager
def recounted(posts):
    """Have the posts with these keys for oneself, and count their comments in the end."""
    with transaction.atomic():
        lock_table("ROW EXCLUSIVE")
        locked = Post.objects.filter(pk__in=posts).order_by("pk")
        posts = [post.pk for post in locked.select_for_update(no_key=True).only("pk")]
        yield
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


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    # They may be writing on any post at this moment. It happens rarely: everybody can wait.
    lock_table("SHARE ROW EXCLUSIVE")
    with recounted(posts_of(author=user_pk)):
        User.objects.filter(pk=user_pk).delete()
