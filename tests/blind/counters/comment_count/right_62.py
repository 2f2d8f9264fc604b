"""LOCK TABLE orders all writers; data-changing WITH queries change comments and add exactly what changed, in one statement."""

from collections import Counter

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment

LOCK = "LOCK TABLE discuss_comment IN SHARE ROW EXCLUSIVE MODE"

ADD = """
    UPDATE discuss_post AS post
    SET kept_comments = post.kept_comments + added.number
    FROM unnest(%s::bigint[], %s::integer[]) AS added (post_id, number)
    WHERE post.id = added.post_id
"""

JUDGE = """
    WITH changed AS (
        UPDATE discuss_comment SET is_approved = %(approved)s
        WHERE id = ANY(%(pks)s::bigint[]) AND is_approved <> %(approved)s
        RETURNING post_id
    ), numbers AS (
        SELECT post_id, count(*) AS number FROM changed GROUP BY post_id
    )
    UPDATE discuss_post AS post
    SET kept_comments = post.kept_comments + CASE WHEN %(approved)s THEN number ELSE -number END
    FROM numbers
    WHERE post.id = numbers.post_id
"""

DELETE = """
    WITH gone AS (
        DELETE FROM discuss_comment
        WHERE id = ANY(%(pks)s::bigint[]) OR parent_id = ANY(%(pks)s::bigint[])
        RETURNING post_id, is_approved
    ), numbers AS (
        SELECT post_id, count(*) AS number FROM gone WHERE is_approved GROUP BY post_id
    )
    UPDATE discuss_post AS post
    SET kept_comments = post.kept_comments - numbers.number
    FROM numbers
    WHERE post.id = numbers.post_id
"""


def install():
    """Prepare what has to be prepared, once."""


def _change(statement, params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(statement, params)


def say(comment):
    """Save a new comment."""
    say_many([comment])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    numbers = Counter(comment.post_id for comment in comments if comment.is_approved)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        Comment.objects.bulk_create(comments)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(ADD, [list(numbers.keys()), list(numbers.values())])


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    _change(JUDGE, {"approved": bool(is_approved), "pks": list(pks)})


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    _change(DELETE, {"pks": list(pks)})


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        said = list(Comment.objects.filter(author_id=user_pk).values_list("pk", flat=True))
        cursor.execute(DELETE, {"pks": said})
        User.objects.filter(pk=user_pk).delete()
