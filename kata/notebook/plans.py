"""A plan as a tree, its costly step marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kata.checks.plans import Node, Plan, explain
from kata.checks.sql import short
from kata.notebook import trip
from kata.notebook.html import table, tag, text
from kata.notebook.show import Output, milliseconds

MARK = tag("span", "bad", " &#9664;&nbsp;most&nbsp;of&nbsp;the&nbsp;time")


class PlanTree(Output):
    """A plan that was run; ``plan`` is its data, ``sql`` the statement."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.note = trip.note()

    @property
    def ms(self) -> float:
        """How long PostgreSQL worked."""
        return self.plan.execution_ms

    @property
    def costliest(self) -> Node:
        """The step that took the most time of its own."""
        return self.plan.costliest

    def _says(self) -> str:
        return f"PostgreSQL worked {milliseconds(self.ms)}, and touched {self._blocks()} pages."

    def _blocks(self) -> str:
        return f"{self.plan.root.blocks:,}"

    def html(self) -> str:
        """Return the tree as a table; each step is indented below the one that it feeds."""
        steps = list(_walk(self.plan.root))
        costly = next(i for i, (_, node) in enumerate(steps) if node is self.costliest)
        rows = [
            [
                tag(
                    "div",
                    f"deep-{min(depth, 15)}",
                    "&rarr;&nbsp;" if depth else "",
                    tag("span", "strong" if number == costly else "", text(node)),
                    MARK if number == costly else "",
                ),
                f"{node.rows:,}",
                f"{node.removed:,}" if node.removed else "",
                f"{node.loops:,}",
                f"{node.own_blocks:,}",
                milliseconds(node.own_ms),
            ]
            for number, (depth, node) in enumerate(steps)
        ]
        head = ["step", "rows", "thrown away", "loops", "pages", "own time"]
        return tag(
            "div",
            "box",
            tag("code", "code faint", text(short(self.plan.sql, 200))),
            table(head, rows, set(range(1, 6)), {costly}),
            tag("p", "note", text(" ".join(filter(None, [self._says(), self.note])))),
        )

    def __str__(self) -> str:
        lines = [short(self.plan.sql, 78)]
        for depth, node in _walk(self.plan.root):
            step = "   " * depth + ("-> " if depth else "") + str(node)
            thrown = f", {node.removed:,} thrown away" if node.removed else ""
            loops = f", {node.loops:,} loops" if node.loops != 1 else ""
            mark = "   <= most of the time" if node is self.costliest else ""
            facts = f"{node.rows:,} rows{thrown}{loops}, {milliseconds(node.own_ms)}"
            lines.append(f"  {step}  ({facts}){mark}")
        return "\n".join(filter(None, [*lines, self._says(), self.note]))


def plan(query: Any, params: Any = None, *, using: str = "default") -> PlanTree:
    """Run a queryset or a statement with EXPLAIN (ANALYZE, BUFFERS) and show its plan as a tree.

    The statement runs, in a transaction that is rolled back. "Own time" is that of a step in all
    its loops, without the steps that feed it.

    Example::

        plan(Order.objects.filter(state="open"))
    """
    return PlanTree(explain(query, params, using=using))


def _walk(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    yield depth, node
    for child in node.children:
        yield from _walk(child, depth + 1)
