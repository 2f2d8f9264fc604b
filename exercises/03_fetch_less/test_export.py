"""What checks export.py."""

import csv
import gc
import io
import tracemalloc
from collections.abc import Iterable
from contextlib import contextmanager
from itertools import pairwise
from weakref import WeakSet

import psycopg
from django.db import connection
from psycopg.pq import TransactionStatus

from arena.accounts.models import User
from arena.discuss.models import Post
from kata.checks import Meter, at_most_queries, expect, just_before, ledger, rows, same

MANY, SOME = 10_000, 2_500
MOST_KIB, MOST_ROWS = 16 * 1024, 1_000
GONE = range(1, 7)
# Plain posts behind those of the world, with large gaps between the keys.
ADD = """
    INSERT INTO discuss_post (id, author_id, title, body, published_at)
    SELECT (SELECT max(id) FROM discuss_post) + n * 97, (SELECT min(id) FROM accounts_user),
        'Post ' || n, repeat('ten bytes ', %s), now()
    FROM generate_series(1, %s) n
"""


def test_answer(answer, world):
    """The same CSV.

    Tries: texts.
    """
    for number in (0, 1, 2, 80):
        world.clear()
        world.posts(number)
        compare(answer, f"with {number} posts")
    world.shake()
    compare(answer, "after the data had changed")
    fill(world, SOME, 10)
    compare(answer, f"with {SOME:,} posts")
    author = User.objects.order_by("pk")[0]
    Post.objects.bulk_create(
        Post(pk=key, author=author, title=f"{mark}1", body=f"{mark}1")
        for key, mark in zip((0, -6, -7, -(2**40)), "=+-@", strict=True)
    )
    compare(answer, "with posts whose ids are 0 and below, and texts like formulas")


def test_memory(answer, world):
    """Little memory, however many posts.

    Tries: memory, rows.
    """
    fill(world, MANY, 200)
    largest, read = [0], [0]
    watch = Meter(lambda _: read.append(meter.load.rows))  # elements of arrays are rows there
    with results(largest), collecting_often(), watch as meter:
        tracemalloc.start()
        for _ in texts_of(answer):
            pass
        peak = tracemalloc.get_traced_memory()[1] // 1024
        tracemalloc.stop()
    ledger.spent(peak_kib=peak)
    says, given = f"{peak:,} KiB of memory at the peak.", f"for {MANY:,} posts of 2 KB."
    expect(peak <= MOST_KIB, says, f"at most {MOST_KIB:,}, {given}")
    says = f"One query returns {largest[0]:,} rows, which the driver keeps until they are read."
    expect(largest[0] <= MOST_ROWS, says, f"at most {MOST_ROWS:,}, {given}")
    most = max(after - before for before, after in pairwise(read))
    says = f"One row or page brings {most:,} elements to Python."
    # A page of rows may be one JSON document: its values are elements too.
    expect(most <= 5 * MOST_ROWS, says, f"a page of at most {MOST_ROWS:,} posts, {given}")


def test_slow_reader(answer, world):
    """Nothing is open while the reader waits.

    Tries: slow reader.
    """
    fill(world, SOME, 10)
    before = sessions()
    with results([0]) as cursors:
        for number, _ in enumerate(texts_of(answer)):
            if number < 3 or number % 50 == 0:
                what = held(before, cursors)
                allowed = "no transaction, cursor or further connection between two texts."
                says = f"While the reader waits after text {number + 1}, {what}."
                expect(not what, says, allowed)


def test_changes(answer, world):
    """Every post once, though others are deleted.

    Tries: changes, texts.
    """
    fill(world, SOME, 10)
    expected, texts, deleted = csv_rows(), [], False
    for text in texts_of(answer):
        texts.append(text)
        if not deleted and len(parsed(texts)) > 10:
            first = Post.objects.order_by("pk").values_list("pk", flat=True)[:5]
            Post.objects.filter(pk__in=list(first)).delete()
            deleted = True
    same(parsed(texts), expected, call="export()", given="of which 5 exported posts are deleted")
    for number in GONE:
        fill(world, SOME, 10)
        gone = list(Post.objects.order_by("-pk").values_list("pk", flat=True)[:SOME:50])
        with just_before(number, lambda gone=gone: delete(gone)):
            got = parsed(texts_of(answer))
        stay = [row for row in got if row[0] not in map(str, gone)]
        expected = [row for row in csv_rows() if row[0] not in map(str, gone)]
        same(stay, expected, call="export()", given=f"when posts are deleted before query {number}")
    fill(world, SOME, 10)
    expected, texts = csv_rows(), []

    def delete_last():
        exported = [row[0] for row in parsed(texts)[6:] if row]  # others refer to the first five
        delete([int(key) for key in exported[-1:] if key.isdigit()])

    with just_before(1, delete_last, from_then_on=True):
        for text in texts_of(answer):
            texts.append(text)
    given = "when the last post that was exported is deleted before each query"
    same(parsed(texts), expected, call="export()", given=given)


def test_queries(answer, world):
    """Few queries.

    Tries: queries.
    """
    fill(world, SOME, 10)
    at_most_queries(answer.export, Post.objects.count() // 25, f"for {SOME:,} posts")


def fill(world, number, tens):
    """Make so many posts with a body of so many times ten bytes, and a few awkward ones."""
    world.clear()
    world.people(5)
    world.posts(5)
    with connection.cursor() as cursor:
        cursor.execute(ADD, [tens, number])


def delete(keys):
    """Delete posts that nothing refers to."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [keys])


def csv_rows():
    """Return what is right, in plain Python."""
    names = {person.id: person.username for person in rows(User)}
    posts = [[str(post.id), names[post.author_id], post.title, post.body] for post in rows(Post)]
    return [["id", "author", "title", "body"], *posts]


def compare(answer, given):
    """Fail unless the texts are the CSV of all posts."""
    same(parsed(texts_of(answer)), csv_rows(), call="export()", given=given)


def texts_of(answer):
    """Yield what export() hands over; fail unless these are texts."""
    result = answer.export()
    expect(
        isinstance(result, Iterable) and not isinstance(result, (str, bytes)),
        f"export() returns a value of type {type(result).__name__}.",
        "an iterator of texts.",
    )
    for text in result:
        kind = type(text).__name__
        expect(isinstance(text, str), f"export() hands over a value of type {kind}.", "texts.")
        yield text


def parsed(texts):
    """Return the rows of the CSV that the texts are, once they are joined."""
    return list(csv.reader(io.StringIO("".join(texts), newline="")))


def sessions():
    """Return how many connections to this database are open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def held(before, cursors):
    """Return what the answer keeps open, empty for nothing."""
    session = connection.connection
    status = session.info.transaction_status if session else TransactionStatus.IDLE
    if status == TransactionStatus.ACTIVE:
        return "a statement is still running"
    if status != TransactionStatus.IDLE:
        return "a transaction is open"
    if not all(cursor.closed for cursor in cursors):
        return "a cursor is open"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name <> ''")
        if cursor.fetchone()[0]:
            return "a cursor is open on the server"
    return "a further connection is open" if sessions() > before else ""


@contextmanager
def results(largest):
    """Note how many rows the largest result has that the driver holds outside Python's memory.

    Yields the cursors that are used, as long as they are there.
    """
    original, cursors = psycopg.Cursor.execute, WeakSet()

    def execute(self, *args, **kwargs):
        cursors.add(self)
        result = original(self, *args, **kwargs)
        largest[0] = max(largest[0], self.rowcount)
        return result

    psycopg.Cursor.execute = execute
    try:
        yield cursors
    finally:
        psycopg.Cursor.execute = original


@contextmanager
def collecting_often():
    """Let Python free objects that point at each other soon, so that they do not add up."""
    gc.collect()
    gc.freeze()
    thresholds = gc.get_threshold()
    gc.set_threshold(2000, 5, 2)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
