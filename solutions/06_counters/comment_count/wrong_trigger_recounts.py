"""A trigger that counts again: it does not see the comment of a transaction that is still open.

It waits for that one's lock of the post, and then writes what it had counted before.

Breaks: number
Fails: crowd
"""

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment

TRIGGER = """
    CREATE FUNCTION count_comments() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE discuss_post SET kept_comments = (
            SELECT count(*) FROM discuss_comment WHERE post_id = discuss_post.id AND is_approved
        ) WHERE id IN (OLD.post_id, NEW.post_id);
        RETURN NULL;
    END $$;
    CREATE TRIGGER count_comments
    AFTER INSERT OR DELETE OR UPDATE OF post_id, is_approved ON discuss_comment
    FOR EACH ROW EXECUTE FUNCTION count_comments();
"""


def install():
    """Prepare what has to be prepared, once."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER)


def say(comment):
    """Save a new comment."""
    comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    with transaction.atomic():
        Comment.objects.bulk_create(comments)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    Comment.objects.filter(pk__in=pks).delete()


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    User.objects.filter(pk=user_pk).delete()
