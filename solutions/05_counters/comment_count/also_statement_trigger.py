"""A trigger for each statement: a thousand new comments on a post change its number once.

A trigger for each row updates the post a thousand times, each time on top of the last.
"""

from django.db import connection

from arena.accounts.models import User
from arena.discuss.models import Comment

FUNCTION = """
    CREATE OR REPLACE FUNCTION count_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE discuss_post SET kept_comments = kept_comments + changed.number
        FROM (SELECT post_id, sum(number) AS number FROM ({rows}) AS every GROUP BY post_id)
            AS changed
        WHERE discuss_post.id = changed.post_id AND changed.number <> 0;
        RETURN NULL;
    END $$
"""
TRIGGER = """
    CREATE OR REPLACE TRIGGER count_{event} AFTER {event} ON discuss_comment
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION count_{event}()
"""
GONE = "SELECT post_id, -1 AS number FROM gone WHERE is_approved"
COME = "SELECT post_id, 1 AS number FROM come WHERE is_approved"
EVENTS = {
    "insert": ("NEW TABLE AS come", COME),
    "delete": ("OLD TABLE AS gone", GONE),
    "update": ("OLD TABLE AS gone NEW TABLE AS come", f"{GONE} UNION ALL {COME}"),
}


def install():
    """Prepare what has to be prepared, once."""
    with connection.cursor() as cursor:
        for event, (tables, rows) in EVENTS.items():
            cursor.execute(FUNCTION.format(event=event, rows=rows))
            cursor.execute(TRIGGER.format(event=event, tables=tables))


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
