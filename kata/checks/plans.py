"""Query plans as data. PostgreSQL prints them as JSON; nothing here matches text.

``EXPLAIN (ANALYZE)`` runs the statement, so it is run in a transaction that is rolled back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import Model, QuerySet

_WIDTH = 76  # of a line in a verdict
_CAST = re.compile(r"::\w+")
_CONDITIONS = ("Filter", "Index Cond", "Hash Cond", "Sort Method")
_UNCOUNTED = ("BitmapAnd", "BitmapOr")  # PostgreSQL says of them that they return 0 rows
_REMOVED = ("Filter", "Join Filter", "Index Recheck")


@dataclass(frozen=True)
class Node:
    """One step of a plan.

    Attributes:
        kind: PostgreSQL's name, such as ``Seq Scan``.
        relation, index: the table and index it reads, empty for neither.
        rows: rows that it returned, over all loops.
        estimate: rows that the planner expected, over all loops.
        removed: rows that it read and threw away, over all loops. PostgreSQL tells whole rows for
            one loop, so of many loops that remove few this is an estimate.
        loops: how often it ran.
        blocks: 8 KiB pages touched by it and the steps below it.
        own_blocks, own_ms: the same, and milliseconds, without the steps below it.
        children: the steps that feed it.
        raw: PostgreSQL's own JSON.
    """

    kind: str
    relation: str
    index: str
    rows: int
    estimate: int
    removed: int
    loops: int
    blocks: int
    own_blocks: int
    own_ms: float
    children: tuple[Node, ...]
    raw: dict[str, Any]

    def walk(self) -> Iterator[Node]:
        """Yield this step and all below it, in the order of the plan."""
        yield self
        for child in self.children:
            yield from child.walk()

    def __str__(self) -> str:
        on = f" on {self.relation}" if self.relation else ""
        using = f" using {self.index}" if self.index else ""
        return f"{self.kind}{using}{on}"


@dataclass(frozen=True)
class Plan:
    """A plan that was run: its root, its time in milliseconds and its statement."""

    root: Node
    execution_ms: float
    sql: str

    def nodes(self, kind: str = "", relation: str = "") -> list[Node]:
        """Return the steps of one kind, on one table, or all."""
        return [
            node
            for node in self.root.walk()
            if (not kind or node.kind == kind) and (not relation or node.relation == relation)
        ]

    @property
    def indexes(self) -> set[str]:
        """The indexes that the plan reads."""
        return {node.index for node in self.root.walk() if node.index}

    @property
    def costliest(self) -> Node:
        """The step that took the most time of its own."""
        return max(self.root.walk(), key=lambda node: node.own_ms)

    def misestimated(self, times: float) -> list[Node]:
        """Return the steps that return over so many times more or fewer rows than expected.

        The planner never expects less than one row. A step below a Limit may return fewer.
        """
        return [node for node, stopped in _stopped(self.root, False) if _off(node, stopped) > times]

    def drawn(self) -> list[str]:
        """Return a line for each step, for the details of a verdict; rows are those of one loop."""
        return [" loops expected returned  blocks   temp", *_lines(self.root, " ")]


def _stopped(node: Node, stopped: bool) -> Iterator[tuple[Node, bool]]:
    yield node, stopped
    for child in node.children:
        yield from _stopped(child, stopped or node.kind == "Limit")


def _off(node: Node, stopped: bool) -> float:
    if not node.loops or node.kind in _UNCOUNTED:
        return 1
    expected, got = (max(1.0, float(node.raw[of])) for of in ("Plan Rows", "Actual Rows"))
    return got / expected if stopped else max(got / expected, expected / got)


def _lines(node: Node, pad: str) -> Iterator[str]:
    raw = node.raw
    yield (
        f"{node.loops:>6,} {raw['Plan Rows']:>8,} {raw['Actual Rows']:>8,.0f} {node.own_blocks:>7,}"
        f" {raw['Temp Written Blocks']:>6,}{pad}{node}"
    )[:_WIDTH]
    for what in _CONDITIONS:
        if what in raw:
            yield f"{'':40}{pad}{what}: {_CAST.sub('', raw[what])}"[:_WIDTH]
    for child in node.children:
        yield from _lines(child, pad + " ")


def analyze(known: Iterable[type[Model]] = ()) -> None:
    """Collect statistics of the site's tables, as on a site in use. Without, plans are guesses.

    Tables and materialized views that an answer has made are among them. PostgreSQL's own are not:
    a bare ANALYZE takes 35 ms for those and 2 ms for the site's.

    Args:
        known: models whose statistics are right already, as in a copy of the large world.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("ANALYZE")
            return
        cursor.execute(
            "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class WHERE relkind IN"
            " ('r', 'p', 'm') AND relnamespace NOT IN (SELECT oid FROM pg_namespace"
            " WHERE nspname IN ('pg_catalog', 'information_schema', 'pg_toast'))"
            " AND (relpersistence <> 't' OR relnamespace = pg_my_temp_schema())"
            " AND relname <> ALL(%s)",
            [[model._meta.db_table for model in known]],
        )
        if tables := cursor.fetchone()[0]:
            cursor.execute(f"ANALYZE {tables}")
        _use_indexes_now(cursor)


def rows_read(table: type[Model]) -> int:
    """Return how many rows of a table PostgreSQL has read so far, by its own count.

    It sees what no plan shows, such as the query of a function.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT seq_tup_read + COALESCE(idx_tup_fetch, 0) FROM pg_stat_user_tables"
            " WHERE relid = %s::regclass",
            [table._meta.db_table],
        )
        return int(cursor.fetchone()[0])


def _use_indexes_now(cursor: Any) -> None:
    """Let plans use an index whose table was updated before it was made.

    PostgreSQL waits with that for the end of every older transaction on the server (see
    ``indcheckxmin`` in its manual), and those are of other checks: none is in this database.
    """
    cursor.execute("SELECT current_setting('is_superuser')")
    if cursor.fetchone() == ("on",):
        cursor.execute("UPDATE pg_index SET indcheckxmin = false WHERE indcheckxmin")


def explain(query: QuerySet[Any] | str, params: Any = None, *, using: str = "default") -> Plan:
    """Run a queryset or a statement with ``EXPLAIN (ANALYZE, BUFFERS)`` and return its plan.

    Raises:
        RuntimeError: the database is not PostgreSQL.
    """
    if isinstance(query, QuerySet):
        using = query.db
        sql, params = query.query.get_compiler(using).as_sql()
    else:
        sql = query
    connection = connections[using]
    if connection.vendor != "postgresql":
        raise RuntimeError("Plans are read from PostgreSQL, and this database is another.")
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        answer = cursor.fetchone()[0]
        transaction.set_rollback(True, using=using)
    if plan := read_plan(answer, sql):
        return plan
    raise RuntimeError(f"PostgreSQL's plan cannot be read: {answer!r}")


def read_plan(document: object, sql: str = "") -> Plan | None:
    """Return the plan in what ``EXPLAIN (ANALYZE, FORMAT JSON)`` returned; None if it is another.

    Args:
        document: text or data.
        sql: the statement.
    """
    try:
        [found] = json.loads(document) if isinstance(document, str) else document  # type: ignore[misc]
        top = found["Plan"]
        return Plan(_node(top, _run_by(top)), found["Execution Time"], sql)
    except (ValueError, TypeError, LookupError):
        return None


def _run_by(top: dict[str, Any]) -> dict[int, list[dict[str, Any]]]:
    """Return the steps that each step runs, by its id.

    That is the steps it holds, but an InitPlan or a CTE hangs under one step and is run by another:
    the one whose condition names it, or that scans it.
    """
    everything = list(_walk(top))
    runs: dict[int, list[dict[str, Any]]] = {id(raw): [] for raw in everything}
    for raw in everything:
        for child in raw.get("Plans", ()):
            runner = raw
            if child.get("Parent Relationship") == "InitPlan":
                name = child.get("Subplan Name", "")
                runner = next((other for other in everything if _uses(other, name)), raw)
            runs[id(runner)].append(child)
    return runs


def _uses(raw: dict[str, Any], name: str) -> bool:
    if name.startswith("CTE "):
        return raw.get("CTE Name") == name.removeprefix("CTE ")
    texts = [value for key, value in raw.items() if key != "Subplan Name"]
    return any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts if type(text) is str)


def _walk(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield raw
    for child in raw.get("Plans", ()):
        yield from _walk(child)


def _blocks(raw: dict[str, Any]) -> int:
    return int(raw.get("Shared Hit Blocks", 0) + raw.get("Shared Read Blocks", 0))


def _ms(raw: dict[str, Any]) -> float:
    return float(raw.get("Actual Total Time", 0.0) * raw.get("Actual Loops", 1))


def _node(raw: dict[str, Any], run_by: dict[int, list[dict[str, Any]]]) -> Node:
    below = run_by[id(raw)]
    loops = raw.get("Actual Loops", 1)
    removed = sum(raw.get(f"Rows Removed by {what}", 0) for what in _REMOVED)
    return Node(
        kind=raw["Node Type"],
        relation=raw.get("Relation Name", ""),
        index=raw.get("Index Name", ""),
        rows=round(raw.get("Actual Rows", 0) * loops),
        estimate=round(raw.get("Plan Rows", 0) * loops),
        removed=round(removed * loops),
        loops=loops,
        blocks=_blocks(raw),
        own_blocks=max(0, _blocks(raw) - sum(map(_blocks, below))),
        own_ms=max(0.0, _ms(raw) - sum(map(_ms, below))),
        children=tuple(_node(child, run_by) for child in raw.get("Plans", ())),
        raw=raw,
    )
