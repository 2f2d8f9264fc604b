"""RIGHT: raw SQL; a sender deletes its notes first, in a transaction that it commits last."""

from django.db import connection, transaction

from arena.search.backends import SearchError

OWN = "DELETE FROM search_change WHERE id = %s RETURNING post_id"
ALL = """
    DELETE FROM search_change
    WHERE id IN (SELECT id FROM search_change ORDER BY id FOR UPDATE SKIP LOCKED)
    RETURNING post_id
"""
TITLES = """
    SELECT key, post.title
    FROM unnest(%s::bigint[]) AS key LEFT JOIN discuss_post AS post ON post.id = key
"""


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def send(engine, sql, *parameters):
    try:
        with transaction.atomic():
            keys = sorted({key for (key,) in run(sql, *parameters)})
            sent = {}
            while keys:
                rows = dict(run(TITLES, keys))
                changed = {key: rows[key] for key in keys if key not in sent or sent[key] != rows[key]}
                if not changed:
                    break
                there = {key: title for key, title in changed.items() if title is not None}
                gone = [key for key, title in changed.items() if title is None]
                if there:
                    engine.put("posts", there)
                if gone:
                    engine.remove("posts", gone)
                sent.update(changed)
    except SearchError:
        pass  # the deletion of the notes is rolled back


def note(engine, post_id):
    [(change,)] = run("INSERT INTO search_change (post_id) VALUES (%s) RETURNING id", post_id)
    transaction.on_commit(lambda: send(engine, OWN, change))


@transaction.atomic
def rename(engine, post_id, title):
    if run("UPDATE discuss_post SET title = %s WHERE id = %s", title, post_id):
        note(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    from arena.discuss.models import Post  # its deletion cascades in Python

    Post.objects.filter(pk=post_id).delete()
    note(engine, post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    send(engine, ALL)
