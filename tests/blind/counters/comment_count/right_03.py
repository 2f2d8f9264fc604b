"""RIGHT: a trigger for each row counts; the functions take turns by an advisory lock."""

from contextlib import contextmanager

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

FUNCTION = f"""
CREATE OR REPLACE FUNCTION keep_comments_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        IF OLD.is_approved THEN
            UPDATE {Post._meta.db_table} SET kept_comments = kept_comments - 1
            WHERE id = OLD.post_id;
        END IF;
    END IF;
    IF TG_OP IN ('UPDATE', 'INSERT') THEN
        IF NEW.is_approved THEN
            UPDATE {Post._meta.db_table} SET kept_comments = kept_comments + 1
            WHERE id = NEW.post_id;
        END IF;
    END IF;
    RETURN NULL;
END
$$
"""
TRIGGER = f"""
CREATE OR REPLACE TRIGGER keep_comments_row
AFTER INSERT OR DELETE OR UPDATE OF is_approved, post_id ON {Comment._meta.db_table}
FOR EACH ROW EXECUTE FUNCTION keep_comments_row()
"""


def install():
    """Prepare what has to be prepared, once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        cursor.execute(TRIGGER)


@contextmanager
def turn():
    # One lock for all, before anything is read: whoever waits for it holds no row.
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('comments', 0))")
        yield


def say(comment):
    """Save a new comment."""
    with turn():
        comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with turn():
        Comment.objects.bulk_create(comments)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with turn():
        Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    with turn():
        Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with turn():
        User.objects.filter(pk=user_pk).delete()
