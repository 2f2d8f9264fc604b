"""Wrong answers made by machine, from an exercise's good answers.

Each is a good answer with one fault. The checks should find all of them: one that passes is either
as good as what it was made from (``equivalent.toml`` says why), or a hole in the checks.
"""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kata.course import CourseProblem, Exercise
from kata.judging.mutants import python, queries, strings
from kata.judging.mutants.text import Operator, Source, is_docstring

OPERATORS: tuple[Operator, ...] = (*queries.OPERATORS, *python.OPERATORS, *strings.OPERATORS)


@dataclass(frozen=True)
class Identity:
    """What tells a mutant from others, also when lines have moved.

    Attributes:
        file: the good answer that it was made from, such as ``after.py``.
        function: the innermost function around the fault, empty for none.
        operator: the kind of fault, such as ``drop_call``.
        before: the changed lines as they were.
        after: the changed lines as they are.
    """

    file: str
    function: str
    operator: str
    before: str
    after: str

    def toml(self) -> str:
        """Return the entry of ``equivalent.toml`` that lists it, without a reason."""
        fields = {**vars(self), "reason": ""}
        lines = [
            f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in fields.items()
        ]
        return "\n".join(["[[mutant]]", *lines]) + "\n"


@dataclass(frozen=True)
class Mutant:
    """A good answer with one fault.

    Attributes:
        line: where the fault is in the good answer.
        text: the whole file.
    """

    identity: Identity
    line: int
    text: str


def make(answers: list[Path]) -> Iterator[Mutant]:
    """Yield the mutants of some good answers; of those that are alike only the first."""
    seen = {_shape(path.read_text("utf-8")) for path in answers}
    for path in answers:
        source = Source(path.read_text("utf-8"))
        for operator in OPERATORS:
            for mutant in _made(path, source, operator):
                try:
                    shape = _shape(mutant.text)
                except (SyntaxError, ValueError):
                    continue
                if shape not in seen:
                    seen.add(shape)
                    yield mutant


def _made(path: Path, source: Source, operator: Operator) -> Iterator[Mutant]:
    for change in operator(source):
        start = min(edit[0] for edit in change.edits)
        before, after = source.shown(change)
        identity = Identity(path.name, source.function_at(start), operator.__name__, before, after)
        yield Mutant(identity, source.line(start), source.changed(change))


@dataclass(frozen=True)
class Equivalent:
    """An entry of ``equivalent.toml``: mutants that are no holes, and the reason.

    Without a file or a function it is for all of them.
    """

    operator: str
    before: str
    after: str
    reason: str
    file: str = ""
    function: str = ""

    def fits(self, mutant: Identity) -> bool:
        """Whether the entry is for a mutant."""
        what = mutant.operator, mutant.before, mutant.after
        return (
            what == (self.operator, self.before, self.after)
            and self.file in {"", mutant.file}
            and self.function in {"", mutant.function}
        )


def equivalent(exercise: Exercise) -> list[Equivalent]:
    """Return the mutants of an exercise that are no holes.

    Raises:
        CourseProblem: the file cannot be read, or lacks something.
    """
    path = exercise.equivalent
    if not path.is_file():
        return []
    try:
        found = [Equivalent(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["mutant"]]
    except (ValueError, KeyError, TypeError) as error:
        raise CourseProblem(f"{path} cannot be read: {error}.") from error
    for entry in found:
        if not entry.reason.strip():
            raise CourseProblem(f"{path} gives no reason for {entry.operator}: {entry.before}.")
    return found


def _shape(text: str) -> str:
    """Return a source without its comments, layout and docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            node.body = [one for one in node.body if not is_docstring(one)]
    compile(text, "mutant", "exec")
    return ast.dump(tree)
