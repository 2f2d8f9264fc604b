"""Faults in Python: a condition turned round, a number by one, a statement that is not there."""

from __future__ import annotations

import ast
import copy
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from textwrap import indent
from typing import Any, cast

from kata.judging.mutants.text import Change, Source, dotted, is_docstring

Function = ast.FunctionDef | ast.AsyncFunctionDef

COMPARED = {
    **{ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.Lt: ("<", "<="), ast.LtE: ("<=", "<")},
    **{ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Is: ("is", "is not")},
    **{ast.IsNot: (r"is\s+not", "is"), ast.In: ("in", "not in"), ast.NotIn: (r"not\s+in", "in")},
}
# Calls of which each argument may stand alone, and those of which the first may.
CHOOSING = {"Coalesce", "Greatest", "Least", "NullIf"}
WRAPPING = {
    *("Abs", "Cast", "Ceil", "Floor", "Length", "Lower", "Now", "Round", "Trim", "Upper"),
    *("abs", "bool", "dict", "escape", "float", "frozenset", "int", "list", "max", "min", "round"),
    *("reversed", "set", "sorted", "str", "tuple"),
}


def change_comparison(source: Source) -> Iterator[Change]:
    """``>=`` becomes ``>``, ``==`` becomes ``!=``."""
    for node in _all(source, ast.Compare):
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            start, end = source.end(left), source.start(right)
            old, new = COMPARED[type(operator)]
            gap = source.slice(start, end)
            yield Change(((start, end, re.sub(old, new, gap, count=1)),))
            left = right


def change_number(source: Source) -> Iterator[Change]:
    """A number becomes one more, or one less."""
    for node in _all(source, ast.Constant):
        if type(node.value) in {int, float}:
            yield source.replace(node, repr(node.value + 1))
            yield source.replace(node, repr(node.value - 1))


def swap_true_false(source: Source) -> Iterator[Change]:
    """``True`` becomes ``False``."""
    for node in _all(source, ast.Constant):
        if isinstance(node.value, bool):
            yield source.replace(node, repr(not node.value))


def change_none(source: Source) -> Iterator[Change]:
    """``None`` becomes 0 or an empty text, except where something is compared with it."""
    for node in _all(source, ast.Constant):
        if node.value is None and not isinstance(source.parents[node], ast.Compare):
            yield source.replace(node, "0")
            yield source.replace(node, "''")


def change_key(source: Source) -> Iterator[Change]:
    """A key of a dict has another name."""
    for node in _all(source, ast.Dict):
        for key in node.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield source.replace(key, repr(f"{key.value}_"))


def drop_item(source: Source) -> Iterator[Change]:
    """One item of a dict is not there."""
    for node in _all(source, ast.Dict):
        starts = [
            source.start(key) if key else source.data.rfind(b"**", 0, source.start(value))
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        for start, end in pairwise([*starts, source.end(node) - 1]):
            yield Change(((start, end, ""),))


def negate(source: Source) -> Iterator[Change]:
    """A condition is turned round."""
    for node in source.nodes(ast.If, ast.While, ast.IfExp, ast.comprehension):
        tests = node.ifs if isinstance(node, ast.comprehension) else [cast(Any, node).test]
        for test in tests:
            yield source.replace(test, f"(not ({source.of(test)}))")


def drop_not(source: Source) -> Iterator[Change]:
    """``not x`` becomes ``x``, and ``~Q()`` becomes ``Q()``."""
    for node in _all(source, ast.UnaryOp):
        if isinstance(node.op, ast.Not | ast.Invert):
            yield source.replace(node, source.of(node.operand))


def swap_and_or(source: Source) -> Iterator[Change]:
    """``and`` becomes ``or``, ``&`` becomes ``|``."""
    for node in _all(source, ast.BoolOp):
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            start, end = source.end(left), source.start(right)
            yield Change(((start, end, source.slice(start, end).replace(old, new)),))
    for pair in _all(source, ast.BinOp):
        if isinstance(pair.op, ast.BitAnd | ast.BitOr):
            old, new = ("&", "|") if isinstance(pair.op, ast.BitAnd) else ("|", "&")
            start, end = source.end(pair.left), source.start(pair.right)
            yield Change(((start, end, source.slice(start, end).replace(old, new)),))


def drop_operand(source: Source) -> Iterator[Change]:
    """``a and b`` becomes ``a``, or ``b``."""
    for node in _all(source, ast.BoolOp):
        for value in node.values:
            others = [source.of(one) for one in node.values if one is not value]
            word = " and " if isinstance(node.op, ast.And) else " or "
            yield source.replace(node, f"({word.join(others)})")
    for pair in _all(source, ast.BinOp):
        if isinstance(pair.op, ast.BitAnd | ast.BitOr):
            yield source.replace(pair, source.of(pair.left))
            yield source.replace(pair, source.of(pair.right))


def unwrap_call(source: Source) -> Iterator[Change]:
    """``Coalesce(a, b)`` becomes ``a``, or ``b``; ``sorted(rows)`` becomes ``rows``."""
    for node in _all(source, ast.Call):
        name = dotted(node.func)
        many = len(node.args) if name in CHOOSING else name in WRAPPING
        for argument in node.args[:many]:
            if not isinstance(argument, ast.Starred | ast.GeneratorExp):
                yield source.replace(node, source.of(argument))


def drop_keyword(source: Source) -> Iterator[Change]:
    """One keyword argument of a call is not there."""
    for node in _all(source, ast.Call):
        items = [*node.args, *node.keywords]
        items.sort(key=source.start)
        for keyword in node.keywords:
            if keyword.arg:
                yield source.without(keyword, items, source.end(node) - 1)


def drop_slice(source: Source) -> Iterator[Change]:
    """``rows[:10]`` becomes ``rows``."""
    for node in _all(source, ast.Subscript):
        if isinstance(node.slice, ast.Slice):
            yield Change(((source.end(node.value), source.end(node), ""),))


def drop_decorator(source: Source) -> Iterator[Change]:
    """A function is without one of its decorators, such as ``atomic``."""
    for node in _all(source, ast.FunctionDef):
        for decorator in node.decorator_list:
            start = source.at(decorator.lineno)
            yield Change(((start, source.at((decorator.end_lineno or 0) + 1), ""),))


def unwrap_with(source: Source) -> Iterator[Change]:
    """The body of ``with atomic():`` runs without it. A block that gives a name stays."""
    for node in _all(source, ast.With):
        items = cast(list[ast.AST], node.items)
        places = {id(item): item.context_expr for item in node.items}
        for item in node.items:
            if item.optional_vars:
                continue
            if len(items) == 1:
                start, end = source.start(node), source.end(item.context_expr)
                yield Change(((start, end, "if True"),))
            else:
                here = [places[id(one)] for one in node.items if one is not item]
                kept = [source.of(one) for one in here]
                kept = [
                    f"{text} as {source.of(other.optional_vars)}" if other.optional_vars else text
                    for text, other in zip(
                        kept, [o for o in node.items if o is not item], strict=True
                    )
                ]
                end = source.data.rfind(b":", 0, source.start(node.body[0]))
                yield Change(((source.start(node), end, f"with {', '.join(kept)}"),))


def move_out(source: Source) -> Iterator[Change]:
    """The first statement stands before a ``with`` block, or the last one behind it."""
    for node in _all(source, ast.With):
        if len(node.body) > 1:
            yield _moved(source, node, node.body[0], before=True)
            yield _moved(source, node, node.body[-1], before=False)
    for function in _all(source, ast.FunctionDef):
        for decorator in function.decorator_list:
            body = [one for one in function.body if not is_docstring(one)]
            if dotted(decorator) == "atomic" and len(body) > 1:
                yield _narrowed(source, function, decorator, body, before=True)
                yield _narrowed(source, function, decorator, body, before=False)


def _moved(source: Source, block: ast.With, moved: ast.stmt, *, before: bool) -> Change:
    text = indent(ast.unparse(moved), " " * block.col_offset) + "\n"
    place = source.at(block.lineno if before else (block.end_lineno or 0) + 1)
    start = source.at(moved.lineno)
    end = min(source.at((moved.end_lineno or 0) + 1), len(source.data))
    where = "before" if before else "after"
    shown = _first_line(source, moved), f"{_first_line(source, moved)}  # {where} the block"
    return Change(((place, place, text), (start, end, "")), shown=shown)


def _narrowed(
    source: Source,
    function: ast.FunctionDef,
    decorator: ast.expr,
    body: list[ast.stmt],
    *,
    before: bool,
) -> Change:
    """Return the change of ``@atomic`` to a block around all but the first or last statement."""
    new = copy.copy(function)
    new.decorator_list = [one for one in function.decorator_list if one is not decorator]
    call = decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
    moved, inner = (body[0], body[1:]) if before else (body[-1], body[:-1])
    block = ast.With([ast.withitem(call)], inner)
    new.body = [moved, block] if before else [block, moved]
    text = ast.unparse(ast.fix_missing_locations(new))
    start = source.at(function.decorator_list[0].lineno)
    line, where = _first_line(source, moved), "before" if before else "after"
    edit = start, source.end(function), indent(text, " " * function.col_offset)
    return Change((edit,), shown=(line, f"{line}  # {where} the transaction"))


def drop_statement(source: Source) -> Iterator[Change]:
    """One statement of a function is not there, but for a ``return``."""
    bound = Counter(
        node.id for node in _all(source, ast.Name) if isinstance(node.ctx, ast.Store | ast.Del)
    )
    kinds = ast.Expr, ast.Assign, ast.AugAssign, ast.If, ast.For, ast.While, ast.With, ast.Try
    for node in source.nodes(*kinds, ast.Raise, ast.Delete, ast.Continue, ast.Break):
        if is_docstring(node) or not _in_function(source, node):
            continue
        if isinstance(node, ast.Assign) and all(
            isinstance(target, ast.Name) and bound[target.id] == 1 for target in node.targets
        ):
            continue  # a NameError, and no more
        yield source.replace(node, "pass")


def drop_except(source: Source) -> Iterator[Change]:
    """The body of ``try`` runs without its handlers and what comes finally."""
    for node in _all(source, ast.Try):
        header = source.start(node), source.start(node) + len("try"), "if True"
        behind = [*node.handlers, *node.orelse, *node.finalbody]
        if not node.orelse and behind:
            yield Change((header, (source.end(node.body[-1]), source.end(node), "")))


def drop_else(source: Source) -> Iterator[Change]:
    """``if`` is without its ``else``; ``a if x else b`` becomes ``a``, or ``b``."""
    for node in _all(source, ast.If):
        if node.orelse and not isinstance(node.orelse[0], ast.If):
            yield Change(((source.end(node.body[-1]), source.end(node), ""),))
    for choice in _all(source, ast.IfExp):
        yield source.replace(choice, source.of(choice.body))
        yield source.replace(choice, source.of(choice.orelse))


def memoize(source: Source) -> Iterator[Change]:
    """A function of the module stores its results without end."""
    for node in source.tree.body:
        if not isinstance(node, ast.FunctionDef) or _yields(node):
            continue
        start = source.at(min([node.lineno, *(one.lineno for one in node.decorator_list)]))
        shown = _first_line(source, node), f"@memoized {_first_line(source, node)}"
        yield Change(((start, start, "@memoized\n"),), needs="memoized", shown=shown)


def _yields(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))


def _in_function(source: Source, node: ast.AST) -> bool:
    while node in source.parents:
        node = source.parents[node]
        if isinstance(node, Function):
            return True
    return False


def _first_line(source: Source, node: ast.stmt) -> str:
    return source.slice(source.start(node), source.end(node)).splitlines()[0]


def _all(source: Source, kind: type[Any]) -> Iterator[Any]:
    return source.nodes(kind)


OPERATORS = (
    *(change_comparison, change_number, swap_true_false, change_none, change_key, drop_item),
    *(negate, drop_not, swap_and_or, drop_operand, unwrap_call, drop_keyword, drop_slice),
    *(drop_decorator, unwrap_with, move_out, drop_statement, drop_except, drop_else, memoize),
)
