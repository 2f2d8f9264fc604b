"""What checks copy_in.py."""

from datetime import UTC, datetime, timedelta, timezone

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from arena.worlds import World
from kata.checks import at_most, expect, faster, same
from kata.verdict import plural

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
    'She said "no", and: \'no\', and ""',
    "a,b;c|d",
    "100 % sure, %s",
    "naïve café 🐘 \u2028",
    "\x01\x7f",
    "A long story. " * 800,
)


class BrokenOff(Exception):
    """The export ends too early."""


def test_answer(answer, before):
    """Every row becomes a comment, as it is."""
    for number in (0, 1, 3 * len(BODIES)):
        same(
            outcome(answer, number),
            outcome(before, number),
            call="load()",
            given=f"for {plural(number, 'row')}",
        )


def test_whole(answer, world):
    """All rows or none."""
    export = site(world)
    for number in (3, 2_500):
        refused(answer, broken(export(number)), number, "the export breaks off")
        unknown = [*export(number), {**next(export(1)), "post": 1}]
        refused(answer, iter(unknown), number, "the post of the last row does not exist")
        nameless = [*export(number), {**next(export(1)), "author": None}]
        refused(answer, iter(nameless), number, "the last row has no author")


def test_memory(answer, world):
    """Sends the rows as they come."""
    export = site(world)
    loaded = at_most(
        lambda: answer.load(export(5_000, body="What I think of this. " * 10)),
        peak_kib=1_500,
        why="for 5,000 rows",
    )
    same(loaded, 5_000, call="load()", given="for 5,000 rows")


def test_speed(answer, before, world):
    """Faster than bulk_create()."""
    export = site(world)
    rows = list(export(1_000))
    faster(lambda: answer.load(iter(rows)), lambda: before.load(iter(rows)), times=1.2)


def site(world):
    """Make the posts and people that the export speaks of, and return what makes the export."""
    world.clear()
    world.people(5)
    world.posts(5, comments=(1, 1), replies=(0, 0))
    return exporter()


def exporter():
    """Return what makes an export: a function of how many rows, which come one by one.

    What it needs from the database is asked for now: nothing can be asked on a connection while a
    COPY is going on.
    """
    posts = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    people = list(User.objects.order_by("pk").values_list("pk", flat=True))
    paris = timezone(timedelta(hours=2))
    start = datetime(2019, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

    def export(number, body=""):
        bodies = BODIES if number < 100 else [text for text in BODIES if len(text) < 100]
        for place in range(number):
            at = start + timedelta(minutes=place, microseconds=place)
            yield {
                "post": posts[place % len(posts)],
                "author": people[place % 3],
                "created_at": at.astimezone(paris) if place % 2 else at,
                "body": f"{body}{place}" if body else bodies[place % len(bodies)],
                "is_approved": place % 4 != 0,
            }

    return export


def broken(rows):
    """Yield the rows, and then fail."""
    yield from rows
    raise BrokenOff("The export broke off.")


def outcome(module, number):
    """Return what is returned and stored, on a site that is the same for every module."""
    export = site(World(number))
    old = set(Comment.objects.values_list("pk", flat=True))
    returned = module.load(export(number))
    new = Comment.objects.exclude(pk__in=old).order_by("created_at")
    return {
        "what is returned": returned,
        "the number of comments": Comment.objects.count() - len(old),
        "the comments": list(
            new.values("post_id", "author_id", "parent_id", "created_at", "body", "is_approved")
        ),
    }


def refused(module, rows, number, why):
    """Fail unless an error is raised and nothing is written."""
    before = Comment.objects.count()
    try:
        module.load(rows)
    except Exception:
        written = Comment.objects.count() - before
        expect(
            not written,
            f"When {why} after {number:,} rows, {plural(written, 'comment')} stayed.",
            "all rows or none.",
        )
    else:
        expect(False, f"When {why}, load() raises nothing.", "to let the error pass.")
