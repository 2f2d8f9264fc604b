"""One run of the judge: both sites start, the gates decide, then speed counts."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kata.capstone import gates, load, machine, processors, stack
from kata.capstone.client import NO_RESPONSE
from kata.capstone.gates import Gate, Side
from kata.capstone.killed import killed
from kata.capstone.load import Round
from kata.capstone.requests import Response
from kata.capstone.score import Score, score
from kata.capstone.stack import Stack
from kata.capstone.steps import Steps, record, recorded
from kata.capstone.subject import NAME, Subject, digest
from kata.capstone.written import written
from kata.services import guard, k6
from kata.services.base import ServiceProblem
from kata.services.replica_pair import DATABASE

PAIRS = 3
LIMIT = 140  # seconds, after which no pair is measured that is not needed
ENOUGH = 0.6  # of the processors, for a round that is sure
SAMPLE = 0.1  # seconds between two looks at the connections

Told = Callable[[str, float], None]
Judge = Callable[[Side, Side, Sequence[Response]], Gate]


@dataclass(frozen=True)
class Pace:
    """How long a run takes: so many pairs of rounds, of so many seconds each.

    Attributes:
        more: pairs that are measured beside these on a busy machine.
        clients: that send requests at the same time.
    """

    pairs: int = PAIRS
    seconds: float = load.SECONDS
    warm: float = load.WARM
    more: int = 2
    clients: int = load.CLIENTS


@dataclass(frozen=True)
class Verdict:
    """What a run has found.

    Attributes:
        at: when it ended, in UTC.
        gates: those that were judged, in order.
        pairs: the rounds of the original and of the answer; none if a gate has failed before.
        alone: a pair of rounds with one client, in which no request waits for another: how the time
            of a page compares with that of another one; none where there are no pairs.
        versions: of the programs, and what the machine is.
    """

    at: str
    digest: str
    gates: list[Gate]
    pairs: list[tuple[Round, Round]] = field(default_factory=list)
    alone: tuple[Round, Round] | None = None
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every gate has passed."""
        return bool(self.pairs) and all(gate.passed for gate in self.gates)

    @property
    def score(self) -> Score | None:
        """How much faster the answer is; None if speed was not measured."""
        return score(self.pairs) if self.pairs else None

    @property
    def tier(self) -> str:
        """The tier that the answer has reached, empty for none."""
        return self.score.tier if self.score and self.holds else ""

    def written(self) -> dict[str, Any]:
        """Return it as JSON has it; ``tier`` and ``score`` are for those who only look."""
        found = self.score
        return {
            "at": self.at,
            "digest": self.digest,
            "tier": self.tier,
            "score": asdict(found) if found else None,
            "gates": [gate.written() for gate in self.gates],
            "pairs": [[before.written(), after.written()] for before, after in self.pairs],
            "alone": [each.written() for each in self.alone] if self.alone else None,
            "versions": self.versions,
        }

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Verdict":
        """Return a verdict that was written."""
        return cls(
            data["at"],
            data["digest"],
            [Gate(**gate) for gate in data["gates"]],
            [(Round.read(before), Round.read(after)) for before, after in data["pairs"]],
            (Round.read(data["alone"][0]), Round.read(data["alone"][1])) if data["alone"] else None,
            data["versions"],
        )


# The gates that are judged before the load. The second number is a guess of seconds.
GATES: dict[str, tuple[Judge, float]] = {
    "same": (lambda answer, original, expected: gates.same(answer, expected), 8),
    "private": (lambda answer, original, expected: gates.private(answer, expected), 3),
    "written": (lambda answer, original, expected: written(answer, original), 9),
    "likes": (lambda answer, original, expected: gates.likes(answer), 5),
    "fresh": (lambda answer, original, expected: gates.fresh(answer, original), 6),
    "killed": (lambda answer, original, expected: killed(answer), 8),
}
START, LOG_IN, RECORD, WARM_UP, ALONE = 5.0, 2.0, 15.0, 3.0, 4.0


def seconds(pace: Pace) -> float:
    """Return a guess of how long a run takes; its progress is a share of that."""
    rounds = 2 * pace.pairs * (pace.seconds + pace.warm + 1) + WARM_UP + 2 * ALONE
    return 2 * START + 2 * LOG_IN + RECORD + sum(cost for _, cost in GATES.values()) + rounds


def judge(subject: Subject, tree: Path, told: Told, pace: Pace | None = None) -> Verdict:
    """Judge a project against the original.

    Args:
        told: is called with what is done next, and the share of the whole that is done.

    Raises:
        SiteProblem: the project does not run.
        ServiceProblem: something that the judge needs does not.
    """
    pace = pace or Pace()
    k6.up()  # what is missing is told before anything starts
    key = digest(subject.original, tree, *subject.sources)
    steps = Steps(f"{key}_{machine.environment()}_{pace.pairs}_{pace.seconds:g}")
    whole, done, until = seconds(pace), 0.0, time.monotonic() + LIMIT

    def begin(text: str, cost: float = 0.0) -> None:
        nonlocal done
        told(text, min(1.0, done / whole))
        done += cost

    with guard.watching(), ExitStack() as running:
        enter = running.enter_context
        begin("Make the tables and the data")
        cluster = stack.database(subject)
        begin(f"Start {NAME}/", START)
        answer = Side(enter(stack.running(tree, cluster)), subject.requests)
        begin("Start the original", START)
        original = Side(enter(stack.running(subject.original, cluster)), subject.requests)
        begin("Log in on the original", LOG_IN)
        _must(original.log_in())
        begin("Record the responses of the original", RECORD)
        expected = _expected(subject, original)
        begin(f"Log in on {NAME}/", LOG_IN)
        found = [answer.log_in()]
        most = 0
        if found[0].passed:
            more, most = _gates(answer, original, expected, steps, begin)
            found += more
        pairs: list[tuple[Round, Round]] = []
        alone = None
        if all(gate.passed for gate in found):
            pairs = _pairs(answer, original, steps, pace, begin, until=until)
            begin("Load of one client", ALONE * 2)
            one = replace(pace, clients=1, seconds=min(ALONE, pace.seconds))
            alone = loaded(original, one), loaded(answer, one)
            found += gates.of_rounds(pairs, most)
        versions = machine.versions(answer.stack)
    steps.forget()
    return Verdict(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", key, found, pairs, alone, versions)


def _gates(
    answer: Side,
    original: Side,
    expected: Sequence[Response],
    steps: Steps,
    begin: Callable[[str, float], None],
) -> tuple[list[Gate], int]:
    """Return what became of the gates before the load, and the most connections at them.

    At the last one both the back end that was killed and the new one have some for a moment.
    """
    found, most = list[Gate](), 0
    for name, (judged, cost) in GATES.items():
        begin(gates.TITLES[name], cost)
        if not (kept := steps.get(name)):
            with _most_connections(answer.stack) as seen:
                gate = judged(answer, original, expected)
            kept = {"gate": gate.written(), "connections": max(seen)}
            steps.put(name, kept)
        if name != "killed":
            most = max(most, kept["connections"])
        found.append(Gate(**kept["gate"]))
    return found, most


def _must(gate: Gate) -> None:
    if not gate.passed:
        raise ServiceProblem(f"The original does not do what it should: {gate.says}")


def _expected(subject: Subject, original: Side) -> list[Response]:
    """Return the responses of the original, recorded once a day: a page may show a date."""
    key = f"{digest(subject.original, *subject.sources)}_{machine.environment()}"
    key = f"{key}_{datetime.now(UTC):%Y%m%d}"
    found = recorded(key)
    if found is None or len(found) != len(subject.requests.RECORDED):
        found = original.record(subject.requests.RECORDED)
        for visit, response in zip(subject.requests.RECORDED, found, strict=True):
            if response.status == NO_RESPONSE or response.status >= 500:
                raise ServiceProblem(
                    f"The original did not answer ({gates.described(visit)} returned "
                    f"{response.status}): this machine is too busy now, so try again later."
                )
        record(key, found)
    return found


def _pairs(
    answer: Side,
    original: Side,
    steps: Steps,
    pace: Pace,
    begin: Callable[[str, float], None],
    *,
    until: float,
) -> list[tuple[Round, Round]]:
    """Return the pairs of rounds. A pair that was interrupted is measured again, both of it.

    While other programs use most of the processors, some more pairs are measured, if there is time
    for them. Then those count that had the most of the processors, whatever their ratio is.
    """
    sides = {"the original": original, f"{NAME}/": answer}
    first = dict.fromkeys(sides, 0)
    found: list[tuple[Round, Round]] = []
    is_warm = False
    for number in range(pace.pairs + pace.more):
        if number >= pace.pairs and time.monotonic() > until:
            break
        if sum(_had(pair) >= ENOUGH for pair in found) >= pace.pairs:
            break
        more = ", the machine is busy" if number >= pace.pairs else ""
        name, cost = f"pair {number}", pace.seconds + pace.warm + 1
        if not (kept := steps.get(name)):
            if not is_warm:
                begin(f"Warm up {NAME}/", WARM_UP)
                warm_up(answer, pace)
                is_warm = True
            measured: dict[str, Round] = {}
            order = list(sides)[:: -1 if number % 2 else 1]  # a machine that slows down hurts both
            for title in order:
                begin(f"Load on {title}, round {number + 1}{more}", cost)
                measured[title] = loaded(sides[title], pace, first[title])
            kept = [measured[title].written() for title in sides]
            steps.put(name, kept)
        else:
            begin(f"Load, round {number + 1}", 2 * cost)
        found.append((Round.read(kept[0]), Round.read(kept[1])))
        for title, each in zip(sides, found[-1], strict=True):
            first[title] += each.count
    best = sorted(found, key=_had, reverse=True)[: pace.pairs]
    return [pair for pair in found if pair in best]


def _had(pair: tuple[Round, Round]) -> float:
    """Return the share of the processors that others left free in both rounds of a pair."""
    return min(each.free for each in pair)


def warm_up(side: Side, pace: Pace) -> None:
    """Fill the caches of a site by the whole plan, if it is fast; nothing is measured."""
    planned, times = load.plan(side.requests, side.people), (min(WARM_UP, pace.seconds), 0)
    load.run(planned, side.stack.port, *times, clients=pace.clients, fewest=load.PLANNED)


def loaded(side: Side, pace: Pace, first: int = 0) -> Round:
    """Send the load of a round; count connections in the meantime, and memory after it."""
    planned = load.plan(side.requests, side.people)
    with _most_connections(side.stack) as most, processors.watched() as readings:
        port, times = side.stack.port, (pace.seconds, pace.warm)
        found = load.run(planned, port, *times, first=first, clients=pace.clients)
    free = processors.free(readings, found.began, found.ended)
    return replace(found, connections=max(most), memory=side.stack.memory(), free=free)


@contextmanager
def _most_connections(site: Stack) -> Iterator[list[int]]:
    """Yield a list that has, after the block, how many connections each look has found."""
    found, is_over = [0], threading.Event()
    sql = b"SELECT count(*) - 1 FROM pg_stat_activity WHERE backend_type = 'client backend'"

    def look() -> None:
        with ExitStack() as opened:
            nodes = [
                opened.enter_context(node.server.connect(DATABASE))
                for node in (site.pair.primary, site.pair.standby)
            ]
            while not is_over.wait(SAMPLE):
                for connection in nodes:
                    row = connection.execute(sql).fetchone()
                    found.append(row[0] if row else 0)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()


def timed(told: Told) -> Told:
    """Return what tells the same and, before it, how long the last step took; for tests."""
    began = time.monotonic()

    def tell(text: str, share: float) -> None:
        told(f"{time.monotonic() - began:6.1f} s  {text}", share)

    return tell
