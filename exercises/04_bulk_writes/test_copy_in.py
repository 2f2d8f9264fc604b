"""What checks copy_in.py."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

from django.db import Error, OperationalError, connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from arena.worlds import World
from kata.checks import at_most, expect, fail, faster, plural, same, thread_of_check

BODIES = (
    "Thanks!",
    "",
    " ",
    "one\ttwo\tthree",
    "one\ntwo\r\nthree\n",
    "C:\\new\\table",
    "\\N",
    "\\.",
    "NULL",
    "None",
    'She said "no", and: \'no\', and ""',
    "a,b;c|d",
    '"',
    "\\",
    "\t",
    "\n",
    "100 % sure, %s, %(body)s",
    "{1,2}",
    "naïve café 🐘 \u2028 e\u0301",
    "\x01\x08\x0b\x0c\x1a\x7f",
    "  spaces around  ",
    "A long story, \t with tabs. " * 3_000,
)
PEOPLE = 9
MANY = 25_000  # more than the batches that people write
# At the end of 2017 microseconds since 2000 that are counted with a float are easily one too few.
STARTS = (
    datetime(2019, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2017, 10, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)
ZONES = (UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=5, minutes=30)))


class BrokenOff(Exception):
    """The export ends too early."""


def test_answer(answer, before):
    """Every row becomes a comment, as it is.

    Tries: rows, any text, returned.
    """
    for number in (0, 1, 2 * len(BODIES)):
        right = outcome(before, number)
        same(
            outcome(answer, number),
            right,
            call="load()",
            given=f"for {plural(number, 'row')}",
        )
    given = "for 4 rows, while another client writes a comment"
    same(answer.load(interrupted(exporter()(4))), 4, call="load()", given=given)
    rows = exporter()(3)
    connection.close()
    given = "for 3 rows, before anything else uses the connection"
    same(answer.load(rows), 3, call="load()", given=given)
    export, old = site(World(0)), Comment.objects.count()
    with transaction.atomic():
        returned = [answer.load(export(2)), answer.load(export(3)), Comment.objects.count() - old]
    given = "for 2 rows and then 3 in one transaction"
    same(
        returned, [2, 3, 5], call="What load() returns, and how many comments it adds,", given=given
    )


def test_whole(answer, world):
    """All rows or none.

    Tries: all or none.
    """
    export = site(world)
    for number in (3, 2_500):
        refused(answer, broken(export(number)), number, "the export breaks off", BrokenOff)
        for column, value, why in (
            ("post", 1, "the post of the last row does not exist"),
            ("author", None, "the last row has no author"),
            ("body", None, "the body of the last row is None"),
            ("post", 2**70, "the post of the last row is a number that no key can be"),
        ):
            bad = [*export(number), {**next(export(1)), column: value}]
            refused(answer, iter(bad), number, why)
    refused(answer, broken(export(MANY)), MANY, "the export breaks off", BrokenOff)
    bad = [{**next(export(1)), "author": 2**70}, *export(5)]
    refused(answer, iter(bad), 0, "the author of the first row is a number that no key can be")


def test_memory(answer, world):
    """Sends the rows as they come.

    Tries: memory, rows, returned.
    """
    export = site(world)
    Comment.objects.all().delete()
    text = "What I think of this. " * 10
    loaded = at_most(
        lambda: answer.load(export(5_000, body=text)), peak_kib=1_500, why="for 5,000 rows"
    )
    same(loaded, 5_000, call="load()", given="for 5,000 rows")
    columns = ("post_id", "author_id", "created_at", "body", "is_approved")
    stored = Counter(Comment.objects.values_list(*columns))
    right = Counter(
        (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
        for row in export(5_000, body=text)
    )
    calls = sum(stored.values()) // 5_000  # memory and work are measured in calls of their own
    wrong = next((row for row in right if stored[row] != calls), None)
    expect(
        wrong is None and len(stored) == len(right),
        "After 5,000 rows not every row became a comment as it is.",
        details=[f"missing or there too often: {wrong}"] if wrong else [],
    )


def test_speed(answer, before, world):
    """Faster than bulk_create().

    Tries: speed.
    """
    export = site(world)
    rows = list(export(1_000))
    faster(lambda: answer.load(iter(rows)), lambda: before.load(iter(rows)), times=1.2)


def site(world):
    """Make the posts and people that the export speaks of, and return what makes the export."""
    world.clear()
    world.people(PEOPLE - 1)
    User.objects.create(pk=3, username="early")  # the other keys need 64 bits
    world.posts(5, comments=(1, 1), replies=(0, 0))
    return exporter()


def exporter():
    """Return what makes an export: a function of how many rows, which come one by one.

    What it needs from the database is asked for now: nothing can be asked on a connection while a
    COPY is going on. The first 45 rows have each a post and an author that no other row has.
    """
    posts = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    people = list(User.objects.order_by("pk").values_list("pk", flat=True))

    def export(number, body=""):
        bodies = BODIES if number < 100 else [text for text in BODIES if len(text) < 100]
        for place in range(number):
            at = STARTS[place % 2] + timedelta(minutes=place * 7 % 1_000, microseconds=place)
            row = {
                "post": posts[place % len(posts)],
                "author": people[place % PEOPLE],
                "created_at": at.astimezone(ZONES[place % len(ZONES)]),
                "body": f"{body}{place}" if body else bodies[place % len(bodies)],
                "is_approved": place % 4 != 0,
            }
            # The keys of a dict are in some order, which no sentence names.
            yield row if place % 2 else dict(reversed(row.items()))

    return export


def broken(rows):
    """Yield the rows, and then fail."""
    yield from rows
    raise BrokenOff("The export broke off.")


def interrupted(rows):
    """Yield the rows; after the second one another client writes a comment."""
    comment = Comment.objects.values("post_id", "author_id", "created_at", "body").first()

    def write():
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")  # an answer may lock the table
            Comment.objects.create(**comment)
        connection.close()

    def others():
        yield next(rows)
        yield next(rows)
        client = thread_of_check(write)
        client.start()
        client.join()
        yield from rows

    return others()


def outcome(module, number):
    """Return what is returned and stored, on a site that is the same for every module.

    Comments are found by post and author: in an order, one wrong time would move all the others.
    """
    export = site(World(number))
    old = set(Comment.objects.values_list("pk", flat=True))
    returned = module.load(export(number))
    new = Comment.objects.exclude(pk__in=old).order_by("pk")
    rows = new.values("post_id", "author_id", "parent_id", "created_at", "body", "is_approved")
    stored = {}
    for row in rows:
        name = f"the comment of author {row['author_id']} on post {row['post_id']}"
        again = sum(each.startswith(name) for each in stored)
        stored[f"{name}, {again + 1} times" if again else name] = row
    return {
        "what is returned": returned,
        "the number of comments": Comment.objects.count() - len(old),
        "the comments": stored,
    }


def refused(module, rows, number, why, kind=Exception):
    """Fail unless an error is raised, of this kind, and nothing is written."""
    before = Comment.objects.count()
    says = f"When {why} after {number:,} rows,"
    try:
        module.load(rows)
    except kind:
        pass
    except Exception as error:
        raise fail(
            f"{says} load() raises {type(error).__name__}.", f"{kind.__name__}, as it is."
        ) from error
    else:
        raise fail(f"{says} load() raises nothing.", "to let the error pass.")
    expect(not connection.in_atomic_block, f"{says} a transaction is left open.")
    try:
        written = Comment.objects.count() - before
    except Error as error:
        raise fail(f"{says} the connection can't be used any more: {error}") from error
    expect(not written, f"{says} {plural(written, 'comment')} stayed.", "all rows or none.")
