"""What checks wait_for_lsn.py: a replica that stands still until a check lets it go on."""

import os
import re
import signal
import time
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.db import connections

from arena.discuss.models import Comment
from arena.worlds import TALKING
from kata.checks import Meter, again, expect, plural, thread_of_check, waiting

FORM = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
ENOUGH = 0.5  # seconds for a call that need not end in time, in a check of something else
PATIENCE = 10  # seconds in which a call has to end that has nothing to wait for
SHORT, LONG = 0.8, 60  # seconds that are given to read_from()
MOST = 1.4  # times the given seconds that it may sleep in all
RATE = 200  # statements a second
LONGEST = 0.25  # seconds of a pause in which the replica may get there
SET_BACK = 2  # seconds, of the clock on the wall
IS_ONE = "SELECT pg_current_wal_flush_lsn() = pg_current_wal_insert_lsn()"
HAS_SENT = """
    SELECT count(*) = 1 AND bool_and(sent_lsn = pg_current_wal_flush_lsn()) FROM pg_stat_replication
"""
LITTLE = "0/FFF"  # as text it comes after the real ones
MUCH = ("0/10000000", "0/FFFFFFFF", "1/5", "A/0", "10/0")  # and these before them


def test_position(site):
    """position() is where the primary's log ends.

    Tries: position.
    """
    ask = site.pair.primary.ask
    for state in ("up", "up", "not sent to", "down"):
        if state == "down":
            site.pair.stop()  # what the replica has is not where the primary is
        with sends_nothing(site.pair) if state == "not sent to" else nullcontext():
            site.comment()
            least = ask("SELECT pg_current_wal_flush_lsn()")
            got = site.answer.position()
            most = ask("SELECT pg_current_wal_insert_lsn()")
        is_text = isinstance(got, str) and FORM.fullmatch(got)
        expect(is_text, f"position() returned {got!r}.", 'a text such as "0/3000148".')
        says = f"After a commit position() returned {got}, and the log ends at {most}."
        expect(number(least) <= number(got) <= number(most), says)


def test_seen(site):
    """The replica is read only where it has everything.

    Tries: seen.
    """
    for _ in range(2):
        site.comment()
        position = site.answer.position()
        for seconds in (0, 0.05):
            not_replica(site, position, seconds, "which it has received and not yet applied")
    site.pair.resume()
    for position in MUCH:
        not_replica(site, position, 0, f"and it has applied all up to {site.applied()}")


def test_primary(site):
    """read_from() leaves the primary alone.

    Tries: primary.
    """
    site.comment()
    position = site.answer.position()
    with Meter() as meter:
        for seconds in (0, 0.1):
            Call(site.answer, position, seconds).thread.join(ENOUGH)
    sent = sum(query.alias == "default" for query in meter.queries)
    says = f"read_from() sends {plural(sent, 'statement')} to the primary."
    expect(not sent, says, "none: only the replica is asked.")


def test_wait(site):
    """read_from() returns as soon as the replica has it.

    Tries: wait.
    """
    site.returns("replica", LITTLE, 0, f"and the replica has all up to {site.applied()}")
    for _ in range(3):
        site.comment()
        site.pair.resume()
        position = site.applied()
        for seconds in (0, LONG):
            site.returns("replica", position, seconds, "which the replica has applied exactly")
        site.pair.pause()
        site.comment()
        position = site.answer.position()
        Call(site.answer, position, 0).thread.join(ENOUGH)  # which it has not yet applied
    with Meter() as meter, recorded() as pauses:
        call = Call(again(site.answer), position, LONG)
        call.thread.join(0.4)
        limit = time.monotonic() + 3  # until it has asked often enough, or waits on the server
        while call.thread.is_alive() and len(meter.queries) < 4 and time.monotonic() < limit:
            time.sleep(0.01)
    says = f"{call.given} returns {call.result!r} after {call.seconds:.1f} s"
    waits = call.thread.is_alive()
    expect(waits, f"{says}, and the replica has not yet applied it.", "it waits.", call.error)
    site.comment()
    site.pair.resume()
    call.ends("replica", "which the replica applies during the wait")
    longest = max(pauses, default=0)
    says = f"In {call.given} a pause takes {longest:.2f} s: so late it notices"
    expect(longest <= LONGEST, f"{says} what the replica has.", f"{LONGEST} s.")


def test_bounded(site):
    """After the given seconds the primary is read.

    Tries: bounded.
    """
    site.comment()
    position, given = site.answer.position(), "which the replica does not apply"
    clock = time.time
    with recorded() as pauses, patch.object(time, "time", lambda: clock() - back(pauses)):
        long = Call(again(site.answer), position, SHORT).ends("default", given)
    says = f"In read_from(position, {SHORT}) the pauses are {sum(pauses):.2f} s long together."
    expect(sum(pauses) <= MOST * SHORT, says, f"{SHORT} s.")
    says = f"read_from(position, {SHORT}) returns after {long:.2f} s"
    expect(long >= SHORT / 2, f"{says}, and the replica has not yet applied it.", "it waits.")
    short = min(site.returns("default", position, 0, given) for _ in range(3))
    says = (
        f"With seconds=0 read_from() returns after {short:.2f} s, with {SHORT} after {long:.2f} s."
    )
    expect(short < long / 2, says, "it waits for the given time, and no longer.")


def test_statements(site):
    """The replica is asked with pauses.

    Tries: statements.
    """
    site.comment()
    position = site.answer.position()
    site.pair.configure(log_statement="all")
    connections["replica"].close()
    site.answer.read_from(position, 0)  # which connects
    before = sent_to(site.pair.standby)
    clock = waiting()  # without the time in which other programs had the processor
    began = clock()
    site.answer.read_from(position, SHORT / 2)
    seconds, sent = (clock() - began) / 1e9, sent_to(site.pair.standby) - before
    most = 2 + int(RATE * seconds)
    says = f"read_from() sends {plural(sent, 'statement')} in {seconds:.2f} s."
    expect(sent <= most, says, f"at most {RATE} a second.")


# What the checks above are made of.


@pytest.fixture
def site(answer, replica, world):
    """Arena with a replica that stands still."""
    key = world.posts(1, comments=(1, 1), likes=(0, 0), tags=(0, 0))[0].pk
    replica.catch_up()
    replica.pause()
    return SimpleNamespace(
        answer=answer,
        pair=replica,
        comment=lambda: comment(replica, key),
        returns=lambda alias, position, seconds, given: Call(answer, position, seconds).ends(
            alias, given
        ),
        applied=lambda: str(replica.standby.ask("SELECT pg_last_wal_replay_lsn()")),
    )


@contextmanager
def sends_nothing(pair):
    """Stop the process of the primary that sends its log, when it has sent all so far."""
    pair.primary.wait(HAS_SENT)
    sender = pair.primary.ask("SELECT pid FROM pg_stat_replication")
    os.kill(sender, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(sender, signal.SIGCONT)


@contextmanager
def recorded():
    """Yield the pauses of a block, in seconds."""
    pauses, sleep = [], time.sleep
    with patch.object(time, "sleep", lambda pause: (pauses.append(pause), sleep(pause))):
        yield pauses


def back(pauses):
    """Return by how many seconds the clock on the wall is set back after some pauses."""
    return SET_BACK * (len(pauses) > 2)


def sent_to(server):
    """Return how many statements a server has got, those of transactions as well."""
    return sum(len(server.log(kind)) for kind in ("LOG:  statement:", "LOG:  execute "))


def comment(pair, key):
    """Commit a comment; afterwards all ways to ask for the end of the log agree."""
    author = Comment.objects.earliest("pk").author_id
    for _ in range(10):
        Comment.objects.create(post_id=key, author_id=author, body="New", created_at=TALKING[0])
        if pair.primary.ask(IS_ONE):  # else a new page of the log begins a few bytes later
            break


def not_replica(site, position, seconds, given):
    """Fail if the replica is read; that a call takes too long is another check's business."""
    call = Call(site.answer, position, seconds)
    call.thread.join(ENOUGH)
    says = f"{call.given}, {given}, "
    expect(not call.error, f"{says}raises an error.", "'default'.", call.error)
    says += f"returns {call.result!r}."
    expect(call.thread.is_alive() or call.result == "default", says, "'default'.")


class Call:
    """A call of read_from() in a thread of its own."""

    def __init__(self, answer, position, seconds):
        self.result, self.seconds, self.error, began = None, 0.0, [], time.monotonic()
        self.given = f"read_from({position!r}, {seconds})"

        def run():
            try:
                self.result = answer.read_from(position, seconds)
            except Exception as error:
                self.error = [repr(error)]
            finally:
                self.seconds = time.monotonic() - began
                connections.close_all()

        self.thread = thread_of_check(run)
        self.thread.start()

    def ends(self, alias, given):
        """Fail unless it returns an alias; return how long it took."""
        self.thread.join(PATIENCE)
        says = f"{self.given}, {given},"
        in_time = not self.thread.is_alive()
        expect(in_time, f"{says} does not return within {PATIENCE} seconds.", f"{alias!r}.")
        expect(not self.error, f"{says} raises an error.", f"{alias!r}.", self.error)
        expect(self.result == alias, f"{says} returns {self.result!r}.", f"{alias!r}.")
        return self.seconds


def number(position):
    high, low = (int(part, 16) for part in str(position).split("/"))
    return (high << 32) + low
