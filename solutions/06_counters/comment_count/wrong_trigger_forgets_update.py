"""A trigger for INSERT and DELETE: approving or hiding a comment is neither.

Breaks: number
Fails: flags
"""

from django.db import connection

from arena.accounts.models import User
from arena.discuss.models import Comment

TRIGGER = """
    CREATE FUNCTION count_comments() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND OLD.is_approved THEN
            UPDATE discuss_post SET kept_comments = kept_comments - 1 WHERE id = OLD.post_id;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.is_approved THEN
            UPDATE discuss_post SET kept_comments = kept_comments + 1 WHERE id = NEW.post_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER count_comments
    AFTER INSERT OR DELETE ON discuss_comment
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
