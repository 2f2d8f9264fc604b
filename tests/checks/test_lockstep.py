import threading
import time

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from arena.discuss.models import Like, Post
from kata.checks import lockstep
from kata.checks.findings import CheckFailed


@pytest.fixture
def post(world):
    [post] = world.posts(1, likes=(0, 0), counted=True)
    return post


def read_then_write(post):
    post = Post.objects.get(pk=post.pk)
    Post.objects.filter(pk=post.pk).update(kept_likes=post.kept_likes + 1)


def lock_then_write(post):
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        Post.objects.filter(pk=post.pk).update(kept_likes=F("kept_likes") + 1)


def likes(post):
    return Post.objects.get(pk=post.pk).kept_likes


@pytest.mark.parametrize("threads", [2, 8])
@pytest.mark.parametrize("around", [lambda call: call, transaction.atomic])
def test_of_what_is_read_and_then_written_all_but_one_is_lost(post, threads, around):
    lockstep(*[lambda: around(read_then_write)(post)] * threads)
    assert likes(post) == 1


def test_nothing_is_lost_behind_a_lock(post):
    turns = lockstep(*[lambda: lock_then_write(post)] * 4)
    assert likes(post) == 4
    assert [line[0] for line in turns.story][:5] == ["A", "B", "C", "D", "A"]


def test_an_error_of_a_call_is_told_in_a_sentence(post):
    turns = lockstep(lambda: likes(post), lambda: likes(post))
    turns.no_errors("Two visitors look")
    turns = lockstep(lambda: likes(post), lambda: 1 / 0)
    with pytest.raises(CheckFailed, match=r"^Two visitors look: ZeroDivisionError: division by"):
        turns.no_errors("Two visitors look")


def test_statements_take_turns_and_are_told(post, aimed_here):
    turns = lockstep(lambda: read_then_write(post), lambda: likes(post))
    told = [tuple(line.split(maxsplit=3)[:3]) for line in turns.story]
    assert [(who, verb) for who, _, verb in told] == [
        ("A", "SELECT"),
        ("B", "SELECT"),
        ("A", "UPDATE"),
    ]
    assert all(where.startswith("test_lockstep.py:") for _, where, _ in told)


def test_a_commit_is_a_step(post):
    """A's change is not committed when B looks at it."""

    def change():
        with transaction.atomic():
            Post.objects.update(kept_likes=7)

    turns = lockstep(change, lambda: likes(post))
    assert turns.outcomes[1].result == 0
    assert likes(post) == 7


def test_what_a_call_returns_and_raises_is_its_own(world):
    turns = lockstep(lambda: 1, lambda: 1 / 0, Post.objects.count)
    assert [outcome.result for outcome in turns.outcomes] == [1, None, 0]
    assert isinstance(turns.outcomes[1].error, ZeroDivisionError)


def test_a_deadlock_is_ended_by_the_database(world):
    one, other = world.posts(2, likes=(0, 0))

    def both(first, second):
        with transaction.atomic():
            for post in (first, second):
                Post.objects.filter(pk=post.pk).update(kept_likes=1)

    turns = lockstep(lambda: both(one, other), lambda: both(other, one))
    errors = [outcome.error for outcome in turns.outcomes if outcome.error]
    assert len(errors) == 1
    assert isinstance(errors[0], OperationalError) and "deadlock" in str(errors[0])


def test_a_lock_that_no_statement_takes_is_seen(post):
    """The second insert of the same pair waits for the commit of the first."""
    user = post.author

    def like():
        with transaction.atomic():
            Like.objects.create(post=post, user=user, created_at=user.date_joined)

    turns = lockstep(like, like)
    assert [type(outcome.error) for outcome in turns.outcomes] == [type(None), IntegrityError]


def test_a_lock_of_python_holds_nobody_up(post):
    lock = threading.Lock()

    def locked():
        with lock:
            read_then_write(post)

    lockstep(locked, locked)
    assert likes(post) == 2


def test_a_thread_that_never_returns_is_found(world):
    end = threading.Event()
    with pytest.raises(CheckFailed, match="1 of 2 threads did not come back"):
        lockstep(Post.objects.count, lambda: end.wait(10), timeout=0.2)
    end.set()
    time.sleep(0.1)


def test_a_connection_left_open_is_found(world):
    left = []

    def leak():
        own = connection.copy()
        own.ensure_connection()
        left.append(own)

    with pytest.raises(CheckFailed, match="1 connection to the database still open"):
        lockstep(leak)
    for own in left:
        own.inc_thread_sharing()
        own.close()
