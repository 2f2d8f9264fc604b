"""The load on a site: the same visits in the same order for the original and for the answer."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kata.capstone.client import Browser, address_of, encoded
from kata.capstone.requests import Visit
from kata.capstone.subject import Requests
from kata.services import k6

CLIENTS = 16
SECONDS, WARM = 7.0, 1.0  # of a round, and before it
# A site that is slower, or has a busy machine, gets more time: from a dozen requests no rate can be
# told.
FEWEST, STRETCH = 90, 2.5
PLANNED = 1200  # visits; then the plan begins again
SCRIPT = Path(__file__).with_name("load.js")


@dataclass(frozen=True)
class Kind:
    """The visits of one page, with the number in its address left out.

    Attributes:
        average: milliseconds.
        p95: milliseconds that 95 of 100 visits took at most.
    """

    name: str
    count: int
    average: float
    p95: float

    @property
    def total(self) -> float:
        """The milliseconds that all of them took."""
        return self.count * self.average


@dataclass(frozen=True)
class Round:
    """What was measured in a round.

    Attributes:
        per_second: requests with a response.
        p95: milliseconds.
        count: requests with a response.
        failed: requests with a status of 500 or more, or without a response.
        refused: requests with a status from 400 to 499.
        connections: the most that one PostgreSQL had at a time.
        memory: bytes of nginx and the gunicorns after it.
        free: the share of the processors that other programs left, from 0 to 1.
        began, ended: seconds since 1970.
        kinds: the pages.
    """

    per_second: float
    p95: float
    count: int
    failed: int
    refused: int
    connections: int = 0
    memory: int = 0
    free: float = 1.0
    began: float = 0.0
    ended: float = 0.0
    kinds: list[Kind] = field(default_factory=list)

    @property
    def possible(self) -> float:
        """Requests a second if nothing else had run on the machine."""
        return self.per_second / self.free

    @property
    def possible_p95(self) -> float:
        """The p95 if nothing else had run on the machine."""
        return self.p95 * self.free

    def written(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Round":
        """Return a round that was written."""
        return cls(**{**data, "kinds": [Kind(**each) for each in data["kinds"]]})


def plan(requests: Requests, people: Mapping[str, Browser]) -> dict[str, Any]:
    """Return the visits of a round, for the script.

    Each kind has its share of every few visits, not only of all: the original answers only some
    hundred of them in a round, and they are to be the same mix as thousands.
    """
    names = [name_of(visits) for _, visits in requests.MIX]
    kinds = list(dict.fromkeys(names))
    planned = []
    for number, visit in spread(requests.MIX, PLANNED):
        body, headers = encoded(visit)
        if visit.who is not None:
            headers |= people[visit.who].headers(visit.method)
        binary = "multipart" in headers.get("Content-Type", "")
        planned.append(
            {
                "method": visit.method,
                "path": address_of(visit),
                "headers": {**headers, "Host": "localhost"},
                "body": b64encode(body).decode() if binary else body.decode(),
                "binary": binary,
                "kind": kinds.index(names[number]),
            }
        )
    return {"kinds": kinds, "visits": planned}


def spread(mix: Sequence[tuple[int, Sequence[Visit]]], number: int) -> Iterator[tuple[int, Visit]]:
    """Yield so many visits of a mix, each with its row, every row as evenly as its weight allows.

    This is how nginx chooses among servers with weights.
    """
    whole = sum(weight for weight, _ in mix)
    credit, turn = [0.0] * len(mix), [0] * len(mix)
    for _ in range(number):
        for index, (weight, _) in enumerate(mix):
            credit[index] += weight
        chosen = max(range(len(mix)), key=lambda index: credit[index])
        credit[chosen] -= whole
        visits = mix[chosen][1]
        yield chosen, visits[turn[chosen] % len(visits)]
        turn[chosen] += 1


def name_of(visits: Sequence[Visit]) -> str:
    """Return what visits of one page have in common, such as ``GET /posts/*/``."""
    addresses = [visit.path.partition("?") for visit in visits]
    rows = [path.split("/") for path, _, _ in addresses]
    names = {pair.partition("=")[0] for _, _, query in addresses for pair in query.split("&")}
    if len({len(row) for row in rows}) > 1:
        path = rows[0][1] and f"/{rows[0][1]}/**"
    else:
        columns = [set(column) for column in zip(*rows, strict=True)]
        path = "/".join(
            "*" if len(column) > 1 or min(column).isdigit() else min(column) for column in columns
        )
    query = "&".join(sorted(names - {""}))
    return f"{visits[0].method} {path}" + (f"?{query}" if query else "")


def run(
    planned: Mapping[str, Any],
    port: int,
    seconds: float,
    warm: float,
    *,
    first: int = 0,
    clients: int = CLIENTS,
    fewest: int = FEWEST,
) -> Round:
    """Send the visits of a plan for some seconds.

    Args:
        first: the visit of the plan that the round begins with. Each round goes on where the last
            one ended: the few requests of a slow site are another part of the mix each time.
        fewest: visits after which it may end; without them it lasts ``STRETCH`` times as long.

    Raises:
        ServiceProblem: k6 is not installed, or does not run.
    """
    url = f"http://127.0.0.1:{port}"
    more = {"url": url, "clients": clients, "seconds": seconds, "warm": warm}
    longest = STRETCH * seconds
    more |= {"first": first, "longest": longest, "fewest": fewest}
    script = SCRIPT.read_text(encoding="utf-8")
    metrics = k6.run(script, {"plan.json": {**planned, **more}}, longest + warm)
    began, ended = (_last(metrics, name) / 1000 for name in ("began", "ended"))
    passed = max(ended - began, 0.001)
    found = (_kind(metrics, number, name) for number, name in enumerate(planned["kinds"]))
    whole = _kind(metrics, None, "")
    return Round(
        per_second=whole.count / passed if whole else 0.0,
        p95=whole.p95 if whole else 0.0,
        count=whole.count if whole else 0,
        failed=_count(metrics, "failed"),
        refused=_count(metrics, "refused"),
        began=began,
        ended=ended,
        kinds=sorted((kind for kind in found if kind), key=lambda kind: -kind.total),
    )


def _kind(metrics: Mapping[str, Any], number: int | None, name: str) -> Kind | None:
    """Return what k6 says of a trend; it leaves one out that has no value."""
    values = metrics.get("took" if number is None else f"kind_{number}", {}).get("values", {})
    if not values.get("count"):
        return None
    return Kind(name, int(values["count"]), float(values["avg"]), float(values["p(95)"]))


def _count(metrics: Mapping[str, Any], name: str) -> int:
    return int(metrics.get(name, {}).get("values", {}).get("count", 0))


def _last(metrics: Mapping[str, Any], name: str) -> float:
    return float(metrics.get(name, {}).get("values", {}).get("value", 0.0))
