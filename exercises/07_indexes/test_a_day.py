"""What checks a_day.py."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection

from arena.discuss.models import Comment
from kata.checks import analyze, at_most, effort, fail, ledger, plain, plural, rows_read, same, send

# Days on which the clocks change, at midnight too, and zones that are far from UTC.
DAYS = (
    (date(2025, 6, 1), "UTC"),
    (date(2025, 7, 1), "Europe/Berlin"),
    (date(2025, 3, 30), "Europe/Berlin"),
    (date(2025, 10, 26), "Europe/Berlin"),
    (date(2025, 3, 9), "America/New_York"),
    (date(2025, 11, 2), "America/New_York"),
    (date(2025, 3, 30), "Asia/Beirut"),  # begins at 1:00
    (date(2025, 10, 25), "Asia/Beirut"),  # its last hour happens twice
    (date(2025, 11, 2), "America/Havana"),  # its first hour happens twice
    (date(2025, 12, 31), "Asia/Kathmandu"),
    (date(2025, 3, 1), "Pacific/Kiritimati"),
)
TINY = timedelta(microseconds=1)
MANY = 5_000
READ = 300
STEPS = 30  # that SQLite may take for each of them


def test_answer(answer, before, world):
    """The comments of that day, in order.

    Tries: rows, day, nothing else.
    """
    random = Random(7)
    world.posts(10, comments=(4, 6), replies=(1, 1))
    comments = list(Comment.objects.order_by("pk"))
    for day, zone in DAYS:
        begin, end = midnights(day, zone)
        hours = (end - begin) / timedelta(hours=1)
        call = f"of_day({day}, {zone!r})"
        for moved in ("", ", after the comments had moved"):
            place(comments, begin, end, random)
            given = f"(a day of {hours:g} hours{moved})"
            right = plain(before.of_day(day, zone))
            compare(plain(answer.of_day(day, zone)), right, f"{call} {given}", comments, zone)


def test_reads(answer, before, world):
    """Reads the comments of the day by the index.

    Tries: reads, queries, fetched.
    """
    fill(world)
    send(["CREATE INDEX comment_created ON discuss_comment (created_at)"])
    analyze()
    for day, zone in ((date(2025, 10, 26), "Europe/Berlin"), (date(2025, 9, 9), "Asia/Kathmandu")):
        of_day = len(before.of_day(day, zone))

        def ask(day=day, zone=zone):
            return plain(answer.of_day(day, zone))

        call = f"of_day({day}, {zone!r})"
        rows = at_most(ask, queries=1, rows=of_day, why=f"for a day with {of_day} comments")
        same(rows, before.of_day(day, zone), call=call)
        compare_work(ask, call, of_day)


def compare(got, right, call, comments, zone):
    """Compare the keys; say when a comment was written that is missing, or of another day."""
    keys = {key for key in got if type(key) is int} if type(got) is list else set(right)
    when = {comment.pk: comment.created_at.astimezone(ZoneInfo(zone)) for comment in comments}
    for kind, differ in (
        ("is missing", set(right) - keys),
        ("is of another day", keys - set(right)),
    ):
        moments = sorted(when[key] for key in differ if key in when)
        if keys and moments:
            raise fail(
                f"{call}: the comment of {moments[0]} {kind}.",
                details=[f"{plural(len(moments), 'comment')} in all"],
            )
    same(got, right, call=call)


def compare_work(ask, call, of_day):
    """Fail if the database reads much more than the comments of the day."""
    allowed = f"at most {READ} of {MANY:,}, for a day with {of_day}: compare created_at itself."
    if connection.vendor == "postgresql":
        count = rows_read(Comment)
        ask()
        count = rows_read(Comment) - count
        ledger.spent(**{"comments read": count})
        if count > READ:
            raise fail(f"{call} reads {count:,} comments.", allowed)
        return
    steps = effort(ask)
    ledger.spent(**{"steps of the database": steps.amount})
    if steps.amount > READ * STEPS:
        raise fail(
            f"{call} takes SQLite {steps.amount:,} steps: it reads many more comments.",
            allowed,
            steps.lines,
        )


def midnights(day, zone):
    """Return when a day begins and ends."""
    zone = ZoneInfo(zone)
    dates = (day, day + timedelta(days=1))
    begin, end = (datetime.combine(one, time.min, tzinfo=zone) for one in dates)
    return begin.astimezone(UTC), end.astimezone(UTC)


def place(comments, begin, end, random):
    """Date the comments around both midnights, some of them alike, in no order of their keys."""
    moments = [begin + timedelta(minutes=30) * half for half in range(-6, 60)]
    moments += [edge + near for edge in (begin, end) for near in (-TINY, 0 * TINY, TINY)]
    moments += [end - timedelta(milliseconds=400), end - timedelta(seconds=1)]
    moments += random.choices(moments, k=len(comments) - len(moments))
    random.shuffle(moments)
    for comment, moment in zip(comments, moments, strict=True):
        comment.created_at = moment
    Comment.objects.bulk_update(comments, ["created_at"], batch_size=200)


def fill(world):
    """Add comments, 50 a day, in no order of time."""
    world.posts(1, comments=(1, 1), replies=(0, 0))
    send(["DELETE FROM discuss_comment"])
    [post] = world.posts(1, comments=(0, 0), drafts=0)
    begin = datetime(2025, 8, 1, tzinfo=UTC)
    Comment.objects.bulk_create(
        [
            Comment(
                post=post,
                author_id=post.author_id,
                body="Seen from here, it is another day.",
                created_at=begin + timedelta(minutes=28.8) * (number * 1_009 % MANY),
            )
            for number in range(MANY)
        ],
        batch_size=1_000,
    )
