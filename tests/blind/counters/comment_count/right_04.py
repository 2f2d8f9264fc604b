"""RIGHT: triggers for whole statements (transition tables); the functions lock the table first."""

from contextlib import ContextDecorator

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

COMMENTS = Comment._meta.db_table
PLUS = "SELECT post_id, 1 AS n FROM new_comments WHERE is_approved"
MINUS = "SELECT post_id, -1 AS n FROM old_comments WHERE is_approved"
NEW = "NEW TABLE AS new_comments"
OLD = "OLD TABLE AS old_comments"
EVENTS = {
    "insert": (PLUS, NEW),
    "delete": (MINUS, OLD),
    "update": (f"{PLUS} UNION ALL {MINUS}", f"{OLD} {NEW}"),
}


def install():
    """Prepare what has to be prepared, once."""
    with transaction.atomic(), connection.cursor() as cursor:
        for event, (changes, tables) in EVENTS.items():
            cursor.execute(f"""
                CREATE OR REPLACE FUNCTION keep_comments_{event}() RETURNS trigger
                LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE {Post._meta.db_table} AS post
                    SET kept_comments = post.kept_comments + change.n
                    FROM (
                        SELECT post_id, sum(n) AS n FROM ({changes}) AS one
                        GROUP BY post_id HAVING sum(n) <> 0
                    ) AS change
                    WHERE post.id = change.post_id;
                    RETURN NULL;
                END
                $$
            """)
            cursor.execute(f"""
                CREATE OR REPLACE TRIGGER keep_comments_{event}
                AFTER {event} ON {COMMENTS} REFERENCING {tables}
                FOR EACH STATEMENT EXECUTE FUNCTION keep_comments_{event}()
            """)


class OneWriter(ContextDecorator):
    """A transaction in which nobody else writes comments. Reading goes on."""

    def _recreate_cm(self):
        return OneWriter()

    def __enter__(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {COMMENTS} IN SHARE ROW EXCLUSIVE MODE")
        except BaseException as error:
            self.atomic.__exit__(type(error), error, error.__traceback__)
            raise

    def __exit__(self, *error):
        return self.atomic.__exit__(*error)


@OneWriter()
def say(comment):
    """Save a new comment."""
    comment.save()


@OneWriter()
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    Comment.objects.bulk_create(comments)


@OneWriter()
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    Comment.objects.filter(pk__in=pks).exclude(is_approved=is_approved).update(
        is_approved=is_approved
    )


@OneWriter()
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    Comment.objects.filter(pk__in=pks).delete()


@OneWriter()
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    User.objects.filter(pk=user_pk).delete()
