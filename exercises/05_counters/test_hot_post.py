"""What checks hot_post.py."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import connection, connections

from arena.discuss.models import Like, Tag
from kata.answers import again
from kata.checks import at_most_queries, concurrently, fails_at, faster, lighter, lockstep
from kata.verdict import expect, fail, ledger, plural

THREADS = 8
TOGETHER = 3
# Longer than in real life, so that a busy machine, which makes all else slower, changes little.
NOTIFY = 0.03


def test_answer(answer, world):
    """Counts and tells each like once."""
    people = world.people(6)
    liked, other = world.posts(2, likes=(3, 3), counted=True)
    told = []

    def notify(post_id, user_id):
        told.append((post_id, user_id))
        there = Like.objects.filter(post_id=post_id, user_id=user_id).exists()
        expect(there, "notify() is called, and the like is not in the table yet.")
        expect(connection.in_atomic_block, "notify() is called outside a transaction.")

    new = [user.pk for user in people if not Like.objects.filter(post=liked, user=user).exists()]
    for number, user in enumerate(new, 4):
        for expected in (True, False):
            got = answer.like(liked.pk, user, notify)
            expect(
                bool(got) is expected and got is not None,
                f"like() returned {got!r} for a {'new' if expected else 'second'} like.",
                f"{expected}.",
            )
            right(answer, liked, number)
    right(answer, other, 3)
    expected = [(liked.pk, user) for user in new]
    expect(told == expected, f"notify() was called {len(told)} times for {len(new)} new likes.")


def test_failure(answer, world):
    """When notify() or a statement fails, nothing has happened."""
    [user, *others] = world.people(20)
    [post] = world.posts(1, likes=(0, 0), counted=True)

    def notify(post_id, user_id):
        Tag.objects.create(name="noticed")
        raise Refused

    try:
        answer.like(post.pk, user.pk, notify)
    except Refused:
        pass
    else:
        raise fail("notify() failed, and like() did not say so.", "to let the error through.")
    left = Like.objects.filter(post=post).count()
    expect(not left, "notify() failed, and the like is in the table.", "nothing of it is left.")
    right(answer, post, 0)
    written = Tag.objects.filter(name="noticed").exists()
    expect(not written, "notify() failed, and what it wrote is still there.")
    answer.like(post.pk, user.pk, lambda *_: None)
    right(answer, post, 1)
    for number, other in enumerate(others):
        failed = fails_at(number, partial(answer.like, post.pk, other.pk, lambda *_: None))
        there, got = Like.objects.filter(post=post).count(), answer.likes(post.pk)
        expect(
            there == got,
            f"Statement {number + 1} of like() failed, as when the server goes away. "
            f"Now the table has {plural(there, 'like')}, and likes() returned {got!r}.",
            "both as before, or both one more.",
        )
        if not failed:
            break


def test_crowd(answer, world):
    """Loses nothing when many like a post at once."""
    people = [user.pk for user in world.people(THREADS)]
    [post] = world.posts(1, likes=(0, 0), counted=True)

    def notify(post_id, user_id):
        Tag.objects.create(name=f"{user_id} likes {post_id}")

    def liking(user):
        server = again(answer)
        return lambda: server.like(post.pk, user, notify)

    turns = lockstep(*map(liking, people))
    told = ["In turns:", *(line for line in turns.story if line[0] in "AB")]
    for error in filter(None, (outcome.error for outcome in turns.outcomes)):
        raise fail(
            f"{THREADS} people at the same moment, and one gets an error: "
            f"{' '.join(str(error).split())[:100]}",
            "no error because others like the same post.",
            details=told,
        )
    right(answer, post, THREADS, told)


def test_meanwhile(answer, world):
    """Lets others like the post during notify()."""
    people = [user.pk for user in world.people(THREADS)]
    [post] = world.posts(1, likes=(0, 0), counted=True)
    gate = Gate()

    def notify(post_id, user_id):
        gate.enter()

    with ThreadPoolExecutor(1) as watcher:
        # Its connection is open before and after: those that people leave open are counted.
        watcher.submit(Like.objects.exists).result()
        at_once = watcher.submit(gate.watch)
        try:
            concurrently(lambda number: answer.like(post.pk, people[number], notify), THREADS)
        finally:
            gate.leave.set()
            watcher.submit(connections.close_all).result()
    at_once = at_once.result()
    ledger.spent(**{"people in notify() at once": at_once})
    expect(
        at_once >= TOGETHER,
        f"{THREADS} people like the post, and {at_once} of them can be in notify() at the same "
        f"time: the others wait for {'a lock' if at_once else 'something'} that is held meanwhile.",
        f"at least {TOGETHER} of {THREADS}.",
    )
    right(answer, post, THREADS)


def test_read(answer, before, world):
    """Reads the number without counting likes."""
    people = world.people(400)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    for user in people[:20]:
        answer.like(post.pk, user.pk, lambda *_: None)
    [popular] = world.posts(1, likes=(400, 400), counted=True)
    at_most_queries(lambda: answer.likes(popular.pk), 1)
    lighter(
        lambda: answer.likes(popular.pk),
        lambda: before.likes(popular.pk),
        times=100,
        why="for a post with 400 likes",
    )


def test_speed(answer, before, world):
    """Twice as many likes of one post."""
    people = [user.pk for user in world.people(THREADS)]
    posts = iter(world.posts(80, comments=(0, 0), likes=(0, 0), tags=(0, 0), counted=True))
    with ThreadPoolExecutor(THREADS) as threads:

        def burst(module):
            post = next(posts)
            calls = [threads.submit(module.like, post.pk, user, slow) for user in people]
            for call in calls:
                call.result()

        faster(lambda: burst(answer), lambda: burst(before), times=2, clock="waiting")
        gate = threading.Barrier(THREADS)
        for closed in [threads.submit(close, gate) for _ in range(THREADS)]:
            closed.result()


# What the checks above are made of.


class Refused(Exception):
    """What notify() raises."""


def right(answer, post, expected, details=()):
    """Fail unless likes() says how many likes there are."""
    rows = Like.objects.filter(post=post).count()
    expect(
        rows == expected,
        f"{plural(expected, 'like')} should be in the table, and there are {rows}.",
        details=details,
    )
    got = answer.likes(post.pk)
    expect(
        got == expected,
        f"{plural(expected, 'like')} in the table, and likes() returned {got!r}.",
        f"exactly {expected}.",
        details,
    )


def slow(post_id, user_id):
    """Take some time, as a notification does."""
    time.sleep(NOTIFY)


def close(gate):
    """Close the connection of a thread; the gate sees to it that each closes its own."""
    gate.wait(20)
    connections.close_all()


class Gate:
    """Holds people in notify() until no more can come in."""

    def __init__(self):
        self.inside, self.lock, self.leave = 0, threading.Lock(), threading.Event()

    def enter(self):
        """Wait with the others."""
        with self.lock:
            self.inside += 1
        self.leave.wait(20)

    def watch(self):
        """Return how many are in at once, when all are in or wait for a lock; then let them go."""
        while not self.leave.wait(0.01):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND cardinality(pg_blocking_pids(pid)) > 0"
                )
                [blocked] = cursor.fetchone()
            if self.inside and self.inside + blocked >= THREADS:
                break
        at_once = self.inside
        self.leave.set()
        return at_once
