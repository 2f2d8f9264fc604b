"""What checks hot_post.py."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import product, repeat
from unittest import mock

from django.db import IntegrityError, OperationalError, connection, connections, transaction

from arena.accounts.models import User
from arena.discuss.models import Like, LikeShard, Post, Tag
from kata.checks import (
    again,
    at_most_queries,
    clients,
    concurrently,
    effort,
    expect,
    fail,
    fails_at,
    faster,
    in_between,
    interleave,
    ledger,
    lighter,
    lockstep,
    plural,
    same,
)

THREADS = 8
TOGETHER = 3
APART = 16
ROWS = 100
PAIRS = 55
LONG = 60.0  # seconds of wall time for some hundred statements in turns, on a busy machine
POINTS = 30  # before which another person comes in; most answers have about ten
BARE = {"comments": (0, 0), "likes": (0, 0), "tags": (0, 0), "counted": True}
# Can be divided by all numbers from 2 to 16, and by 20, 24, 25, 32, 40, 48, 50, 64 and 100.
ALIKE = 14_414_400
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
        expect(
            not visitor.submit(sees, post_id, user_id).result(),
            "notify() is called, and another connection sees the like already: it is committed.",
            "to insert the like and call notify() in the same transaction.",
        )

    with visitors() as visitor:
        for post in posts[:2]:
            for user in people:
                is_new = not Like.objects.filter(post=post, user=user).exists()
                numbers[post.pk] += is_new
                expected += [(post.pk, user.pk)] * is_new
                for right_result in (is_new, False):
                    got = answer.like(post.pk, user.pk, notify)
                    kind = "new" if right_result else "second"
                    expect(
                        got is right_result,
                        f"like() returned {got!r} for a {kind} like.",
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
    for error, around in product(errors(), (nullcontext, transaction.atomic)):
        with around():  # the caller's transaction goes on: nothing of like() is left in it
            refuse_silence(answer, post, user, error)
        left = Like.objects.filter(post=post).count()
        given = "notify() failed" + " in a caller's transaction" * (around is transaction.atomic)
        expect(not left, f"{given}, and the like is in the table.", "nothing of it is left.")
        right(answer, post, 0)
        expect(not notified(), f"{given}, and what it wrote is still there.")
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
    post, other, *fresh = world.posts(POINTS + 3, **BARE)
    note = Note()
    with dice() as throw, shared_shards():
        servers = [loaded(answer, throw) for _ in people]
        turns = lockstep(
            *(
                partial(server.like, post.pk, user, note)
                for server, user in zip(servers, people, strict=True)
            )
        )
        told = ["In turns:", *(line for line in turns.story if line[0] in "AB")]
        refuse_errors(turns, f"{THREADS} people at the same moment", told)
        right(answer, post, THREADS, told)
        refuse_calls(note, f"{THREADS} people at the same moment", told)
        meet(servers, throw, note, (post, fresh))
        like_in_turns(servers, note, other)


def test_together(answer, world):
    """Lets others like the post during notify().

    Tries: together.
    """
    first, second = world.posts(2, likes=(0, 0), counted=True)
    crowds = (
        (first, [user.pk for user in world.people(THREADS)], 1, ""),
        (
            second,
            people_apart(THREADS, APART),
            THREADS,
            f" on {THREADS} servers, ids {APART} apart,",
        ),
    )
    for post, people, number, given in crowds:
        with dice() as throw:
            throw()
            servers = [again(answer) for _ in range(number)]
            together = how_many_together(servers, post, people)
        ledger.spent(**{"people in notify() together": together})
        expect(
            together >= TOGETHER,
            f"{THREADS} people{given} like the post, and {together} of them can be in notify() "
            f"together: the others wait for {'a lock' if together else 'something'}.",
            f"at least {TOGETHER} of {THREADS}.",
        )
        right(answer, post, THREADS)


def test_speed(answer, before, world):
    """Eight likes take half the time.

    Tries: speed.
    """
    people = [user.pk for user in world.people(THREADS)]
    posts = iter(world.posts(80, **BARE))
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
            times=ROWS,
            why="for a post with 400 likes",
        )
        refuse_rows(lambda liked=liked: answer.likes(liked.pk))


# What the checks above are made of.


class Refused(Exception):
    """What notify() raises."""


class Note(list):
    """A notify() that also remembers the calls, which no rollback takes back."""

    def __call__(self, post_id, user_id):
        self.append(user_id)
        notify(post_id, user_id)


def sees(post_id, user_id):
    """Return whether another connection sees a like; a lock on the whole table hides it."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")
    try:
        return Like.objects.filter(post_id=post_id, user_id=user_id).exists()
    except OperationalError:
        return False


@contextmanager
def visitors():
    """Lend a thread with a connection of its own."""
    with ThreadPoolExecutor(1) as threads:
        try:
            yield threads
        finally:
            threads.submit(connections.close_all).result()


def errors():
    """Return what notify() may raise: also errors that like() may expect of its own statements."""
    missing = [model.DoesNotExist("There is no such row.") for model in (Post, Like, LikeShard)]
    twice = 'duplicate key value violates unique constraint "one_like_per_person"'
    return [Refused(), IntegrityError(twice), OperationalError("deadlock detected"), *missing]


def refuse_silence(answer, post, user, error):
    """Fail unless like() raises what notify() raises at its first call."""
    left = [error]

    def refuse(post_id, user_id):
        Tag.objects.create(name=f"{user_id} likes {post_id}")
        if left:
            raise left.pop()

    kind = type(error).__qualname__
    try:
        got = answer.like(post.pk, user.pk, refuse)
    except Exception as raised:
        expect(
            raised is error,
            f"notify() raised {kind}, and like() raised {type(raised).__qualname__}.",
            "notify()'s own error is raised.",
        )
    else:
        raise fail(
            f"notify() raised {kind}, and like() returned {got!r}.",
            "notify()'s error is raised.",
        )


@contextmanager
def dice():
    """Yield a function that starts the same sequence of random numbers again.

    If it is called before each of two likes, both draw the same numbers, so the same shard.
    """
    before = random.getstate()
    with mock.patch.object(random, "_urandom", random._urandom):  # secrets draws from it

        def throw():
            random.seed(1)
            random._urandom = random.Random(1).randbytes

        try:
            yield throw
        finally:
            random.setstate(before)


def loaded(answer, throw):
    """Return what another process has of an answer, with the same numbers drawn at its start."""
    throw()
    return again(answer)


def people_apart(n, apart, first=0):
    """Add people whose keys differ by ``apart`` or a multiple of it, and return the keys."""
    keys = [1_000_000 * ALIKE + first + apart * number for number in range(n)]
    User.objects.bulk_create(User(pk=key, username=f"visitor {key}") for key in keys)
    return keys


@contextmanager
def shared_shards():
    """Give likes ids that leave the same remainder as the user's key, whatever the divisor.

    So people whose keys are ALIKE apart share a shard, whether the key of the person or of the
    like chooses it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION like_id() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" NEW.id := NEW.id * {ALIKE} + NEW.user_id % {ALIKE}; RETURN NEW; END $$;"
            "CREATE TRIGGER like_id BEFORE INSERT ON discuss_like"
            " FOR EACH ROW EXECUTE FUNCTION like_id()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION like_id() CASCADE")


def meet(servers, throw, note, posts):
    """Let others like a post before every point of a like, in the same shard.

    Args:
        posts: one that has likes, and those that have none: in them the shard is not there yet.
    """
    (post, fresh), users = posts, iter(people_apart(300, ALIKE))

    def like(server, post, user):
        throw()
        return servers[server].like(post.pk, user, note)

    def right_so_far(liked, given, meeting):
        story = meeting.story[-24:]
        refuse_errors(meeting, given, story)
        right(servers[0], liked, Like.objects.filter(post=liked).count(), story)
        refuse_calls(note, given, story)

    walks = (
        ("Two people who are the first to like a post, at the same moment", iter(fresh), False),
        ("Two people at the same moment", repeat(post), False),
        ("Both clicks of one person", repeat(post), True),
    )
    with clients() as among:
        for given, liked, twice in walks:
            for meeting in interleave(
                lambda liked=liked, twice=twice: (
                    next(liked),
                    user := next(users),
                    user if twice else next(users),
                ),
                lambda both: like(0, both[0], both[1]),
                lambda both: like(1, both[0], both[2]),
                points=POINTS,
                among=among,
            ):
                right_so_far(meeting.given[0], given, meeting)
                results = sorted(meeting.results)
                same(results, [not twice, True], call="like()", given=f"for {given}")
    meeting = in_between(
        partial(like, 0, post, next(users)),
        lambda _: like(1, post, next(users)),
        times=2 * POINTS,
        timeout=LONG,
    )
    right_so_far(post, "One person, while others like the post in a row", meeting)


def like_in_turns(servers, note, post):
    """Let pairs of people like a post: the first of each pair in one shard, the second in another.

    What an answer does when a shard reaches a certain number, both then do at the same moment.
    """

    def several(server, users):
        return [server.like(post.pk, user, note) for user in users]

    turns = lockstep(
        *(
            partial(several, servers[number], people_apart(PAIRS, ALIKE, first=1 + number))
            for number in (0, 1)
        ),
        timeout=LONG,
    )
    given, story = f"{PAIRS} pairs of people like a post, each pair in turns", turns.story[-24:]
    refuse_errors(turns, given, story)
    right(servers[0], post, 2 * PAIRS, story)
    refuse_calls(note, given, story)


def refuse_calls(note, given, story):
    """Fail unless notify() was called once for each new like, and what it wrote is there."""
    new = Like.objects.count()
    expect(
        len(note) == new == notified(),
        f"{given}: so far there are {plural(new, 'new like')}, {plural(len(note), 'call')} of "
        f"notify(), and {plural(notified(), 'row')} that it wrote.",
        "one call, and one row, for each new like.",
        story,
    )


def refuse_rows(call):
    """Fail when the database reads more rows of tables than allowed."""
    spent = effort(call)
    if spent.read > ROWS:
        raise fail(
            f"likes() reads {spent.read:,} rows for a post with 400 likes.",
            f"at most {ROWS}.",
            spent.lines,
            spent.details,
        )


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


def how_many_together(servers, post, people):
    """Return how many people can be in notify() at the same time."""
    gate = Gate()

    def wait(post_id, user_id):
        gate.enter()

    with ThreadPoolExecutor(1) as watcher:
        # Its connection is open before and after: those that people leave open are counted.
        watcher.submit(Like.objects.exists).result()
        together = watcher.submit(gate.watch)
        try:
            ask = servers * THREADS
            concurrently(lambda number: ask[number].like(post.pk, people[number], wait), THREADS)
        finally:
            gate.leave.set()
            watcher.submit(connections.close_all).result()
    return together.result()


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
