"""What is held does not reply before the check says so, and what was asked is known."""

import asyncio
import threading

import pytest
from django.db import connections

from arena.accounts.models import User
from kata.checks import in_new_thread, thread_of_check
from kata.checks.held_services import DATABASE, HeldServices


@pytest.fixture
def services():
    with HeldServices(["viewers"], ["sponsors"], ["accounts_user"]) as services:
        yield services


def test_services_reply_and_know_what_they_were_asked(services):
    ask = services.functions
    assert asyncio.run(ask.viewers("spring")) == services.right_reply("viewers", "spring") == 13
    assert ask.sponsors("spring") == ["sponsors 0 of spring", "sponsors 1 of spring"]
    assert services.asked == [("viewers", "spring"), ("sponsors", "spring")]
    assert services.running == []


def test_services_fail_as_the_check_says(services):
    ask = services.functions
    services.down, services.broken = ["sponsors"], ["viewers"]
    with pytest.raises(ConnectionError, match="sponsors is down"):
        ask.sponsors("spring")
    with pytest.raises(TypeError, match="viewers has a bug"):
        asyncio.run(ask.viewers("spring"))
    assert services.right_reply("sponsors", "spring") is None


def test_one_that_is_held_waits_for_the_end_of_the_block(services):
    ask, replies = services.functions, []

    def visit():
        replies.append(ask.sponsors("spring"))
        replies.append(asyncio.run(ask.viewers("spring")))

    visitor = thread_of_check(visit)
    with services.holding(["viewers"], "spring") as number:
        visitor.start()
        assert services.until(lambda: number() == 1)
        assert services.running == ["viewers"]
        assert replies == [["sponsors 0 of spring", "sponsors 1 of spring"]]
        assert asyncio.run(ask.viewers("autumn")) == 13
        assert not services.until(lambda: len(replies) == 2, looks=5)
    visitor.join()
    assert replies[1:] == [13]
    assert services.running == []


def test_a_call_that_is_canceled_no_longer_runs(services):
    async def leaves():
        with services.holding(["viewers"], "spring"):
            call = asyncio.create_task(services.functions.viewers("spring"))
            await asyncio.sleep(0.01)
            call.cancel()
            await asyncio.wait([call])

    asyncio.run(leaves())
    assert services.running == []


def test_the_database_can_be_held(world, services):
    connections.close_all()
    assert in_new_thread(User.objects.count) == 0
    assert (services.asked, services.replied) == ([("accounts_user", None)], {"accounts_user"})
    assert len(services.connections) == 1
    counted = threading.Event()

    def count():
        in_new_thread(User.objects.count)
        counted.set()

    visitor = thread_of_check(count)
    with services.holding([DATABASE], "") as number:
        visitor.start()
        assert services.until(lambda: number() == 1)
        assert services.replied == set()
        assert not counted.is_set()
    visitor.join()
    assert services.replied == {"accounts_user"}
