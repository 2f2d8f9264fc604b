"""What checks split_or_not.py. The service runs in threads of the check."""

import threading
from contextlib import ExitStack
from functools import partial

import pytest

from kata.checks import again, expect, fail, in_new_thread, plural, same
from kata.checks.remote import (
    FAILURES,
    NO_BODY,
    NO_RESPONSE,
    SILENT,
    Call,
    Service,
    slow_motion,
    threads_left,
)

IDS = [7, 2, 4_294_967_303, 11, 5, 2_147_483_648, 1]
RATINGS = {"7": 4.5, "2": 0, "4294967303": 3.25, "5": 5, "1": 0.5, "9": 1.0}
CHANGED = {"7": 1.5, "11": 2, "2147483648": 4.75, "1": 0}
LIMIT = 1.3  # seconds asleep; one is allowed
LOOKS = 500  # for threads that end soon
MOST, WINDOW = 120, 100  # requests, calls
WORTH = [*NO_RESPONSE, "503", *NO_BODY]  # a retry
OTHERS = [failure for failure in FAILURES if failure not in WORTH and failure not in SILENT]


def test_answer(service, answer):
    """Each id with its rating, or None.

    Tries: answer.
    """
    for service.numbers in (RATINGS, CHANGED, {}, RATINGS):
        for ids in (IDS, IDS[::-1], IDS[3:4], [1, 7, 1], list(range(1, 101))):
            same(answer.ratings(service.url, ids), service.right(ids), call="ratings()")
    same(answer.ratings(service.url, []), {}, call="ratings() of no ids")


def test_requests(service, answer):
    """One request, however many ids.

    Tries: requests.
    """
    for number in (1, 3, 50, 100, 0):
        service.will()
        answer.ratings(service.url, list(range(1, number + 1)))
        says = f"For {plural(number, 'id')} it sends {plural(len(service.asked), 'request')}."
        expect(len(service.asked) == bool(number), says, "one, and none without ids.")


def test_fallback(service, answer):
    """None, and no error, when there is no valid response.

    Tries: fallback.
    """
    module = again(answer)
    for failure in OTHERS + WORTH:
        for ids in (IDS, IDS[:1]):
            service.will(failure, stays=True)
            got = called(module, service, ids, failure)
            same(got, dict.fromkeys(ids), call="ratings()", given=f"when {FAILURES[failure]}")
    service.will()
    got = called(module, service, IDS)
    same(got, service.right(IDS), call="ratings()", given="when all is well again")


def test_deadline(answer):
    """Gives up within a second.

    Tries: deadline, fallback, retry, answer.
    """
    before = set(threading.enumerate())
    with ExitStack() as stack:
        waiting = []  # the first is watched from its beginning
        for failure, given in SILENT.items():
            service = stack.enter_context(Service(RATINGS))
            service.will(failure, "nothing", stays=True)
            call = Call(partial(again(answer).ratings, service.url, IDS))
            waiting.append((1 + (failure == "late"), given, service, call))
        for most, given, service, call in waiting:
            says = f"When {given}, ratings() hasn't returned after {LIMIT} seconds."
            expect(call.ends(LIMIT), says, "it returns within a second.")
            expect(not call.error, f"When {given}, ratings() raises {call.error!r:.99}.", "None.")
            same(call.result, dict.fromkeys(IDS), call="ratings()", given=f"when {given}")
            says = f"When {given}, it sends {plural(len(service.asked), 'request')}."
            expect(len(service.asked) <= most, says, f"{most}.")
        stay = [one.name for one in threads_left(before, LOOKS)]
        says = f"ratings() has returned, and leaves {plural(len(stay), 'thread')} behind"
        expect(not stay, f"{says}, which still wait for the service.", "none.", stay)


def test_retry(service, answer):
    """Asks again once, where that can help.

    Tries: retry, requests.
    """
    for failure in WORTH:
        service.will(failure)
        got = called(again(answer), service, IDS, failure)
        same(got, service.right(IDS), call="ratings()", given=f"when {FAILURES[failure]}, once")
    for failure in OTHERS + WORTH:
        service.will(failure, stays=True)
        called(again(answer), service, IDS, failure)
        says = f"When {FAILURES[failure]}, it sends {plural(len(service.asked), 'request')}."
        most = 1 + (failure in WORTH)
        expect(len(service.asked) == most, says, f"{most}.")


def test_budget(service, answer):
    """At most 20 retries in 100 calls.

    Tries: budget, requests.
    """
    for failure in ("503", "closed"):
        module, sent = again(answer), []
        calls(60, module, service, sent, failure, failure)  # it is away
        for number in (WINDOW, 250):
            calls(number, module, service, sent)
            got = calls(1, module, service, sent, failure)
            given = f"when {FAILURES[failure]} once, after {number} calls without a failure"
            same(got, service.right(IDS[:2]), call="ratings()", given=given)
        calls(110, module, service, sent, failure)  # a retry would help each of them


# What the checks above are made of.


@pytest.fixture
def service():
    """A service that fails as it is told, and clients that are patient."""
    with slow_motion(), Service(RATINGS) as service:
        yield service


@pytest.fixture(autouse=True)
def direct(monkeypatch):
    """Let no proxy of the learner's machine come between."""
    monkeypatch.setenv("no_proxy", "*")


def called(module, service, ids, failure=""):
    """Return what ratings() returns; fail if it raises."""
    try:
        return module.ratings(service.url, list(ids))
    except Exception as error:
        given = FAILURES.get(failure, "all is well")
        raise fail(f"When {given}, ratings() raises {error!r:.99}.", "None for each id.") from error


def calls(number, module, service, sent, *failures):
    """Call so often, each time in another thread, and return the last result.

    Fail if that sends too many requests.
    """
    for _ in range(number):
        service.will(*failures)
        got = in_new_thread(called, module, service, IDS[:2], *failures[:1])
        sent.append(len(service.asked))
        says = f"Call {len(sent)} sends {plural(sent[-1], 'request')}."
        expect(sent[-1] in (1, 2), says, "one, and a retry.")
        total = sum(sent[-WINDOW:])
        says = f"Calls {max(1, len(sent) - WINDOW + 1)} to {len(sent)} send {total} requests."
        expect(total <= MOST, says, f"{MOST} in {WINDOW} calls.")
    return got
