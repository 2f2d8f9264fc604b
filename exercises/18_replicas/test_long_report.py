"""What checks long_report.py: the primary deletes and vacuums in the middle of a statement.

Comments become a view that waits for an advisory lock on the replica. So the first statement of an
answer stands still with its snapshot, as long as a check wants.
"""

import re
import time
from contextlib import suppress
from itertools import zip_longest
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connections, transaction
from django.db.backends.signals import connection_created

from arena.discuss.models import Post
from kata.checks import Meter, expect, fail, plural, thread_of_check

PATIENCE = 20  # seconds
MANY = 2_500  # posts: a portion of them is not all
ACTS = 3  # at the first lines that are written
DELAYS = "max_standby_streaming_delay", "max_standby_archive_delay"
LOCK = "ALTER TABLE comments ALTER body SET NOT NULL"
CONFLICT = "conflict with recovery"
CLOSED = "SELECT pg_advisory_lock(7)"
WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
CANCELS = WAITS.replace("count(*)", "pg_cancel_backend(pid)")
OPEN = """
    SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'
    AND pid <> pg_backend_pid() AND state <> 'idle'
"""
# STABLE and OFFSET 0 have it called before the scan begins: inside of it, a page would be pinned.
VIEW = """
    ALTER TABLE discuss_comment RENAME TO comments;
    CREATE FUNCTION gate() RETURNS boolean STABLE LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_advisory_lock_shared(7), pg_advisory_unlock_shared(7);
        RETURN true;
    END $$;
    CREATE VIEW discuss_comment AS SELECT * FROM comments WHERE gate() OFFSET 0;
"""
TABLE = """
    DROP VIEW discuss_comment;
    DROP FUNCTION gate();
    ALTER TABLE comments RENAME TO discuss_comment;
"""
# One comment goes; one moves from the last post to the second: each time both lines change.
CHANGES = """
    DELETE FROM comments WHERE id = (SELECT min(id) FROM comments WHERE id NOT IN (
        SELECT parent_id FROM comments WHERE parent_id IS NOT NULL));
    UPDATE comments SET post_id = (
        SELECT min(id) FROM discuss_post WHERE id > (SELECT min(id) FROM discuss_post)
    ) WHERE id = (
        SELECT min(id) FROM comments WHERE post_id = (SELECT max(post_id) FROM comments))
"""
REPORT = """
    SELECT string_agg(coalesce(post::text, 'total') || ': ' || number, E'\n' ORDER BY post) FROM (
        SELECT post.id AS post, count(comments.id) AS number
        FROM discuss_post AS post LEFT JOIN comments ON post_id = post.id GROUP BY ROLLUP (post.id)
    ) AS lines
"""
ISOLATION = "SHOW transaction_isolation"
SETTINGS = """
    SELECT string_agg(name || ' = ' || setting, ', ' ORDER BY name) FROM pg_settings
    WHERE context = 'user' AND name NOT LIKE '%.%'
"""


def test_lines(site):
    """The report has a line for each post, and the total.

    Tries: lines, replica.
    """
    for _ in range(2):
        lines = []
        with Meter() as meter:
            site.answer.report(lines.append)
        sent = sum(query.alias == "default" for query in meter.queries)
        says = f"The report sends {plural(sent, 'statement')} to the primary."
        expect(not sent, says, "none: it reads from the replica.")
        right = site.right()
        says = "The report has other lines than it should have."
        others = [pair for pair in zip_longest(right, lines) if pair[0] != pair[1]][:5]
        expect(not others, says, "", [f"expected {one!r}, got {other!r}" for one, other in others])
        site.changes()
        site.pair.held_up(PATIENCE)


def test_moment(site):
    """All lines are of one moment.

    Tries: moment.
    """
    run = Run(site)
    found = re.findall(r": (\d+)$", "\n".join(map(str, run.lines)), re.MULTILINE)
    numbers = list(map(int, found)) or [0]
    says = f"The lines add up to {sum(numbers[:-1])}, and the total is {numbers[-1]}"
    says = f"{says}: comments were deleted while the report ran."
    # That it fails is for test_finishes to say.
    is_one = run.error or run.lines in site.moments
    expect(is_one, says, "the lines and the total of one moment.")


def test_finishes(site):
    """It ends, though rows that it reads are vacuumed; the replica goes on.

    Tries: finishes, fresh.
    """
    run = Run(site, also="VACUUM comments")
    says = "While the report runs, comments are deleted and vacuumed on the primary"
    expect(not run.held_up, f"{says}, and the replica {run.held_up}.", "it applies that.")
    expect(not run.error, f"{says}, and report() fails.", "it ends without an error.", run.error)
    expect(not run.cancelled, f"{says}, and the report is cancelled.", "not once.", run.cancelled)


def test_fresh(site):
    """The replica never waits for long.

    Tries: fresh.
    """
    for name in DELAYS:
        sql = f"SELECT setting::int FROM pg_settings WHERE name = '{name}'"
        got = site.pair.standby.ask(sql) / 1000
        limit = f"{got:g} s" if got >= 0 else "without a limit"
        says = f"With REPLICA = {site.answer.REPLICA}, the replica waits {limit} for a query"
        expect(0 <= got <= 60, f"{says} ({name}).", "at most a minute.")


def test_replica(site):
    """Nothing is read from the primary, even if the report is cancelled.

    Tries: replica.
    """
    with Meter() as meter:
        Run(site, cancel=True)
    sent = sum(query.alias == "default" for query in meter.queries)
    says = f"The replica cancels the report, which then sends {plural(sent, 'statement')} to the"
    expect(not sent, f"{says} primary.", "none: it reads from the replica, or fails.")


def test_clean(site):
    """Afterwards nothing of the report is left on the replica.

    Tries: clean.
    """
    connection = connections["replica"]
    connection.close()
    connection_created.connect(of_the_site)
    before, isolation = value(connection, SETTINGS), isolation_of(connection)
    for number in (0, 1, 2):
        lines = []

        def write(line, lines=lines, number=number):
            lines.append(line)
            if len(lines) == number:
                raise ZeroDivisionError

        with suppress(ZeroDivisionError):
            site.answer.report(write)
        failed = f"After write() has failed at line {number}"
        when = failed if number else "After report() has returned"
        is_open = site.pair.standby.ask(OPEN) or connection.in_atomic_block
        says = f"{when}, a transaction is still open on the replica."
        expect(not is_open, f"{says} VACUUM on the primary has to leave what it may read.")
        says = f"{when}, the connection has other settings."
        after = value(connection, SETTINGS)
        changed = sorted(set(after.split(", ")) - set(before.split(", ")))
        expect(after == before and connection.get_autocommit(), says, "", changed)
        got = isolation_of(connection)
        says = f"{when}, the connection's transactions are {got}."
        expect(got == isolation, says, f"{isolation}, as before.")


def test_cancelled(site):
    """No line comes twice, even if the report is cancelled in the middle.

    Tries: lines.
    """
    site.pair.configure(**dict.fromkeys(DELAYS, "0"))
    lines = Run(site, also=LOCK).lines
    twice = sorted({line for line in lines if lines.count(line) > 1})
    says = f"The replica cancels the report, and write() gets {plural(len(twice), 'line')} twice."
    expect(not twice, says, "each line once, and an error if there is no other way.", twice[:4])


# What the checks above are made of.


def of_the_site(connection, **_):
    """Set what a site sets when it connects."""
    value(connection, "SELECT set_config('lock_timeout', '54321', false)")


@pytest.fixture
def site(answer, replica, world):
    """Arena with the settings of the answer, and comments behind a gate."""
    [post, *_] = world.posts(5, comments=(5, 6), likes=(0, 0), tags=(0, 0))
    Post.objects.bulk_create(Post(author_id=post.author_id, title="", body="") for _ in range(MANY))
    world.posts(1, comments=(5, 6), likes=(0, 0), tags=(0, 0))
    world.posts(1, comments=(0, 0), likes=(0, 0), tags=(0, 0))
    ask = replica.primary.ask
    ask("VACUUM discuss_post")  # of what other checks have left there; a join may pin its pages
    ask(VIEW)
    replica.catch_up()
    site = SimpleNamespace(answer=answer, pair=replica, moments=[])
    site.right = lambda: ask(REPORT).split("\n")
    site.changes = lambda: [ask(statement) for statement in CHANGES.split(";")]
    settings = {str(name): str(value) for name, value in dict(answer.REPLICA).items()}
    try:
        replica.configure(**settings)
    except psycopg.Error as error:
        raise fail(f"PostgreSQL refuses REPLICA: {error}") from None
    yield site
    connection_created.disconnect(of_the_site)
    connections["replica"].close()
    replica.standby.ask("SELECT pg_wal_replay_resume()")
    ask(TABLE)


def value(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def isolation_of(connection):
    with transaction.atomic(using=connection.alias):
        return value(connection, ISOLATION)


class Run:
    """A report in a thread; the primary writes while its first statement stands still."""

    def __init__(self, site, *, also="", cancel=False):
        self.site, self.lines, self.error, self.held_up = site, [], [], ""
        self.also = also  # SQL that the primary runs after each change
        site.moments = [site.right()]
        standby, before = site.pair.standby, len(site.pair.standby.log(CONFLICT))
        thread, limit = thread_of_check(self.run), time.monotonic() + PATIENCE
        with standby.server.connect("arena") as gate:
            gate.execute("SELECT pg_advisory_lock(7)")
            thread.start()
            while thread.is_alive() and not standby.ask(WAITS) and time.monotonic() < limit:
                time.sleep(0.005)
            self.act()
            if cancel:
                standby.ask(CANCELS)
        thread.join(PATIENCE)
        expect(not thread.is_alive(), f"report() does not return within {PATIENCE} seconds.")
        self.cancelled = standby.log(CONFLICT)[before:]

    def run(self):
        try:
            self.site.answer.report(self.write)
        except Exception as error:
            self.error = str(error).splitlines()
        finally:
            connections.close_all()

    def write(self, line):
        self.lines.append(line)
        if len(self.lines) <= ACTS:
            self.act()

    def act(self):
        """Change comments, and wait until the replica has applied that, or will not."""
        self.site.changes()
        self.site.moments.append(self.site.right())
        if self.also:
            self.site.pair.primary.ask(self.also)
        self.held_up = self.held_up or self.site.pair.held_up(PATIENCE)
