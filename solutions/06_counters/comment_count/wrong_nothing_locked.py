"""Right triggers, and nothing locked before a deletion.

Django looks up the replies, and somebody replies before it deletes. At the commit the database
finds a reply to a comment that is gone, and refuses the whole deletion.

Breaks: no error
Fails: gone
"""

from django.db import connection

from arena.accounts.models import User
from arena.discuss.models import Comment

# Posts are locked in the order of their keys. So two imports that name the same posts in opposite
# order wait for each other in turn, and never in a circle.
FUNCTION = """
    CREATE FUNCTION count_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM FROM discuss_post WHERE id IN (SELECT post_id FROM ({changed}) AS changed)
        ORDER BY id FOR NO KEY UPDATE;

        UPDATE discuss_post SET kept_comments = kept_comments + changed.number
        FROM ({changed}) AS changed WHERE discuss_post.id = changed.post_id;
        RETURN NULL;
    END $$
"""
CHANGED = """
    SELECT post_id, sum(number) AS number FROM ({rows}) AS rows
    GROUP BY post_id HAVING sum(number) <> 0
"""
TRIGGER = """
    CREATE TRIGGER count_{event} AFTER {event} ON discuss_comment
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION count_{event}()
"""
LESS = "SELECT post_id, -1 AS number FROM old_rows WHERE is_approved"
MORE = "SELECT post_id, 1 AS number FROM new_rows WHERE is_approved"
EVENTS = {
    "insert": ("NEW TABLE AS new_rows", MORE),
    "delete": ("OLD TABLE AS old_rows", LESS),
    "update": ("OLD TABLE AS old_rows NEW TABLE AS new_rows", f"{LESS} UNION ALL {MORE}"),
}


def install():
    """Prepare what has to be prepared, once."""
    with connection.cursor() as cursor:
        for event, (tables, rows) in EVENTS.items():
            cursor.execute(FUNCTION.format(event=event, changed=CHANGED.format(rows=rows)))
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
