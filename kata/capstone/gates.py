"""What must hold before speed counts: each gate is judged on the running site, by its responses.

None of them measures a time. A gate that waits asks only after the wait, when the answer may not
be wrong any more.
"""

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

from kata.capstone.client import COOKIES, NO_RESPONSE, Browser
from kata.capstone.load import Round
from kata.capstone.requests import Response, Visit
from kata.capstone.stack import Stack
from kata.capstone.subject import Requests

AT_A_TIME = 4  # requests, while responses are recorded
SHOWN = 5  # differences
AGAIN = 3  # every third response is compared twice
PART, ENOUGH = 8, 25  # responses that are compared together; differences that are enough to stop
HANGS = (NO_RESPONSE, 504)
NOT_MODIFIED = 304
VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
CONNECTIONS = 20
MEMORY = 400  # MB
STALE = 1.0  # seconds
# nginx counts the age of what it caches in whole seconds: its cache of 1 second keeps a page for
# nearly 2. So a page is asked for later, and an answer that caches for 3 seconds is found still.
ASKED_AFTER = STALE + 1.2
LIKED, PAGES, READERS = 3, 5, 8
SAMPLED = 10  # pages that may show a new comment
FAILED_SHARE = 0.001  # of the requests under load
REFUSED_SHARE = 0.01

TITLES = {
    "login": "Visitors can log in",
    "same": "Every recorded response is the same",
    "private": "No page goes to another visitor",
    "written": "What visitors write shows as on the original",
    "likes": "No like is lost or counted twice",
    "fresh": "No page is more than a second old",
    "killed": "No request fails when a back end is killed",
    "load": "Requests succeed under load",
    "connections": f"At most {CONNECTIONS} connections to a PostgreSQL",
    "memory": f"At most {MEMORY} MB of memory",
}


@dataclass(frozen=True)
class Gate:
    """What became of a gate.

    Attributes:
        name: a key of ``TITLES``.
        says: one sentence on what happened.
        details: more lines, such as the other differences.
    """

    name: str
    passed: bool
    says: str
    details: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What must hold."""
        return TITLES[self.name]

    def written(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


@dataclass
class Side:
    """A site that runs, and its visitors who have logged in."""

    stack: Stack
    requests: Requests
    people: dict[str, Browser] = field(default_factory=dict)

    def log_in(self, *names: str) -> Gate:
        """Log some visitors in, or everybody."""

        def enter(person: tuple[str, str]) -> tuple[str, Browser, str]:
            browser = Browser(self.stack.address)
            return person[0], browser, browser.log_in(*person)

        people = dict(self.requests.PEOPLE)
        first, *others = [(name, people[name]) for name in names or people]
        found = [enter(first)]
        if not found[0][2]:  # a site that hangs would take minutes for all of them
            found += at_the_same_time(enter, others, AT_A_TIME)
        self.people |= {name: browser for name, browser, wrong in found if not wrong}
        wrong = [f"{name}: {said}" for name, _, said in found if said]
        if wrong:
            says = f"{len(wrong)} of {len(found)} visitors could not log in. The first: {wrong[0]}."
            return Gate("login", False, says, wrong[1:SHOWN])
        return Gate("login", True, f"{len(found)} visitors logged in.")

    def start_nginx(self) -> None:
        """Run nginx anew: it may take a back end for dead that is there again."""
        self.stack.start_nginx()
        for browser in self.people.values():
            browser.address = self.stack.address

    def send(self, visit: Visit, who: str | None = None) -> Response:
        """Return the response to a visit, of a browser that no other response has changed."""
        browser = Browser(self.stack.address)
        if name := who or visit.who:
            browser.cookies = dict(self.people[name].cookies)
        return browser.send(visit)

    def record(self, visits: Sequence[Visit]) -> list[Response]:
        """Return the responses to visits that only read, a few at a time."""
        return at_the_same_time(self.send, visits, AT_A_TIME)


def same(side: Side, expected: Sequence[Response]) -> Gate:
    """Compare every recorded response with the original's; then some again, from the caches.

    It stops early at a site that has much wrong, or whose pages do not end.
    """
    everything = list(zip(side.requests.RECORDED, expected, strict=True))
    for again, pairs in (("", everything), (" when they were sent again", everything[::AGAIN])):
        wrong, count = list[str](), 0
        while count < len(pairs) and len(wrong) < ENOUGH:
            part = pairs[count : count + PART]
            found = side.record([visit for visit, _ in part])
            count += len(part)
            wrong += [
                f"{described(visit)}: {why}"
                for (visit, before), after in zip(part, found, strict=True)
                if (why := difference(side.requests, before, after))
            ]
            if wrong and any(response.status in HANGS for response in found):
                break
        if wrong:
            says = (
                f"{len(wrong)} of {count} responses differ from the original's{again}. "
                f"The first: {wrong[0]}"
            )
            return Gate("same", False, says, wrong[1:SHOWN])
    return Gate("same", True, f"All {len(everything)} responses are the original's.")


def private(side: Side, expected: Sequence[Response]) -> Gate:
    """Ask for pages with the name of their visitor, as several visitors at the same time."""
    requests, names = side.requests, sorted(side.people)[:READERS]
    shown: dict[str, Visit] = {}
    for visit, response in zip(requests.RECORDED, expected, strict=True):
        is_plain = visit.method == "GET" and response.status == 200 and not visit.headers
        if is_plain and visit.who and requests.name_in(text_of(response)) == visit.who:
            shown.setdefault(visit.path, visit)
    jobs = [
        (Visit("GET", path), who)
        for path in spread(list(shown), PAGES)
        for who in [*names, None] * 2
    ]
    found = at_the_same_time(lambda job: text_of(side.send(*job)), jobs, READERS)
    for (visit, who), page in zip(jobs, found, strict=True):
        if (name := requests.name_in(page)) != (who or ""):
            if not who:
                says = f"{described(visit)} showed the name {name} to a visitor without a login."
            elif name:
                says = f"{described(visit)} as {who} showed the name {name}."
            else:
                continue
            return Gate("private", False, f"{says} A page of one visitor went to another.")
    says = _shared_cookie(side) or _not_modified_for_another(
        side, spread(list(shown), PAGES), names
    )
    if says:
        return Gate("private", False, says)
    return Gate("private", True, f"{len(jobs)} pages each showed their own visitor's name.")


def _shared_cookie(side: Side) -> str:
    """Say which cookie two new visitors have in common, nothing for none."""

    def enter(_: int) -> dict[str, str]:
        browser = Browser(side.stack.address)
        browser.send(Visit("GET", "/login/"))
        return browser.cookies

    found = at_the_same_time(enter, range(READERS), READERS)
    for name in COOKIES:
        values = [cookies[name] for cookies in found if name in cookies]
        if len(set(values)) < len(values):
            return f"GET /login/ set the same cookie {name} for two new visitors."
    return ""


def _not_modified_for_another(side: Side, paths: Sequence[str], names: Sequence[str]) -> str:
    """Say which page a visitor is told to keep that belongs to another one, nothing for none.

    A browser keeps one page of an address, and another person may have logged in since.
    """
    for path in paths:
        for one, other in ((None, names[0]), (names[0], names[-1]), (names[-1], None)):
            page = Visit("GET", path)
            again = with_validators(page, side.send(page, one))
            if again != page and side.send(again, other).status == NOT_MODIFIED:
                return (
                    f"{described(page)}{_as(other) or ' without a login'} returned {NOT_MODIFIED} "
                    f"for the page that came{_as(one) or ' without a login'}. A browser keeps it."
                )
    return ""


def with_validators(visit: Visit, known: Response) -> Visit:
    """Return a visit as a browser makes it that has kept a page."""
    headers = {
        VALIDATORS[name.lower()]: value
        for name, value in known.headers.items()
        if name.lower() in VALIDATORS and known.status == 200
    }
    return replace(visit, headers={**visit.headers, **headers})


def likes(side: Side) -> Gate:
    """Have everybody like the same posts at the same time, each person with a double click.

    Then two people like a post at the same time, and nobody else does: what is counted anew with
    each like is right again after the next one.
    """
    requests, names = side.requests, sorted(side.people)
    groups = [(key, names * 2) for key in requests.KEYS[:LIKED]]
    pairs = zip(requests.PAIRED, zip(names, names[1:] + names[:1], strict=True), strict=False)
    groups += [(key, list(pair)) for key, pair in pairs]
    before = _likes(side, groups)
    for key, jobs in groups:
        visit = requests.like_of(key)
        found = at_the_same_time(partial(side.send, visit), jobs, len(jobs))
        refused = [response.status for response in found if not 200 <= response.status < 400]
        if refused:
            says = (
                f"{len(refused)} of {len(jobs)} likes that came at the same time failed, the first "
                f"with the status {refused[0]} ({described(visit)})."
            )
            return Gate("likes", False, says)
    side.stack.pair.catch_up()
    time.sleep(ASKED_AFTER)
    for (key, jobs), was, now in zip(groups, before, _likes(side, groups), strict=True):
        people = len(set(jobs))
        if now != was + people:
            lost = was + people - now
            what = f"{lost} are lost" if lost > 0 else f"{-lost} are counted twice"
            double = ", each with a double click" if len(jobs) > people else ""
            says = (
                f"{people} people liked post {key} at the same time{double}. "
                f"Its page showed {was:,} likes before and {now:,} after: {what}."
            )
            return Gate("likes", False, says)
    return Gate("likes", True, f"Several people liked {len(groups)} posts: each like counts.")


def fresh(side: Side, original: Side) -> Gate:
    """Write a comment; each page that shows it on the original must show it soon."""
    requests, key = side.requests, side.requests.KEYS[-1]
    author, other = sorted(side.people)[:2]
    page = requests.page_of(key)
    plain = {
        visit.path: visit
        for visit in requests.RECORDED
        if visit.method == "GET" and not visit.who and not visit.headers
    }
    jobs: list[tuple[Visit, str | None]] = [(page, None), (page, author), (page, other)]
    jobs += [(visit, None) for visit in spread(list(plain.values()), SAMPLED)]
    text = f"kata {secrets.token_hex(4)}"
    _send_all(side, jobs * 2)  # what caches pages has them now, on both back ends
    for each in (side, original):
        response = each.send(requests.comment_on(key, text), author)
        each.stack.pair.catch_up()
        if not 200 <= response.status < 400:
            sent = described(requests.comment_on(key, text))
            says = f"A comment could not be written: {sent} returned {response.status}."
            return Gate("fresh", False, says)
    time.sleep(ASKED_AFTER)
    shown = [
        job
        for job, response in zip(
            jobs,
            _send_all(original, jobs),
            strict=True,
        )
        if text in text_of(response)
    ]
    found = _send_all(side, shown * 2)
    for (visit, who), response in zip(shown * 2, found, strict=True):
        if text not in text_of(response):
            says = (
                f"{described(visit)}{_as(who)} did not show a comment that was written "
                f"{ASKED_AFTER:.1f} seconds before. At most {STALE:g} second is allowed."
            )
            return Gate("fresh", False, says)
    return Gate("fresh", True, f"{len(shown)} pages showed a new comment in time.")


def of_rounds(pairs: Sequence[tuple[Round, Round]], connections: int = 0) -> list[Gate]:
    """Judge what was measured under load.

    Args:
        connections: the most that there were at other gates, where more visitors come at once.
    """
    befores, afters = zip(*pairs, strict=True)
    most = max(connections, *(each.connections for each in afters))
    return [_load(befores, afters), _connections(most), _memory(afters)]


def _load(befores: Sequence[Round], afters: Sequence[Round]) -> Gate:
    count = sum(each.count + each.failed for each in afters)
    failed = sum(each.failed for each in afters)
    if not count or failed > FAILED_SHARE * count:
        says = (
            f"{failed:,} of {count:,} requests under load had no response or a status of 500 or "
            f"more. At most one in {1 / FAILED_SHARE:,.0f} may."
        )
        return Gate("load", False, says)
    refused, usual = _refused(afters), _refused(befores)
    if refused > usual + REFUSED_SHARE:
        says = (
            f"{refused:.1%} of the requests under load had a status from 400 to 499; on the "
            f"original {usual:.1%} have."
        )
        return Gate("load", False, says)
    return Gate("load", True, f"{count - failed:,} of {count:,} requests succeeded.")


def _refused(rounds: Sequence[Round]) -> float:
    count = sum(each.count for each in rounds)
    return sum(each.refused for each in rounds) / count if count else 0.0


def _connections(most: int) -> Gate:
    if most > CONNECTIONS:
        says = (
            f"One PostgreSQL had {most} connections under load. At most {CONNECTIONS} are allowed: "
            "multiply workers, threads and pools, or connect through PgBouncer."
        )
        return Gate("connections", False, says)
    return Gate("connections", True, f"At most {most} connections to one PostgreSQL.")


def _memory(rounds: Sequence[Round]) -> Gate:
    most = max(each.memory for each in rounds) / 1e6
    if most > MEMORY:
        says = (
            f"nginx and the gunicorns had {most:,.0f} MB under load. At most {MEMORY} are allowed."
        )
        return Gate("memory", False, says)
    return Gate("memory", True, f"nginx and the gunicorns had at most {most:,.0f} MB.")


def described(visit: Visit) -> str:
    """Return how a sentence names a visit."""
    headers = "".join(f" with {k}: {v}" for k, v in (visit.headers or {}).items())
    return f"{visit.method} {visit.path}{headers}{_as(visit.who)}"


def _as(who: str | None) -> str:
    return f" as {who}" if who else ""


def difference(requests: Requests, before: Response, after: Response) -> str | None:
    """Return what a visitor sees that is not the same, None if everything is."""
    if after.status == NO_RESPONSE:
        return f"no response ({after.body.decode('utf-8', 'replace')})."
    return requests.same(before, after)


def _likes(side: Side, groups: Sequence[tuple[int, list[str]]]) -> list[int]:
    pages = side.record([side.requests.page_of(key) for key, _ in groups])
    return [side.requests.likes_in(text_of(page)) for page in pages]


def text_of(response: Response) -> str:
    """Return the text of a response, whatever its bytes are."""
    return response.body.decode("utf-8", "replace")


def spread(found: Sequence[Any], number: int) -> list[Any]:
    """Return so many of a sequence, from all over it."""
    if len(found) <= number:
        return list(found)
    return [found[index * len(found) // number] for index in range(number)]


def _send_all(side: Side, jobs: Sequence[tuple[Visit, str | None]]) -> list[Response]:
    return at_the_same_time(lambda job: side.send(*job), jobs, AT_A_TIME)


def at_the_same_time(do: Callable[[Any], Any], jobs: Iterable[Any], at_a_time: int) -> list[Any]:
    """Return what a function returns for each job, a few of them at a time."""
    with ThreadPoolExecutor(max(1, at_a_time)) as pool:
        return list(pool.map(do, jobs))
