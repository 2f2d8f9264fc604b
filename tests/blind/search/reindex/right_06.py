"""RIGHT: one query reads posts with the number of their notes; sends again what has another title or number."""

from uuid import uuid4

from django.db import connection

from arena.search.backends import SearchError

STATE = """
    SELECT key, post.title, coalesce(note.number, 0)
    FROM (SELECT id AS key, title FROM discuss_post) AS post
    FULL JOIN (
        SELECT post_id AS key, count(*) AS number FROM search_change GROUP BY post_id
    ) AS note USING (key)
"""


def state():
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return {key: (title, number) for key, title, number in cursor.fetchall()}


def send(engine, index, differences):
    documents = [(key, title) for key, title in differences if title is not None]
    gone = [key for key, title in differences if title is None]
    for start in range(0, len(documents), 1000):
        engine.put(index, dict(documents[start : start + 1000]))
    for start in range(0, len(gone), 1000):
        engine.remove(index, gone[start : start + 1000])


def compare(before, after):
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            yield key, after.get(key, (None, 0))[0]


def reindex(engine):
    old = engine.target("posts")
    new = f"posts_{uuid4().hex}"
    before = state()
    try:
        engine.create(new)
        send(engine, new, [(key, title) for key, (title, _) in before.items() if title is not None])
        engine.switch("posts", new)
    except SearchError:
        try:
            engine.drop(new)
        except SearchError:
            pass  # the first error says more
        raise
    try:
        while True:
            after = state()
            differences = list(compare(before, after))
            if not differences:
                break
            send(engine, new, differences)
            before = after
    finally:
        if old is not None:
            engine.drop(old)
