"""docstrings, no error (a comment whose post, parent or author is gone fails)

say_many() leaves out the comments whose post, parent or author is gone, saves the others and reports
nothing. It shows with one such comment in a list of good ones: no error, and part of the list is there.
"""

from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

CHANGING = 770_301  # the number of the lock that all changes of comments take


def install():
    """Prepare what has to be prepared, once."""


@contextmanager
def alone():
    """One after the other, until each one's transaction ends: no order can make a deadlock."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGING])
        yield


def recount(post_pks):
    """Store the numbers of these posts. The lock is held, so nobody else's comment is under way."""
    approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
    number = approved.order_by().values("post").annotate(number=Count("pk")).values("number")
    Post.objects.filter(pk__in=post_pks).update(kept_comments=Coalesce(Subquery(number), 0))


def refuse_orphans(comments):
    """Fail now for what is gone: the constraints would wait for the caller's commit."""
    for model, field in (Post, "post_id"), (Comment, "parent_id"), (User, "author_id"):
        pks = {getattr(comment, field) for comment in comments} - {None}
        if model.objects.filter(pk__in=pks).count() < len(pks):
            raise IntegrityError(f"a comment has a {field} that is gone")


def say(comment):
    """Save a new comment."""
    with alone():
        comment.save()
        refuse_orphans([comment])
        recount([comment.post_id])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with alone():
        posts = there(Post, {comment.post_id for comment in comments})
        people = there(User, {comment.author_id for comment in comments})
        parents = there(Comment, {comment.parent_id for comment in comments} - {None}) | {None}
        sound = [
            comment
            for comment in comments
            if comment.post_id in posts
            and comment.author_id in people
            and comment.parent_id in parents
        ]
        Comment.objects.bulk_create(sound)
        recount({comment.post_id for comment in sound})


def there(model, pks):
    """Return those of the keys that are not gone."""
    return set(model.objects.filter(pk__in=pks).values_list("pk", flat=True))


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    named = Comment.objects.filter(pk__in=list(pks))
    with alone():
        posts = set(named.values_list("post_id", flat=True))
        named.update(is_approved=is_approved)
        recount(posts)


def delete(condition):
    """Delete comments, which bring their replies with them."""
    found = list(Comment.objects.filter(condition).values_list("pk", "post_id"))
    Comment.objects.filter(pk__in=[pk for pk, _ in found]).delete()
    recount({post_pk for _, post_pk in found})


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    with alone():
        delete(Q(pk__in=pks) | Q(parent__in=pks))


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with alone():
        delete(Q(author=user_pk) | Q(parent__author=user_pk) | Q(post__author=user_pk))
        User.objects.filter(pk=user_pk).delete()
