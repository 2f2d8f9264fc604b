"""What checks on_a_live_site.py.

Nothing is timed. While the migration runs, there is always an open transaction that has written a
comment, never the same one for long. A lock that stops writers can't be acquired then, so asking
for it shows in pg_locks; whatever stops nobody gets through.
"""

import re
import time
from contextlib import closing, contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState
from django.db.utils import OperationalError

from kata.checks import Meter, expect, fail, fetch, thread_of_check

NAME = "comment_of_post"
RIGHT = "btree (post_id, created_at DESC)"
PATIENCE = 20  # seconds until a migration counts as stuck
OFTEN = 10  # interruptions of one run
RUNS = 3  # a busy machine can make a migration reach its lock_timeout
CHANGES = re.compile(
    r"(?:\s|/\*.*?\*/|--[^\n]*\n)*(?:CREATE\s+(?:UNIQUE\s+)?INDEX|DROP\s+INDEX|REINDEX)\b",
    re.IGNORECASE | re.DOTALL,
)
COMMENT = """
    INSERT INTO discuss_comment (post_id, author_id, body, created_at, is_approved)
    SELECT id, author_id, 'New.', now(), true FROM discuss_post LIMIT 1
"""
INDEXES = """
    SELECT indexrelid::regclass::text, indisvalid, pg_get_indexdef(indexrelid), indexrelid::int,
        pg_relation_filenode(indexrelid)::int
    FROM pg_index WHERE indrelid = 'discuss_comment'::regclass
"""
# What writers or readers wait for, and who asks for it.
STRONG = """
    SELECT mode, query FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE datname = current_database() AND backend_type = 'client backend'
        AND database = datid AND relation = 'discuss_comment'::regclass AND mode IN
        ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
"""


def test_answer(answer, site):
    """Adds the index, and a second run changes nothing.

    Tries: index, again.
    """
    Deploy(answer).ends()
    made(site)
    before = indexes()
    Deploy(answer).ends("with the valid index there")
    expect(
        indexes() == before,
        f"{NAME} is there and valid, and a run makes it once more or changes it.",
        "a run that finds it valid changes nothing.",
    )


def test_lock_timeout(answer, site):
    """Waits for no lock longer than it may.

    Tries: lock_timeout.
    """
    deploy = Deploy(answer)
    deploy.ends()
    deploy.limited()


def test_live(answer, site):
    """Lets visitors read and write while it runs.

    Tries: nobody waits.
    """
    live(answer)
    made(site)


def test_interrupted(answer, site):
    """Recovers when it was interrupted.

    Tries: failure, leftover, nobody waits, lock_timeout, others.
    """
    for waits in (1, 2, 3):
        for _ in range(2):
            interrupt(answer, waits)
        live(answer)
        made(site, "after two runs that were interrupted")
        send(f"DROP INDEX {NAME}")


def test_others(answer, site):
    """Leaves other indexes alone.

    Tries: others, index.
    """
    send("CREATE INDEX comment_of_post_old ON discuss_comment (post_id, created_at DESC)")
    send("CREATE SCHEMA archive", "CREATE TABLE archive.discuss_comment (post_id int)")
    send("CREATE INDEX comment_of_post ON archive.discuss_comment (post_id)")
    with pytest.raises(DatabaseError):  # a division by zero: it leaves an INVALID index
        send("CREATE INDEX CONCURRENTLY comment_of_poster ON discuss_comment ((1 / (id - id)))")
    others = indexes()
    interrupt(answer, 1)
    Deploy(answer).ends()
    made(others)


# What the checks above are made of.


@pytest.fixture
def site(world):
    """A small site; return its indexes of comments."""
    for name in indexes():
        if not name.startswith("discuss_"):
            send(f"DROP INDEX {name}")
    world.posts(2, comments=(3, 5), replies=(0, 0), likes=(0, 0))
    return indexes()


class Deploy:
    """A run of the migration, in a process of its own as far as PostgreSQL can tell.

    Attributes:
        error: what it raised.
        limits: for each statement that changes an index, the lock_timeout in milliseconds.
    """

    state = None  # of all models: it takes long to make

    def __init__(self, answer):
        migration = answer.Migration
        expect(
            isinstance(migration, type) and issubclass(migration, Migration),
            f"Migration is {migration!r:.60}, and a migration of Django is asked for.",
            "class Migration(migrations.Migration).",
        )
        self.migration = migration("0003_comment_of_post", "discuss")
        self.error, self.limits, self.pid = None, [], None
        self.thread = thread_of_check(self._run)
        if Deploy.state is None:
            Deploy.state = ProjectState.from_apps(apps)
            Deploy.state.apps.clear_cache()  # the first look makes all models; clones have them

    def _run(self):
        try:
            with Meter(refuse=self._look):
                connection.ensure_connection()
                self.pid = connection.connection.info.backend_pid
                with connection.schema_editor(atomic=self.migration.atomic) as editor:
                    self.migration.apply(Deploy.state.clone(), editor)
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()

    def _look(self, _, sql):
        if CHANGES.match(sql) and connection.connection:
            asked = "SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'"
            self.limits.append((connection.connection.execute(asked).fetchone()[0], sql))

    def ends(self, given=""):
        """Run to the end; fail with a sentence if it raises."""
        self.thread.start()
        self.thread.join(PATIENCE)
        self.stuck(self.thread.is_alive())
        self.raised(given)

    def raised(self, given=""):
        """Fail if it has raised."""
        if self.error is not None:
            says = " ".join(str(self.error).split())
            raise fail(
                f"The migration{given and f', {given},'} raises {type(self.error).__name__}: {says}"
            )

    def stuck(self, late):
        """Fail if it is late, and end it."""
        if late:
            send(f"SELECT pg_terminate_backend({self.pid or 0})")
            raise fail(f"The migration did not end within {PATIENCE} seconds.")

    def waits_for(self, pid):
        """Return whether it waits for a client; wait until it does, or has ended."""
        return self._becomes(True, pid)

    def goes_on(self, pid):
        """Wait until it does not wait for a client any more."""
        self._becomes(False, pid)

    def _becomes(self, blocked, pid):
        late = time.monotonic() + PATIENCE
        while self.thread.is_alive():
            asked = f"SELECT {pid} = ANY(pg_blocking_pids({self.pid or 0}))"
            found = fetch(asked)
            refuse_strong(self)
            if found == [(blocked,)]:
                return True
            self.stuck(time.monotonic() > late)
            self.thread.join(0.005)
        return False

    def limited(self):
        """Fail unless each statement that changes an index had a lock_timeout as the task says."""
        for limit, sql in self.limits:
            expect(
                1000 <= limit <= 5000,
                f"lock_timeout is {limit:,} ms{' (no limit)' * (limit == 0)} for: {sql:.200}",
                "from 1 to 5 seconds.",
            )


def live(answer):
    """Run the migration while visitors write; fail if one has to wait."""
    for run in range(RUNS):
        deploy = Deploy(answer)
        with clients() as pair:
            one, other = pair
            send("BEGIN", COMMENT, to=one)
            deploy.thread.start()
            late = time.monotonic() + PATIENCE
            while deploy.thread.is_alive():
                deploy.stuck(time.monotonic() > late)
                deploy.thread.join(0.005)
                refuse_strong(deploy)
                try:
                    send("BEGIN", "SELECT count(*) FROM discuss_comment", COMMENT, to=other)
                except OperationalError:  # it asked for its lock just now
                    refuse_strong(deploy)
                    raise
                send("COMMIT", to=one)
                one, other = other, one
        if run == RUNS - 1 or "lock timeout" not in str(deploy.error):
            break
    deploy.raised("while visitors write,")
    deploy.limited()


def refuse_strong(deploy):
    """Fail if the migration has asked for a lock that visitors would wait for."""
    for mode, query in fetch(STRONG):
        send(f"SELECT pg_cancel_backend({deploy.pid})")
        raise fail(
            f"The migration waits for a lock on the comments, {mode}, because a visitor's"
            " transaction is open. Everybody who comments now waits for the migration.",
            "no reader or writer waits.",
            details=[" ".join(query.split())[:200]],
        )


def interrupt(answer, waits):
    """Run the migration, and interrupt it when it waits for a writer for the nth time.

    If it tries again, it is interrupted again, up to a point.
    """
    deploy = Deploy(answer)
    with clients() as pair:
        one, other = pair
        send("BEGIN", COMMENT, to=one)
        deploy.thread.start()
        for _ in range(waits - 1):
            if deploy.waits_for(pid_of(one)):
                send("BEGIN", COMMENT, to=other)
                send("COMMIT", to=one)
                one, other = other, one
        cancelled = 0
        while cancelled < OFTEN and deploy.waits_for(pid_of(one)):
            send(f"SELECT pg_cancel_backend({deploy.pid})")
            deploy.goes_on(pid_of(one))
            cancelled += 1
    deploy.thread.join(PATIENCE)
    deploy.stuck(deploy.thread.is_alive())
    deploy.limited()
    there = indexes().get(NAME)
    expect(
        deploy.error is not None or (there and there[0]),
        f"A run {'that was interrupted' if cancelled else 'after an interrupted one'} ends without"
        f" an error, and {f'{NAME} is INVALID' if there else f'there is no {NAME}'}.",
        "the error, so that Django does not record the migration as applied, or the valid index.",
    )


def made(others, given=""):
    """Fail unless the index is there, valid and right, and all others are as they were."""
    now = indexes()
    when = f" {given}" if given else ""
    expect(NAME in now, f"There is no index {NAME}{when}.")
    valid, definition, *_ = now.pop(NAME)
    expect(valid, f"{NAME} is INVALID{when}: no query uses it.", "a valid index.", [definition])
    start, _, columns = definition.partition(" USING ")
    unique = "UNIQUE" in start
    expect(
        columns == RIGHT and not unique,
        f"{NAME} is {'unique, ' * unique}{columns}.",
        f"{RIGHT}, which enforces no rule." if unique else f"{RIGHT}.",
        [definition],
    )
    for name in sorted(now.keys() ^ others.keys()):
        says = "is left behind" if name in now else "is gone"
        raise fail(f"The index {name} {says}{when}.", "one index more, and all others stay.")
    changed = [name for name in now if now[name] != others[name]]
    expect(not changed, f"The index {', '.join(changed)} was made anew{when}.", "others stay.")


@contextmanager
def clients():
    """Two connections of visitors, who never wait long."""
    pair = [connection.copy(), connection.copy()]
    try:
        for each in pair:
            send("SET lock_timeout = '500ms'", to=each)
        yield pair
    finally:
        for each in pair:
            each.close()


def pid_of(client):
    """Return the number of a client's session."""
    return client.connection.info.backend_pid


def send(*statements, to=connection):
    """Send statements."""
    with closing(to.cursor()) as cursor:
        for statement in statements:
            cursor.execute(statement)


def indexes():
    """Return for each index of comments whether it is valid, how it was made, and its file."""
    return {name: rest for name, *rest in fetch(INDEXES)}
