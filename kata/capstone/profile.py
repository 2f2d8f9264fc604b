"""Where the time of a site goes: its pages and its statements, ranked by their total time.

A page that takes 20 ms and is asked for 500 times costs more than one that takes a second once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kata.capstone import run, stack
from kata.capstone.gates import Side
from kata.capstone.load import Round
from kata.capstone.run import Pace
from kata.capstone.subject import Subject
from kata.services import guard, k6
from kata.services.base import ServiceProblem
from kata.services.replica_pair import DATABASE, Node

SHOWN = 40  # statements that are read
LONG = 60  # characters of a list of columns
PACE = Pace(1, 10, 1, 0, clients=1)  # no page waits for another one

RESET = b"SELECT pg_stat_statements_reset()"
READ = f"""
    SELECT query, calls, total_exec_time, rows FROM pg_stat_statements
    JOIN pg_database ON pg_database.oid = dbid
    WHERE datname = '{DATABASE}' AND toplevel AND query !~ 'pg_stat_(statements|activity)'
    ORDER BY total_exec_time DESC LIMIT {SHOWN}
"""


@dataclass(frozen=True)
class Statement:
    """A statement, with its values left out.

    Attributes:
        total: milliseconds of all calls.
        where: the server, ``primary`` or ``replica``.
    """

    sql: str
    calls: int
    total: float
    rows: int
    where: str


@dataclass(frozen=True)
class Profile:
    """Where the time goes, the largest share first."""

    round: Round
    statements: list[Statement]


def shortened(sql: str) -> str:
    """Return a statement without quotes, and without the plain ones among many columns."""
    plain = sql.replace('"', "")
    head, _, rest = plain.partition(" ")
    columns, depth, start = list[str](), 0, 0
    for place, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and (letter == "," or rest.startswith(" FROM ", place)):
            columns.append(rest[start:place].strip())
            start = place + 1
            if letter != ",":
                break
    else:
        return plain
    if head != "SELECT" or place < LONG:
        return plain
    computed = [column for column in columns if "(" in column]
    return f"SELECT {', '.join(['...', *computed])}{rest[place:]}"


def profile(
    subject: Subject, tree: Path, told: Callable[[str, float], None], pace: Pace = PACE
) -> Profile:
    """Load a site for some seconds, and see what it does.

    Raises:
        SiteProblem: the site does not run.
        ServiceProblem: something that this needs does not.
    """
    k6.up()
    with guard.watching():
        told("Make the tables and the data", 0.0)
        cluster = stack.database(subject)
        told("Start the site", 0.2)
        with stack.running(tree, cluster, statements=True) as site:
            side = Side(site, subject.requests)
            told("Log in", 0.4)
            if not (entered := side.log_in()).passed:
                raise ServiceProblem(entered.says)
            nodes = {"primary": site.pair.primary, "replica": site.pair.standby}
            for node in nodes.values():
                with node.server.connect(DATABASE) as connection:
                    connection.execute(RESET)
            told("Load", 0.5)
            found = run.loaded(side, pace)
            statements = [one for name, node in nodes.items() for one in _statements(name, node)]
    return Profile(found, sorted(statements, key=lambda one: -one.total))


def _statements(name: str, node: Node) -> list[Statement]:
    with node.server.connect(DATABASE) as connection:
        rows = connection.execute(READ.encode()).fetchall()
    return [
        Statement(" ".join(sql.split()), int(calls), float(total), int(count), name)
        for sql, calls, total, count in rows
    ]
