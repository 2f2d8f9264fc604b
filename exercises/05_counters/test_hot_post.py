"""What checks hot_post.py."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import connection, connections

from arena.discuss.models import Like, Tag
from kata.answers import again
from kata.checks import (
    at_most_queries,
    clients,
    concurrently,
    fails_at,
    faster,
    interleave,
    lighter,
    lockstep,
    same,
)
from kata.verdict import expect, fail, ledger, plural

THREADS = 8
TOGETHER = 3
# Longer than in real life, so that a busy machine, which makes all else slower, changes little.
NOTIFY = 0.03


def test_answer(answer, world):
    """Counts each like once, and calls notify() for it.

    Tries: number, notify, result.
    """
    people = world.people(6)
    posts = world.posts(3, likes=(2, 3), counted=True)
    numbers = {post.pk: Like.objects.filter(post=post).count() for post in posts}
    told, expected = [], []

    def notify(post_id, user_id):
        told.append((post_id, user_id))
        there = Like.objects.filter(post_id=post_id, user_id=user_id).exists()
        expect(there, "notify() is called, and the like is not in the table yet.")
        expect(connection.in_atomic_block, "notify() is called outside a transaction.")

    for post in posts[:2]:
        for user in people:
            is_new = not Like.objects.filter(post=post, user=user).exists()
            numbers[post.pk] += is_new
            expected += [(post.pk, user.pk)] * is_new
            for right_result in (is_new, False):
                got = answer.like(post.pk, user.pk, notify)
                expect(
                    got is right_result,
                    f"like() returned {got!r} for a {'new' if right_result else 'second'} like.",
                    f"{right_result}.",
                )
                for other in posts:
                    right(answer, other, numbers[other.pk])
    expect(
        told == expected,
        f"notify() was called {plural(len(told), 'time')} for {plural(len(expected), 'new like')}, "
        "or for others.",
        "once for each new like.",
    )


def test_failure(answer, world):
    """When notify() or a statement fails, nothing has happened.

    Tries: notify, failure.
    """
    [user, *others] = world.people(20)
    [post] = world.posts(1, likes=(0, 0), counted=True)

    def refuse(post_id, user_id):
        Tag.objects.create(name=f"{user_id} likes {post_id}")
        raise Refused

    try:
        answer.like(post.pk, user.pk, refuse)
    except Refused:
        pass
    else:
        raise fail("notify() failed, and like() did not say so.", "the error is raised.")
    left = Like.objects.filter(post=post).count()
    expect(not left, "notify() failed, and the like is in the table.", "nothing of it is left.")
    right(answer, post, 0)
    expect(not notified(), "notify() failed, and what it wrote is still there.")
    answer.like(post.pk, user.pk, notify)
    right(answer, post, 1)
    for number, other in enumerate(others):
        before = Like.objects.filter(post=post).count()
        failed = fails_at(number, partial(answer.like, post.pk, other.pk, notify))
        there, got = Like.objects.filter(post=post).count(), answer.likes(post.pk)
        expect(
            there == got == notified() and there - before <= 1,
            f"Statement {number + 1} of like() failed, as when the server goes away. "
            f"Now the table has {plural(there, 'like')}, likes() returned {got!r}, and "
            f"{plural(notified(), 'row')} of notify() are there.",
            "all as before, or one more of each.",
        )
        if not failed:
            break


def test_crowd(answer, world):
    """Loses nothing when many like a post at the same time.

    Tries: number, notify, no error, result.
    """
    people = [user.pk for user in world.people(THREADS)]
    [post] = world.posts(1, likes=(0, 0), counted=True)
    servers = [again(answer) for _ in people]
    turns = lockstep(
        *(
            partial(server.like, post.pk, user, notify)
            for server, user in zip(servers, people, strict=True)
        )
    )
    told = ["In turns:", *(line for line in turns.story if line[0] in "AB")]
    refuse_errors(turns, f"{THREADS} people at the same moment", told)
    right(answer, post, THREADS, told)
    users = iter(world.people(60))
    with clients() as among:
        for twice in (False, True):
            for meeting in interleave(
                lambda twice=twice: (user := next(users).pk, user if twice else next(users).pk),
                lambda pair: servers[0].like(post.pk, pair[0], notify),
                lambda pair: servers[1].like(post.pk, pair[1], notify),
                among=among,
            ):
                given = "Both clicks of one person" if twice else "Two people at the same moment"
                refuse_errors(meeting, given, meeting.story)
                rows = Like.objects.filter(post=post).count()
                right(answer, post, rows, meeting.story)
                same(
                    [sorted(meeting.results), notified()],
                    [[not twice, True], rows],
                    call="like(), and the number of calls of notify()",
                    given=f"for {given}",
                )


def test_together(answer, world):
    """Lets others like the post during notify().

    Tries: together.
    """
    people = [user.pk for user in world.people(THREADS)]
    [post] = world.posts(1, likes=(0, 0), counted=True)
    gate = Gate()

    def wait(post_id, user_id):
        gate.enter()

    with ThreadPoolExecutor(1) as watcher:
        # Its connection is open before and after: those that people leave open are counted.
        watcher.submit(Like.objects.exists).result()
        together = watcher.submit(gate.watch)
        try:
            concurrently(lambda number: answer.like(post.pk, people[number], wait), THREADS)
        finally:
            gate.leave.set()
            watcher.submit(connections.close_all).result()
    together = together.result()
    ledger.spent(**{"people in notify() together": together})
    expect(
        together >= TOGETHER,
        f"{THREADS} people like the post, and {together} of them can be in notify() together: the "
        f"others wait for {'a lock' if together else 'something'}.",
        f"at least {TOGETHER} of {THREADS}.",
    )
    right(answer, post, THREADS)


def test_read(answer, before, world):
    """Reads the number without counting likes.

    Tries: number, reading.
    """
    people = world.people(400)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    for user in people:
        answer.like(post.pk, user.pk, lambda *_: None)
    [popular] = world.posts(1, likes=(400, 400), counted=True)
    for liked in (post, popular):
        got = at_most_queries(lambda liked=liked: answer.likes(liked.pk), 1)
        same(got, 400, call="likes()", given="for a post with 400 likes")
        lighter(
            lambda liked=liked: answer.likes(liked.pk),
            lambda liked=liked: before.likes(liked.pk),
            times=100,
            why="for a post with 400 likes",
        )


def test_speed(answer, before, world):
    """Eight likes take half the time.

    Tries: speed.
    """
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


def notify(post_id, user_id):
    """Write a row."""
    Tag.objects.create(name=f"{user_id} likes {post_id}")


def notified():
    """Return how many rows of notify() are there."""
    return Tag.objects.filter(name__contains=" likes ").count()


def refuse_errors(turns, given, details):
    """Fail if one of the visitors got an error."""
    for error in turns.errors:
        raise fail(
            f"{given}, and one gets an error: {' '.join(str(error).split())[:100]}",
            "no error because others like the same post.",
            details=details,
        )


def right(answer, post, expected, details=()):
    """Fail unless likes() says how many likes there are."""
    rows = Like.objects.filter(post=post).count()
    expect(
        rows == expected,
        f"Expected {plural(expected, 'like')} in the table, got {rows}.",
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
    """Keeps people in notify() until no more can come in."""

    def __init__(self):
        self.inside, self.lock, self.leave = 0, threading.Lock(), threading.Event()

    def enter(self):
        """Wait with the others."""
        with self.lock:
            self.inside += 1
        self.leave.wait(20)

    def watch(self):
        """Return how many are inside when all are, or wait for a lock; then let them go.

        Who waits for something else than the database is waited for while others still come in.
        """
        unchanged, before = 0, None
        while not self.leave.wait(0.01) and unchanged < 200:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND cardinality(pg_blocking_pids(pid)) > 0"
                )
                [blocked] = cursor.fetchone()
            if self.inside and self.inside + blocked >= THREADS:
                break
            unchanged = unchanged + 1 if (self.inside, blocked) == before else 0
            before = self.inside, blocked
        together = self.inside
        self.leave.set()
        return together
