import os
import sys
import threading
import time

import pytest
from django.db import OperationalError, connection, connections, transaction

from arena.accounts.models import User
from kata.checks import (
    another_client,
    blocked_by,
    concurrently,
    in_new_thread,
    sessions,
    thread_of_check,
    thread_states,
    until_blocked,
)
from kata.checks.concurrency import is_of_check
from kata.checks.findings import CheckFailed


def test_all_start_together_with_connections_of_their_own(world):
    world.people(3)

    def backend(_):
        User.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.05)")
            return cursor.fetchone()[0]

    outcomes = concurrently(backend, threads=4)
    assert len({outcome.result for outcome in outcomes}) == 4
    assert all(outcome.error is None for outcome in outcomes)


def test_sessions_that_wait_for_a_lock_are_awaited(world):
    [person] = world.people(1)
    is_held, seen = threading.Event(), []

    def client(number):
        with transaction.atomic():
            if number:
                is_held.wait()
                User.objects.select_for_update().get(pk=person.pk)
            else:
                User.objects.select_for_update().get(pk=person.pk)
                seen.append(until_blocked(1, patience=0.01))
                is_held.set()
                seen.append(until_blocked(2))

    outcomes = concurrently(client, threads=3)
    assert [outcome.error for outcome in outcomes] == [None] * 3
    assert seen == [False, True]


@pytest.mark.parametrize("commits", [True, False])
def test_calls_wait_for_a_lock_and_go_on_together(world, commits):
    [person] = world.people(1)

    def lock():
        User.objects.filter(pk=person.pk).update(first_name="new")

    def read():
        seen.append("begins")
        with transaction.atomic():
            return User.objects.select_for_update().get(pk=person.pk).first_name

    seen = []
    outcomes = blocked_by(lock, read, read, commits=commits)
    right = "new" if commits else person.first_name
    assert [outcome.get() for outcome in outcomes] == [right] * 2
    assert len(seen) == 2


def test_a_deadlock_behind_a_lock_ends_soon(world):
    one, other = (person.pk for person in world.people(2))

    def lock(*keys):
        for key in keys:
            User.objects.filter(pk=key).update(first_name="new")

    began = time.monotonic()
    outcomes = blocked_by(
        lambda: lock(one),
        lambda: transaction.atomic(lock)(other, one),
        lambda: transaction.atomic(lock)(one, other),
    )
    errors = [outcome.error for outcome in outcomes if outcome.error]
    assert len(errors) <= 1 and all("deadlock" in str(error) for error in errors)
    assert time.monotonic() - began < 3


def test_calls_that_wait_for_nothing_and_a_lock_that_fails(world):
    [outcome] = blocked_by(lambda: None, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        outcome.get()
    with pytest.raises(KeyError):
        blocked_by(lambda: {}["no lock"], lambda: 1)


def test_another_client_has_its_own_connection_and_does_not_wait(world):
    [person] = world.people(1)
    own = connections["default"]
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(first_name="new")
        with another_client("20ms"):
            assert User.objects.get(pk=person.pk).first_name == person.first_name
            with pytest.raises(OperationalError, match="lock timeout"):
                User.objects.filter(pk=person.pk).update(first_name="other")
            other = connections["default"]
    assert connections["default"] is own is not other
    assert other.connection is None
    assert User.objects.get(pk=person.pk).first_name == "new"


def test_an_error_belongs_to_its_thread(world):
    def divide(number):
        return 1 / number

    outcomes = concurrently(divide, threads=3)
    assert isinstance(outcomes[0].error, ZeroDivisionError)
    assert [outcome.result for outcome in outcomes[1:]] == [1, 0.5]


def test_a_thread_that_never_returns_is_found():
    with pytest.raises(CheckFailed, match="1 of 2 threads did not come back"):
        concurrently(lambda number: time.sleep(2 if number else 0), threads=2, timeout=0.2)
    for thread in filter(is_of_check, threading.enumerate()):
        thread.join(3)


def test_its_threads_are_told_from_those_of_an_answer():
    def whose(_):
        return is_of_check(threading.current_thread())

    assert [outcome.result for outcome in concurrently(whose, threads=2)] == [True, True]
    assert not is_of_check(threading.Thread())


def test_a_connection_left_open_is_found(world):
    left = []

    def leak(_):
        own = connection.copy()
        own.ensure_connection()
        left.append(own)

    with pytest.raises(CheckFailed, match="2 connections to the database still open"):
        concurrently(leak, threads=2)
    for own in left:
        own.inc_thread_sharing()
        own.close()


def test_no_connection_is_left_by_us(world):
    concurrently(lambda _: User.objects.count(), threads=3)
    assert connections["default"].connection is not None


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell")
def test_the_states_of_threads_are_known():
    free, is_enough = threading.Event(), threading.Event()

    def spin():
        while not is_enough.is_set():
            pass

    threads = sleeping, running = thread_of_check(free.wait), thread_of_check(spin)
    for thread in threads:
        thread.start()
    numbers = {thread.native_id for thread in threads}
    assert until(lambda: thread_states()[sleeping.native_id] == "S")
    assert until(lambda: thread_states()[running.native_id] == "R")
    assert numbers <= thread_states(os.getpid()).keys()
    free.set()
    is_enough.set()
    for thread in threads:
        thread.join()
    assert until(lambda: not numbers & thread_states().keys())  # the system may take a moment
    assert thread_states(2**22 + 1) == {}


def until(holds):
    return any(holds() or time.sleep(0.01) for _ in range(1000))


def test_a_new_thread_closes_its_connection_and_hands_on_its_error(world):
    world.people(3)
    before = sessions()
    assert in_new_thread(User.objects.filter, pk=0).count() == 0
    with pytest.raises(User.DoesNotExist):
        in_new_thread(User.objects.get, pk=0)
    assert sessions(down_to=before) == before
    assert in_new_thread(threading.get_ident) != threading.get_ident()
