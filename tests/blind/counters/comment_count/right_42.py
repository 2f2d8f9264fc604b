"""Triggers for whole statements add what each statement changed; a lock puts all calls in a row.
"""

from functools import wraps

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment

TRIGGERS = """
CREATE OR REPLACE FUNCTION keep_comments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (
            SELECT FROM added
            WHERE NOT EXISTS (SELECT FROM discuss_post AS p WHERE p.id = added.post_id)
               OR NOT EXISTS (SELECT FROM accounts_user AS u WHERE u.id = added.author_id)
               OR (added.parent_id IS NOT NULL AND NOT EXISTS (
                       SELECT FROM discuss_comment AS c WHERE c.id = added.parent_id))
        ) THEN
            RAISE foreign_key_violation USING MESSAGE = 'the post, parent or author is gone';
        END IF;
        UPDATE discuss_post AS post SET kept_comments = post.kept_comments + change.number
        FROM (SELECT post_id, count(*) AS number FROM added WHERE is_approved GROUP BY post_id)
             AS change
        WHERE post.id = change.post_id;
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE discuss_post AS post SET kept_comments = post.kept_comments - change.number
        FROM (SELECT post_id, count(*) AS number FROM removed WHERE is_approved GROUP BY post_id)
             AS change
        WHERE post.id = change.post_id;
    ELSE
        UPDATE discuss_post AS post SET kept_comments = post.kept_comments + change.number
        FROM (
            SELECT post_id, sum(one) AS number
            FROM (
                SELECT post_id, 1 AS one FROM added WHERE is_approved
                UNION ALL
                SELECT post_id, -1 FROM removed WHERE is_approved
            ) AS ones
            GROUP BY post_id
            HAVING sum(one) <> 0
        ) AS change
        WHERE post.id = change.post_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER keep_comments_added AFTER INSERT ON discuss_comment
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_comments();
CREATE OR REPLACE TRIGGER keep_comments_changed AFTER UPDATE ON discuss_comment
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_comments();
CREATE OR REPLACE TRIGGER keep_comments_removed AFTER DELETE ON discuss_comment
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_comments();
"""


def install():
    """Prepare what has to be prepared, once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TRIGGERS)


def in_a_row(change):
    """Let one transaction after the other change comments: no order can make a deadlock."""

    @wraps(change)
    @transaction.atomic
    def changed(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('comments', 0))")
        change(*args, **kwargs)

    return changed


@in_a_row
def say(comment):
    """Save a new comment."""
    comment.save()


@in_a_row
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    Comment.objects.bulk_create(comments)


@in_a_row
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


@in_a_row
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    Comment.objects.filter(pk__in=pks).delete()


@in_a_row
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    Comment.objects.filter(author=user_pk).delete()
    User.objects.filter(pk=user_pk).delete()
