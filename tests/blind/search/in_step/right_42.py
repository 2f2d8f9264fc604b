"""A queue in raw SQL: notes are deleted first, RETURNING posts, and come back if anything fails before the commit.
"""

import logging

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

BATCH = 10_000

# Both lock what they delete until the transaction ends. The first one waits for who has the note.
TAKE_ONE = "DELETE FROM search_change WHERE id = %s RETURNING post_id"
TAKE_FREE = """
    DELETE FROM search_change WHERE id IN (
        SELECT id FROM search_change ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING post_id
"""


@transaction.atomic
def rename(engine, post_id, title):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH renamed AS (
                UPDATE discuss_post SET title = %s WHERE id = %s RETURNING id
            )
            INSERT INTO search_change (post_id) SELECT id FROM renamed RETURNING id
            """,
            [title, post_id],
        )
        row = cursor.fetchone()
    if row is not None:
        transaction.on_commit(lambda: synchronise(engine, TAKE_ONE, row[0]))


@transaction.atomic
def delete(engine, post_id):
    note = Change.objects.create(post_id=post_id)
    Post.objects.filter(pk=post_id).delete()
    transaction.on_commit(lambda: synchronise(engine, TAKE_ONE, note.pk))


def catch_up(engine):
    """Cron runs this every minute."""
    while synchronise(engine, TAKE_FREE, BATCH) >= BATCH:
        pass


def synchronise(engine, take, argument):
    """Take notes, send the posts until index and database agree, and forget the notes."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(take, [argument])
            notes = cursor.fetchall()
            sent, due = {}, {post_id for (post_id,) in notes}
            while due:
                cursor.execute("SELECT id, title FROM discuss_post WHERE id = ANY(%s)", [[*due]])
                titles = dict(cursor.fetchall())
                # What was sent and is still the same is done; the others have changed meanwhile.
                due = {pk for pk in due if pk not in sent or sent[pk] != titles.get(pk)}
                if put := {pk: titles[pk] for pk in due if pk in titles}:
                    engine.put("posts", put)
                if gone := [pk for pk in due if pk not in titles]:
                    engine.remove("posts", gone)
                sent = {pk: titles.get(pk) for pk in due}
            return len(notes)
    except SearchError:
        logging.getLogger(__name__).exception("The notes stay until the engine is back.")
        return 0
