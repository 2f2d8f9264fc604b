"""Right: triggers with transition tables keep the number; an advisory lock orders the writers."""

from contextlib import contextmanager

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment

TRIGGERS = """
CREATE OR REPLACE FUNCTION keep_comments_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE discuss_post p SET kept_comments = p.kept_comments + n.number
    FROM (SELECT post_id, count(*) AS number FROM new_rows WHERE is_approved GROUP BY post_id) n
    WHERE p.id = n.post_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION keep_comments_take() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE discuss_post p SET kept_comments = p.kept_comments - o.number
    FROM (SELECT post_id, count(*) AS number FROM old_rows WHERE is_approved GROUP BY post_id) o
    WHERE p.id = o.post_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION keep_comments_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE discuss_post p SET kept_comments = p.kept_comments + d.number
    FROM (
        SELECT post_id, sum(one) AS number FROM (
            SELECT post_id, 1 AS one FROM new_rows WHERE is_approved
            UNION ALL
            SELECT post_id, -1 FROM old_rows WHERE is_approved
        ) changes GROUP BY post_id HAVING sum(one) <> 0
    ) d
    WHERE p.id = d.post_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER keep_comments_add AFTER INSERT ON discuss_comment
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_comments_add();
CREATE OR REPLACE TRIGGER keep_comments_take AFTER DELETE ON discuss_comment
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_comments_take();
CREATE OR REPLACE TRIGGER keep_comments_change AFTER UPDATE ON discuss_comment
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_comments_change();
"""


def install():
    """Prepare what has to be prepared, once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TRIGGERS)


@contextmanager
def in_turn():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('arena.comments'))")
        yield


def say(comment):
    """Save a new comment."""
    with in_turn():
        comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with in_turn():
        Comment.objects.bulk_create(comments)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    with in_turn():
        Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    with in_turn():
        Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with in_turn():
        User.objects.filter(pk=user_pk).delete()
