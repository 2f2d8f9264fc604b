"""What an nginx configuration says of times that are too long for a check to wait for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(r"""\s+|\#[^\n]*|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([{};])|([^\s;{}]+)""")
_TIME = re.compile(r"(\d+)(ms|[smhdwMy]?)")
_UNITS = {"ms": 0.001, "": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_UNITS |= {"M": 2592000, "y": 31536000}


@dataclass
class Block:
    """A block and its directives, such as ``location /``; the outermost one has no name.

    A directive without a block of its own is one without ``inside``.
    """

    words: list[str]
    inside: list[Block] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The first word."""
        return self.words[0] if self.words else ""

    def value(self, name: str) -> list[str] | None:
        """Return the words after the last directive of a name in this block; None without one."""
        found = [one.words[1:] for one in self.inside if one.name == name]
        return found[-1] if found else None

    def blocks(self, *outer: Block) -> Iterator[tuple[Block, ...]]:
        """Yield each block below this one, with those around it, the innermost first."""
        for one in self.inside:
            yield (one, self, *outer)
            yield from one.blocks(self, *outer)


def parse(text: str) -> Block:
    """Return a configuration that nginx has accepted as a tree of blocks."""
    stack, words = [Block([])], list[str]()
    for token in _TOKEN.finditer(text):
        double, single, mark, word = token.groups()
        if mark == "}":
            stack.pop()
        elif mark:
            stack[-1].inside.append(Block(words))
            if mark == "{":
                stack.append(stack[-1].inside[-1])
            words = []
        elif (
            found := next((it for it in (double, single, word) if it is not None), None)
        ) is not None:
            words.append(found)
    return stack[0]


def seconds(words: list[str]) -> float:
    """Return a time such as ``90``, ``1m30s`` or ``"1m 30s"`` in seconds."""
    return sum(int(number) * _UNITS[unit] for number, unit in _TIME.findall(words[0]))


def in_force(text: str, name: str, default: str, *, where: str = "proxy_pass") -> dict[str, float]:
    """Return the seconds of a time that hold in each block with a directive, by the block's words.

    Args:
        name: of the time, such as ``proxy_read_timeout``. A block inherits it from those around.
        default: what nginx takes where nobody says it.
        where: the directive that makes a block count.
    """
    found = {}
    for block, *outer in parse(text).blocks():
        if block.value(where) is not None:
            values = (one.value(name) for one in (block, *outer))
            said = next((value for value in values if value), [default])
            found[" ".join(block.words)] = seconds(said)
    return found
