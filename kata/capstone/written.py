"""A gate: visitors write the same on both sites, and then each page must be the original's."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from kata.capstone.gates import (
    ASKED_AFTER,
    NOT_MODIFIED,
    SHOWN,
    Gate,
    Side,
    at_the_same_time,
    described,
    difference,
    with_validators,
)
from kata.capstone.requests import Response, Visit
from kata.capstone.stack import manage

SHOWN_OF_MAIL = 160  # characters
TOGETHER = 12  # requests: as many as a site with threads may answer at the same time
TIMES = 2  # that each page is asked for, so that both back ends answer


def written(side: Side, original: Side) -> Gate:
    """Compare what each write returns, and what pages show afterwards.

    Pages are asked for before, so that what keeps them has them. While visitors write, others ask
    for pages that change: what is kept too early is found.
    """
    requests = side.requests
    shown = list(requests.SHOWN)
    known = at_the_same_time(side.send, shown * TIMES, TOGETHER)[: len(shown)]
    with _asked(side, requests.ASKED_MEANWHILE), ThreadPoolExecutor(2) as both:
        before, after = both.map(partial(_written, visits=requests.WRITES), (original, side))
    for each in (side, original):
        each.log_in(requests.WHO_LEAVES)
    wrong = _wrong(side, requests.WRITES, before, after)
    if wrong:
        says = f"{len(wrong)} of {len(before)} writes did not do what they did on the original."
        return Gate("written", False, f"{says} The first: {wrong[0]}", wrong[1:SHOWN])
    for each in (side, original):
        each.stack.pair.catch_up()
    time.sleep(ASKED_AFTER)
    right = original.record(shown)
    found = at_the_same_time(side.send, shown * TIMES, TOGETHER)
    wrong = _wrong(side, shown * TIMES, right * TIMES, found)
    again = [with_validators(visit, response) for visit, response in zip(shown, known, strict=True)]
    found = [
        kept if response.status == NOT_MODIFIED and asked != visit else response
        for visit, asked, kept, response in zip(
            shown, again, known, at_the_same_time(side.send, again, TOGETHER), strict=True
        )
    ]
    wrong += _wrong(side, again, right, found)
    if wrong:
        says = (
            f"{len(wrong)} pages were not the original's {ASKED_AFTER:.1f} seconds after the same "
            f"{len(before)} writes."
        )
        return Gate("written", False, f"{says} The first: {wrong[0]}", wrong[1:SHOWN])
    if requests.SENDS and (says := _wrong_mails(side, original)):
        return Gate("written", False, says)
    says = f"After {len(before)} writes all {len(shown)} pages are the original's."
    return Gate("written", True, says)


def _wrong_mails(side: Side, original: Side) -> str:
    """Say which mail is not the original's, nothing for none.

    The command runs twice, as cron runs it: mails may be made at the first time.
    """

    def sent(each: Side) -> Counter[str]:
        site, command = each.stack, side.requests.SENDS
        printed = [manage(site.tree, site.environment, command) for _ in range(TIMES)]
        return Counter(side.requests.mails("".join(printed)))

    with ThreadPoolExecutor(2) as both:
        right, found = both.map(sent, (original, side))
    for mails, what in ((right - found, "missing"), (found - right, "too many")):
        if mails:
            first = " ".join(min(mails).split())[:SHOWN_OF_MAIL]
            says = f"{mails.total()} of {right.total()} mails of `manage.py {side.requests.SENDS}`"
            return f"{says} are {what}. The first: {first} ..."
    return ""


def _written(side: Side, visits: Sequence[Visit]) -> list[Response]:
    return [side.send(visit) for visit in visits]


def _wrong(
    side: Side, visits: Sequence[Visit], before: Sequence[Response], after: Sequence[Response]
) -> list[str]:
    wrong = [
        f"{described(visit)}: {why}"
        for visit, right, found in zip(visits, before, after, strict=True)
        if (why := difference(side.requests, right, found))
    ]
    return list(dict.fromkeys(wrong))


@contextmanager
def _asked(side: Side, visits: Sequence[Visit]) -> Iterator[None]:
    """Ask for pages again and again, each in a thread, until the end of a block."""
    is_over = threading.Event()

    def ask(visit: Visit) -> None:
        while not is_over.is_set():
            side.send(visit)

    with ThreadPoolExecutor(max(1, len(visits))) as pool:
        done: list[Callable[[], object]] = [pool.submit(ask, visit).result for visit in visits]
        try:
            yield
        finally:
            is_over.set()
    for result in done:
        result()
