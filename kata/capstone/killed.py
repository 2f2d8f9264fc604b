"""A gate: a back end is killed, between requests and in the middle of a write."""

import secrets
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from kata.capstone.gates import ASKED_AFTER, Gate, Side, described, spread, text_of
from kata.capstone.requests import Visit
from kata.capstone.stack import BACK_ENDS

KILL_SECONDS, KILL_COUNT, KILL_LIMIT = 1.5, 30, 12.0
KILL_CLIENTS = 6
DYING_TRIES = 8  # writes, until nginx has sent one to the back end that dies


def killed(side: Side) -> Gate:
    """Kill each back end in turn while visitors read."""
    reads = [v for _, visits in side.requests.MIX for v in visits if v.method == "GET"]
    count = 0
    for name in BACK_ENDS:
        wrong, answered = _while_killed(side, spread(reads, 40), name)
        count += answered
        if wrong:
            visit, status = wrong[0]
            says = (
                f"{len(wrong):,} of {answered:,} requests failed after the back end at {name} was "
                f"killed, the first with the status {status}: {described(visit)}. None may."
            )
            return Gate("killed", False, says)
        side.stack.replace_back_end(name)
        side.start_nginx()
    if twice := _written_twice(side, BACK_ENDS[0]):
        says = (
            f"A back end did what {described(twice)} asks for, and died before it answered. nginx "
            "sent the same to the other one, and so it is there twice."
        )
        return Gate("killed", False, says)
    return Gate("killed", True, f"{count:,} requests were answered while a back end was killed.")


def _while_killed(
    side: Side, reads: Sequence[Visit], name: str
) -> tuple[list[tuple[Visit, int]], int]:
    """Kill a back end under load; return the failures, and the number of requests after it."""
    wrong: list[tuple[Visit, int]] = []
    is_killed, is_over = threading.Event(), threading.Event()
    after = [0] * KILL_CLIENTS

    def visit_on(client: int) -> None:
        number = client
        while not is_over.is_set():
            visit = reads[number % len(reads)]
            status = side.send(visit).status
            after[client] += is_killed.is_set()
            if status >= 500:
                wrong.append((visit, status))
            number += 1

    with ThreadPoolExecutor(KILL_CLIENTS) as pool:
        try:
            done = [pool.submit(visit_on, client) for client in range(KILL_CLIENTS)]
            time.sleep(KILL_SECONDS / 3)
            before = len(wrong)
            side.stack.kill_back_end(name)
            is_killed.set()
            began = time.monotonic()
            while (passed := time.monotonic() - began) < KILL_LIMIT:
                if passed > KILL_SECONDS and sum(after) >= KILL_COUNT:
                    break
                time.sleep(0.02)
        finally:
            is_over.set()
        for each in done:
            each.result()
    return wrong[before:], sum(after)


def _written_twice(side: Side, name: str) -> Visit | None:
    """Let a back end die when it has written, before it answers; return what is there twice.

    nginx may send a write to the other back end, if the project sees to it that it counts once.
    """
    key = side.requests.KEYS[-1]
    with side.stack.dying_back_end(name) as taken:
        side.start_nginx()
        for _ in range(DYING_TRIES):
            text = f"kata {secrets.token_hex(4)}"
            visit = side.requests.comment_on(key, text)
            side.send(visit, min(side.people))
            if taken:
                break
    side.start_nginx()
    side.stack.pair.catch_up()
    time.sleep(ASKED_AFTER)
    page = text_of(side.send(side.requests.page_of(key)))
    return visit if page.count(text) > 1 else None
