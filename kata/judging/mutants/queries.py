"""Faults in querysets: a call or an argument that is not there, rows fetched in another way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any

from kata.judging.mutants.text import Change, Source, dotted

# Methods that return a queryset, and may be left out.
CHAIN = {
    *("alias", "annotate", "defer", "distinct", "exclude", "filter", "iterator", "only"),
    *("order_by", "prefetch_related", "reverse", "select_for_update", "select_related", "using"),
    *("values", "values_list"),
}
LISTS = {  # calls whose arguments may be left out one by one
    *("Q", "defer", "distinct", "exclude", "filter", "get", "only", "order_by"),
    *("prefetch_related", "prefetch_related_objects", "select_related"),
}
BOUNDS = {"gt": "gte", "gte": "gt", "lt": "lte", "lte": "lt"}
READERS = {"dict", "enumerate", "frozenset", "list", "max", "min", "set", "sorted", "sum", "tuple"}
BULK = {"abulk_create", "abulk_update", "bulk_create", "bulk_update"}
ENDS = {"aggregate", "count", "delete", "exists", "first", "get", "in_bulk", "last", "update"}
Condition = tuple[str, bool | None]  # a path to a field, and the value that is filtered out
MAKES = {"bulk_create", "create", "raw"}


def drop_call(source: Source) -> Iterator[Change]:
    """One call of a chain is not there, such as ``.filter()`` or ``.select_for_update()``."""
    for node in _calls(source):
        if isinstance(node.func, ast.Attribute) and node.func.attr in CHAIN:
            if node.func.attr == "values" and not (node.args or node.keywords):
                continue  # a dict's, most likely
            bare = dotted(node.func.value) == "objects" and not isinstance(
                node.func.value, ast.Call
            )
            rest = ".all()" if bare else ""
            yield Change(((source.end(node.func.value), source.end(node), rest),))


def drop_argument(source: Source) -> Iterator[Change]:
    """One condition, order key or relation of a call is not there."""
    for node in _calls(source):
        items: list[ast.AST] = [*node.args, *node.keywords]
        items.sort(key=source.start)
        for argument in node.args if dotted(node.func) in LISTS else ():
            if not isinstance(argument, ast.Starred):
                yield source.without(argument, items, source.end(node) - 1)


def reverse_order(source: Source) -> Iterator[Change]:
    """One key of an order goes the other way."""
    for node in source.nodes(ast.Call, ast.keyword):
        keys: list[ast.expr] = []
        if isinstance(node, ast.Call) and dotted(node.func) == "order_by":
            keys = node.args
        elif isinstance(node, ast.keyword) and node.arg == "order_by":
            keys = list(getattr(node.value, "elts", [node.value]))
        for key in keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                new = key.value[1:] if key.value.startswith("-") else f"-{key.value}"
                yield source.replace(key, repr(new))
    for name in source.nodes(ast.Attribute):
        assert isinstance(name, ast.Attribute)
        if name.attr in {"asc", "desc"}:
            new = "asc" if name.attr == "desc" else "desc"
            yield Change(((source.end(name.value), source.end(name), f".{new}"),))


def change_lookup(source: Source) -> Iterator[Change]:
    """``__gte`` becomes ``__gt``."""
    for node in source.nodes(ast.keyword):
        assert isinstance(node, ast.keyword)
        path, _, bound = (node.arg or "").rpartition("__")
        if path and bound in BOUNDS:
            start = source.start(node)
            yield Change(
                ((start, start + len((node.arg or "").encode()), f"{path}__{BOUNDS[bound]}"),)
            )


def swap_filter_exclude(source: Source) -> Iterator[Change]:
    """``filter()`` becomes ``exclude()``."""
    for node in source.nodes(ast.Attribute):
        assert isinstance(node, ast.Attribute)
        if node.attr in {"exclude", "filter"}:
            new = "exclude" if node.attr == "filter" else "filter"
            end = source.end(node)
            yield Change(((end - len(node.attr), end, new),))


def fetch_in_array(source: Source) -> Iterator[Change]:
    """The rows of a queryset, or of a SELECT, come as one row."""
    querysets = _Querysets(source)
    for node in querysets.read():
        if querysets.methods(node) & {"values", "values_list"}:
            yield source.wrap(node, "in_array")
    for block in source.nodes(ast.withitem):
        assert isinstance(block, ast.withitem)
        if dotted(block.context_expr) == "cursor":
            yield source.wrap(block.context_expr, "array_cursor")


def batch_by_ten(source: Source) -> Iterator[Change]:
    """Rows are fetched ten at a time, and written so, and keys are asked for so."""
    querysets = _Querysets(source)
    for node in querysets.read():
        yield source.wrap(node, "by_ten")
    for call in _calls(source):
        name = dotted(call.func)
        if name in BULK:
            if kept := [one for one in call.keywords if one.arg == "batch_size"]:
                yield source.replace(kept[0].value, "10")
            elif call.args:
                end = source.end(([*call.args, *call.keywords])[-1])
                yield Change(((end, end, ", batch_size=10"),))
        for keyword in call.keywords:
            if (keyword.arg or "").endswith("__in"):
                yield from _asked_by_ten(source, querysets, call, keyword.value)
        if name in {"delete_many", "get_many", "in_bulk", "set_many"} and call.args:
            yield _by_ten(source, call, call.args[0], source.of(call), name)


def _asked_by_ten(
    source: Source, querysets: _Querysets, call: ast.Call, keys: ast.expr
) -> Iterator[Change]:
    """Yield the change that asks for ten keys at a time, for the chain around a call."""
    chain = _whole_chain(source, call)
    text = source.slice(source.start(chain), source.end(chain))
    parent = source.parents[chain]
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        uses = [
            node
            for node in source.nodes(ast.Name)
            if isinstance(node, ast.Name)
            and node.id == parent.targets[0].id
            and isinstance(node.ctx, ast.Load)
        ]
        if len(uses) != 1:
            return
        chain, use = _whole_chain(source, uses[0]), uses[0]
        text = f"({text}){source.slice(source.end(use), source.end(chain))}"
    name = (
        chain.func.attr
        if isinstance(chain, ast.Call) and isinstance(chain.func, ast.Attribute)
        else ""
    )
    if name in {"update", "delete", "in_bulk"}:
        yield _by_ten(source, chain, keys, text, name)
    elif chain in querysets.read():
        yield _by_ten(source, chain, keys, text, "")


def _by_ten(source: Source, node: ast.AST, keys: ast.expr, text: str, method: str) -> Change:
    asked, found = source.of(keys), "_part"
    if method == "set_many":
        asked, found = f"dict({asked}).items()", "dict(_part)"
    each = text.replace(source.of(keys), found, 1)
    loop = f"for _part in portions({asked})"
    new = f"[_one {loop} for _one in {each}]"
    if method in {"get_many", "in_bulk"}:
        new = f"{{_key: _one {loop} for _key, _one in {each}.items()}}"
    elif method in {"delete", "delete_many", "set_many"}:
        new = f"[{each} {loop}]"
    elif method == "update":
        new = f"sum({each} {loop})"
    return source.replace(node, new, needs="portions")


def add_filter(source: Source) -> Iterator[Change]:
    """A filter that nobody asked for: only active people, listed contests, published posts."""
    for node in source.nodes(ast.Attribute):
        assert isinstance(node, ast.Attribute)
        user = source.parents[node]
        if not isinstance(user, ast.Attribute) or user.attr in MAKES:
            continue
        if node.attr in {"objects", "_default_manager"} and isinstance(node.value, ast.Name):
            conditions = _by_model().get(node.value.id, ())
        elif user.attr in CHAIN | ENDS | {"all"}:
            conditions = _by_relation().get(node.attr, ())
        else:
            continue
        chain = source.of(_whole_chain(source, node))
        for path, value in conditions:
            asked = f"{path}__isnull=False" if value is None else f"{path}=True"
            condition = f"exclude({path}={value})"
            if asked in chain:
                continue
            yield Change(((source.end(node), source.end(node), f".{condition}"),))


@cache
def _by_model() -> dict[str, tuple[Condition, ...]]:
    """Return for each of Arena's models what may be asked of it in vain."""
    return {model.__name__: tuple(_conditions(model)) for model in _models()}


@cache
def _by_relation() -> dict[str, tuple[Condition, ...]]:
    """Return the same for each name that leads from one to many, such as ``comments``."""
    found = {}
    for model in _models():
        for field in model._meta.get_fields():
            if field.one_to_many or field.many_to_many:
                name = field.get_accessor_name() if field.auto_created else field.name
                found[name] = tuple(_conditions(field.related_model))
    return found


def _models() -> list[Any]:
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("arena.")]


def _conditions(model: Any, path: str = "", deeper: int = 2) -> Iterator[Condition]:
    """Yield what tells active people, listed contests and published posts, near a model."""
    for field in model._meta.concrete_fields:
        if field.get_internal_type() == "BooleanField" and field.name in {
            *("is_active", "is_approved", "is_listed"),
        }:
            yield f"{path}{field.name}", False
        if field.name == "published_at":
            yield f"{path}{field.name}", None
        related = field.many_to_one or field.one_to_one
        if related and deeper and not (field.null and path):
            further = 0 if field.null else deeper - 1
            yield from _conditions(field.related_model, f"{path}{field.name}__", further)


class _Querysets:
    """Which expressions of a source are querysets, as far as their text tells."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: dict[str, set[str]] = {}
        for _ in range(3):  # a name may build on one that stands behind it
            for node in source.nodes(ast.Assign):
                assert isinstance(node, ast.Assign)
                target = node.targets[0]
                if isinstance(target, ast.Name) and (found := self.methods(node.value)):
                    self.names[target.id] = found

    def methods(self, node: ast.AST) -> set[str]:
        """Return the methods of the chain that an expression is, empty when it is no queryset."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id, set())
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            return self.methods(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, before = node.func.attr, self.methods(node.func.value)
            if name == "all" and isinstance(node.func.value, ast.Attribute):
                return {"all"}
            return before | {name} if name in CHAIN | {"all"} and before else set()
        return {"objects"} if isinstance(node, ast.Attribute) and node.attr == "objects" else set()

    def read(self) -> list[ast.AST]:
        """Return the querysets whose rows are fetched where they stand."""
        found: list[ast.AST] = []
        kinds = ast.For, ast.comprehension, ast.Call, ast.Return, ast.Starred, ast.Assign
        for node in self.source.nodes(*kinds):
            assert isinstance(node, kinds)
            if isinstance(node, ast.For | ast.comprehension):
                found.append(node.iter)
            elif isinstance(node, ast.Call) and dotted(node.func) in READERS:
                found += node.args[:1]
            elif not isinstance(node, ast.Call) and node.value and _hands_on(node):
                found.append(node.value)
        return [node for node in found if self.methods(node)]


def _hands_on(node: ast.Return | ast.Starred | ast.Assign) -> bool:
    """Whether a statement or an expression reads rows: an assignment does it for several names."""
    return not isinstance(node, ast.Assign) or isinstance(node.targets[0], ast.Tuple | ast.List)


def _whole_chain(source: Source, node: ast.AST) -> Any:
    """Return the chain of calls, slices and attributes that an expression begins."""
    while True:
        parent = source.parents[node]
        if isinstance(parent, ast.Call):
            on = parent.func is node
        else:
            on = isinstance(parent, ast.Attribute | ast.Subscript) and parent.value is node
        if not on:
            return node
        node = parent


def _calls(source: Source) -> Iterator[ast.Call]:
    for node in source.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        yield node


OPERATORS = (
    *(drop_call, drop_argument, reverse_order, change_lookup, swap_filter_exclude),
    *(fetch_in_array, batch_by_ten, add_filter),
)
