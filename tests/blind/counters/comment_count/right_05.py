"""RIGHT: raw SQL that changes comments and counts what RETURNING tells, after one advisory lock."""

from contextlib import contextmanager

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

COMMENT = Comment._meta.db_table
POST = Post._meta.db_table

COUNT = f"""
    UPDATE {POST} AS post SET kept_comments = post.kept_comments + change.n
    FROM (SELECT post_id, sum(n) AS n FROM changed GROUP BY post_id) AS change
    WHERE post.id = change.post_id
"""
SAID = f"""
    WITH changed AS (
        SELECT post_id, 1 AS n FROM {COMMENT} WHERE id = ANY(%s::bigint[]) AND is_approved
    )
"""
JUDGED = f"""
    WITH changed AS (
        UPDATE {COMMENT} SET is_approved = %s
        WHERE id = ANY(%s::bigint[]) AND is_approved <> %s
        RETURNING post_id, CASE WHEN is_approved THEN 1 ELSE -1 END AS n
    )
"""
TAKEN_BACK = f"""
    WITH changed AS (
        DELETE FROM {COMMENT} WHERE id = ANY(%s::bigint[]) OR parent_id = ANY(%s::bigint[])
        RETURNING post_id, CASE WHEN is_approved THEN -1 ELSE 0 END AS n
    )
"""
FORGOTTEN = f"""
    WITH changed AS (
        DELETE FROM {COMMENT}
        WHERE author_id = %s OR parent_id IN (SELECT id FROM {COMMENT} WHERE author_id = %s)
        RETURNING post_id, CASE WHEN is_approved THEN -1 ELSE 0 END AS n
    )
"""


def install():
    """Prepare what has to be prepared, once: nothing."""


@contextmanager
def writing():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7001205)")
        yield cursor


def say(comment):
    """Save a new comment."""
    with writing() as cursor:
        comment.save(force_insert=True)
        cursor.execute(SAID + COUNT, [[comment.pk]])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    with writing() as cursor:
        Comment.objects.bulk_create(comments)
        cursor.execute(SAID + COUNT, [[comment.pk for comment in comments]])


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with writing() as cursor:
        cursor.execute(JUDGED + COUNT, [bool(is_approved), list(pks), bool(is_approved)])


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    with writing() as cursor:
        cursor.execute(TAKEN_BACK + COUNT, [pks, pks])


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with writing() as cursor:
        cursor.execute(FORGOTTEN + COUNT, [user_pk, user_pk])
        User.objects.filter(pk=user_pk).delete()
