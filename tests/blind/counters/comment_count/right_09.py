"""RIGHT: a generator counts the posts before and after, alone, and one CASE adds the difference."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once: nothing."""


def approved_on(post_pks):
    comments = Comment.objects.filter(post__in=post_pks, is_approved=True).order_by()
    return dict(comments.values_list("post_id").annotate(Count("pk")))


@contextmanager
def change(find_posts):
    """Wait for all others, then compare what the posts have with what they had."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7001209)")
        posts = list(set(find_posts()))
        before = approved_on(posts)
        yield
        after = approved_on(posts)
        differences = {
            pk: after.get(pk, 0) - before.get(pk, 0)
            for pk in posts
            if after.get(pk, 0) != before.get(pk, 0)
        }
        if differences:
            whens = [When(pk=pk, then=Value(number)) for pk, number in differences.items()]
            Post.objects.filter(pk__in=list(differences)).update(
                kept_comments=F("kept_comments") + Case(*whens, output_field=IntegerField())
            )


def posts_of(condition):
    return lambda: Comment.objects.filter(condition).values_list("post_id", flat=True)


def posts_named(comments):
    return lambda: (c.post.pk if c.post_id is None else c.post_id for c in comments)


def say(comment):
    """Save a new comment."""
    with change(posts_named([comment])):
        comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    with change(posts_named(comments)):
        Comment.objects.bulk_create(comments)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    pks = list(pks)
    with change(posts_of(Q(pk__in=pks))):
        Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    with change(posts_of(Q(pk__in=pks) | Q(parent__in=pks))):
        Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with change(posts_of(Q(author=user_pk) | Q(parent__author=user_pk))):
        User.objects.filter(pk=user_pk).delete()
