"""A context manager holds one advisory lock, collects differences for each post with F(), and writes them at its end."""

from collections import Counter

from django.db import connection, transaction
from django.db.models import Case, Count, F, IntegerField, Q, When

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class Changes:
    """One change of comments at a time; what it adds to each post is written when the block ends well."""

    KEY = (26, 12)

    def __init__(self):
        self.differences = Counter()
        self._atomic = transaction.atomic()

    def __enter__(self):
        self._atomic.__enter__()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", self.KEY)
        except BaseException as error:
            self._atomic.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind, error, traceback):
        if kind is None:
            try:
                self._write()
            except BaseException as late:
                self._atomic.__exit__(type(late), late, late.__traceback__)
                raise
        return self._atomic.__exit__(kind, error, traceback)

    def _write(self):
        whens = [When(pk=post, then=number) for post, number in self.differences.items()]
        if whens:
            difference = Case(*whens, default=0, output_field=IntegerField())
            posts = Post.objects.filter(pk__in=list(self.differences))
            posts.update(kept_comments=F("kept_comments") + difference)

    def add(self, comments):
        """Count new instances, if their post, author and parent are there."""
        connection.check_constraints()
        self.differences.update(comment.post_id for comment in comments if comment.is_approved)

    def count(self, queryset, sign):
        """Count all rows of a queryset, with a sign."""
        for post, number in queryset.order_by().values_list("post_id").annotate(number=Count("pk")):
            self.differences[post] += sign * number


def install():
    """Prepare what has to be prepared, once."""


def say(comment):
    """Save a new comment."""
    with Changes() as changes:
        comment.save(force_insert=True)
        changes.add([comment])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with Changes() as changes:
        changes.add(Comment.objects.bulk_create(comments))


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with Changes() as changes:
        others = Comment.objects.filter(pk__in=list(pks), is_approved=not is_approved)
        changes.count(others, 1 if is_approved else -1)
        others.update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    with Changes() as changes:
        doomed = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))
        changes.count(doomed.filter(is_approved=True), -1)
        doomed.delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with Changes() as changes:
        doomed = Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk))
        changes.count(doomed.filter(is_approved=True), -1)
        User.objects.filter(pk=user_pk).delete()  # The cascade takes the same comments.
