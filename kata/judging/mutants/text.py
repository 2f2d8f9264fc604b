"""A source file with the positions of its nodes, and changes to it that leave the rest as it is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

SHOWN_LINES = 3  # of a change that touches more; the rest is " ..."


@dataclass(frozen=True)
class Change:
    """What to replace in a source.

    Attributes:
        edits: start, end and the new text of each place; offsets in bytes.
        needs: a function of ``given`` that the new text calls, empty for none.
        shown: the text before and after for the report, where the edited lines do not tell it.
    """

    edits: tuple[tuple[int, int, str], ...]
    needs: str = ""
    shown: tuple[str, str] | None = None


Operator = Callable[["Source"], Iterator[Change]]


class Source:
    """A Python source: its tree, and where each node stands in its bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode()
        self.tree = ast.parse(text)
        self.parents = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }
        lines = self.data.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, lines))]
        self._nodes = list(_walk(self.tree))

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Yield nodes of some kinds, without what stands inside an f-string.

        Python 3.11 does not say where that stands.
        """
        return (node for node in self._nodes if isinstance(node, kinds))

    def start(self, node: ast.AST) -> int:
        """Return the offset of a node's first byte."""
        return self.at(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        """Return the offset behind a node's last byte."""
        return self.at(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def at(self, line: int, column: int = 0) -> int:
        """Return the offset of a line and a column."""
        return self._starts[line - 1] + column

    def of(self, node: ast.AST) -> str:
        """Return a node's text."""
        return self.slice(self.start(node), self.end(node))

    def slice(self, start: int, end: int) -> str:
        """Return the text between two offsets."""
        return self.data[start:end].decode()

    def line(self, offset: int) -> int:
        """Return the number of the line that an offset is in."""
        return self.data.count(b"\n", 0, offset) + 1

    def replace(self, node: ast.AST, text: str, needs: str = "") -> Change:
        """Return the change that puts a text in a node's place."""
        return Change(((self.start(node), self.end(node), text),), needs)

    def wrap(self, node: ast.AST, function: str) -> Change:
        """Return the change that hands a node to a function of ``given``."""
        text = self.of(node)
        if isinstance(node, ast.GeneratorExp) and not text.startswith("("):
            text = f"({text})"
        return self.replace(node, f"{function}({text})", needs=function)

    def without(self, node: ast.AST, items: list[ast.AST], last: int) -> Change:
        """Return the change that drops one of several items, with its comma; ``last`` ends them."""
        here = items.index(node)
        if here + 1 < len(items):
            return Change(((self.start(node), self.start(items[here + 1]), ""),))
        start = self.end(items[here - 1]) if here else self.start(node)
        return Change(((start, last, ""),))

    def changed(self, change: Change) -> str:
        """Return the whole text after a change, with the import that it needs."""
        edits: list[tuple[int, int, str]] = []
        if change.needs:
            place = self._after_imports()
            edits = [(place, place, f"from kata.judging.mutants.given import {change.needs}\n")]
        edits += change.edits
        return self._edited(edits, 0, len(self.data))

    def shown(self, change: Change) -> tuple[str, str]:
        """Return the changed lines before and after, each on one line."""
        if change.shown:
            return change.shown
        start = min(edit[0] for edit in change.edits)
        end = max(edit[1] for edit in change.edits)
        start = self._starts[self.line(start) - 1]
        end = self._starts[min(self.line(end), len(self._starts) - 1)]
        return _one_line(self.slice(start, end)), _one_line(self._edited(change.edits, start, end))

    def function_at(self, offset: int) -> str:
        """Return the name of the innermost function or class around an offset, empty for none."""
        around = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and self.at(_first_line(node)) <= offset < self.end(node)
        ]
        return max(around, key=self.start).name if around else ""

    def _edited(self, edits: Iterable[tuple[int, int, str]], start: int, end: int) -> str:
        parts, here = [], start
        for first, last, text in sorted(edits, key=lambda edit: edit[0]):
            parts += [self.data[here:first], text.encode()]
            here = last
        return b"".join([*parts, self.data[here:end]]).decode()

    def _after_imports(self) -> int:
        imports = [node for node in self.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        if imports:
            return self.at((imports[-1].end_lineno or 0) + 1)
        first = next((node for node in self.tree.body if not is_docstring(node)), None)
        return self.at(_first_line(first)) if first else len(self.data)


def is_docstring(node: ast.AST) -> bool:
    """Whether a statement is only a text."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def dotted(node: ast.AST) -> str:
    """Return the last name of ``a.b.name`` or ``name``, also where it is called; else nothing."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from _walk(child)


def _one_line(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    more = ["..."] if len(lines) > SHOWN_LINES else []
    return " ".join(lines[:SHOWN_LINES] + more)
