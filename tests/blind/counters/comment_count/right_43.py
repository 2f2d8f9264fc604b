"""The table of comments is locked, and one statement each changes comments and adds the difference to the posts.
"""

from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment

# The rows that a statement changed are `changed`; each approved one counts `sign`.
COUNT = """
UPDATE discuss_post AS post
SET kept_comments = post.kept_comments + %(sign)s * per_post.number
FROM (
    SELECT post_id, count(*) AS number FROM changed WHERE is_approved GROUP BY post_id
) AS per_post
WHERE post.id = per_post.post_id
"""
ADDED = """
WITH changed AS (
    SELECT post_id, is_approved FROM discuss_comment WHERE id = ANY(%(pks)s::bigint[])
)
"""
ORPHANS = """
SELECT count(*)
FROM discuss_comment AS comment
LEFT JOIN discuss_post AS post ON post.id = comment.post_id
LEFT JOIN accounts_user AS author ON author.id = comment.author_id
LEFT JOIN discuss_comment AS parent ON parent.id = comment.parent_id
WHERE comment.id = ANY(%(pks)s::bigint[])
  AND (
    post.id IS NULL OR author.id IS NULL
    OR (comment.parent_id IS NOT NULL AND parent.id IS NULL)
  )
"""
JUDGED = """
WITH changed AS (
    UPDATE discuss_comment SET is_approved = %(is_approved)s
    WHERE id = ANY(%(pks)s::bigint[]) AND is_approved <> %(is_approved)s
    RETURNING post_id, true AS is_approved
)
"""
TAKEN = """
WITH changed AS (
    DELETE FROM discuss_comment
    WHERE id = ANY(%(pks)s::bigint[]) OR parent_id = ANY(%(pks)s::bigint[])
    RETURNING post_id, is_approved
)
"""
FORGOTTEN = """
WITH changed AS (
    DELETE FROM discuss_comment
    WHERE author_id = %(user)s
       OR parent_id IN (SELECT id FROM discuss_comment WHERE author_id = %(user)s)
       OR post_id IN (SELECT id FROM discuss_post WHERE author_id = %(user)s)
    RETURNING post_id, is_approved
)
"""


def install():
    """Prepare what has to be prepared, once."""


@contextmanager
def locked():
    """Give a cursor in a transaction that alone may change comments."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE discuss_comment IN SHARE ROW EXCLUSIVE MODE")
        yield cursor


def say(comment):
    """Save a new comment."""
    say_many([comment])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with locked() as cursor:
        pks = [comment.pk for comment in Comment.objects.bulk_create(comments)]
        cursor.execute(ORPHANS, {"pks": pks})
        if cursor.fetchone()[0]:
            raise IntegrityError("the post, the parent or the author of a comment is gone")
        cursor.execute(ADDED + COUNT, {"pks": pks, "sign": 1})


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with locked() as cursor:
        cursor.execute(
            JUDGED + COUNT,
            {
                "pks": list(pks),
                "is_approved": bool(is_approved),
                "sign": 1 if is_approved else -1,
            },
        )


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    with locked() as cursor:
        cursor.execute(TAKEN + COUNT, {"pks": list(pks), "sign": -1})


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with locked() as cursor:
        cursor.execute(FORGOTTEN + COUNT, {"user": user_pk, "sign": -1})
        User.objects.filter(pk=user_pk).delete()
