"""Right: a table lock that only writers of comments meet, and differences that are added with F()."""

from collections import Counter

from django.db import connection, transaction
from django.db.models import F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once."""


def alone():
    table = connection.ops.quote_name(Comment._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def add(numbers, sign):
    for post, number in sorted(numbers.items()):
        Post.objects.filter(pk=post).update(kept_comments=F("kept_comments") + sign * number)


def approved(comments):
    return Counter(comments.filter(is_approved=True).values_list("post_id", flat=True))


def say(comment):
    """Save a new comment."""
    with transaction.atomic():
        alone()
        comment.save()
        if comment.is_approved:
            add({comment.post_id: 1}, 1)


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    with transaction.atomic():
        alone()
        Comment.objects.bulk_create(comments)
        add(Counter(comment.post_id for comment in comments if comment.is_approved), 1)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with transaction.atomic():
        alone()
        changing = Comment.objects.filter(pk__in=list(pks), is_approved=not is_approved)
        rows = dict(changing.values_list("pk", "post_id"))
        Comment.objects.filter(pk__in=list(rows)).update(is_approved=is_approved)
        add(Counter(rows.values()), 1 if is_approved else -1)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    with transaction.atomic():
        alone()
        going = Comment.objects.filter(Q(pk__in=pks) | Q(parent_id__in=pks))
        lost = approved(going)
        Comment.objects.filter(pk__in=pks).delete()
        add(lost, -1)


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with transaction.atomic():
        alone()
        going = Comment.objects.filter(Q(author_id=user_pk) | Q(parent__author_id=user_pk))
        lost = approved(going)
        User.objects.filter(pk=user_pk).delete()
        add(lost, -1)
