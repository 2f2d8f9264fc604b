"""install() makes triggers in PostgreSQL that recount the touched posts; a lock at the beginning of each call orders the calls."""

from functools import wraps

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment

FUNCTION = """
CREATE OR REPLACE FUNCTION arena_recount_comments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE discuss_post SET kept_comments = (
        SELECT count(*) FROM discuss_comment AS c WHERE c.post_id = discuss_post.id AND c.is_approved
    )
    WHERE id IN (SELECT post_id FROM touched);
    RETURN NULL;
END
$$
"""

TRIGGER = """
CREATE OR REPLACE TRIGGER arena_comments_{name} AFTER {event} ON discuss_comment
REFERENCING {side} TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION arena_recount_comments()
"""

EVENTS = [("added", "INSERT", "NEW"), ("changed", "UPDATE", "NEW"), ("gone", "DELETE", "OLD")]


def install():
    """Prepare what has to be prepared, once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        for name, event, side in EVENTS:
            cursor.execute(TRIGGER.format(name=name, event=event, side=side))


def one_at_a_time(function):
    """Run the function in a transaction, after all others that hold the lock have ended theirs."""

    @wraps(function)
    def wrapper(*args, **kwargs):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('arena.comments'))")
            return function(*args, **kwargs)

    return wrapper


@one_at_a_time
def say(comment):
    """Save a new comment."""
    comment.save(force_insert=True)
    connection.check_constraints()


@one_at_a_time
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    Comment.objects.bulk_create(comments)
    connection.check_constraints()


@one_at_a_time
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


@one_at_a_time
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    Comment.objects.filter(pk__in=pks).delete()


@one_at_a_time
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    User.objects.filter(pk=user_pk).delete()
