r"""Right: re.sub() with a function, after a pass that takes the comments out."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal

BEGIN = re.compile(r"duration: (\d+\.?\d*) ms  (?:statement: |execute \S+: )")
QUOTED = r"""
    (?P<string> [eE]'(?:[^'\\]|\\.|'')*'
              | (?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'
              | (?P<tag>\$(?:[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*)?\$).*?(?P=tag) )
  | (?P<name> "(?:[^"]|"")*" | [A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_$\u0080-\U0010ffff]* )
"""
OUTER = re.compile(QUOTED + r"| (?P<line> --[^\r\n]* ) | (?P<block> /\* )", re.S | re.X)
INNER = re.compile(
    QUOTED
    + r"""
  | (?P<number> \$[0-9]+
              | 0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+
              | (?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)? )
  | (?P<space> [ \t\n\r\f\v]+ )
""",
    re.S | re.X,
)


def without_comments(sql):
    parts, at = [], 0
    while match := OUTER.search(sql, at):
        parts.append(sql[at : match.start()])
        at = match.end()
        if match["line"]:
            parts.append(" ")
        elif match["block"]:
            depth = 1
            while depth and at < len(sql):
                two = sql[at : at + 2]
                depth += (two == "/*") - (two == "*/")
                at += 2 if two in ("/*", "*/") else 1
            parts.append(" ")
        else:
            parts.append(match[0])
    return "".join(parts) + sql[at:]


def replacement(match):
    if match["name"]:
        return match[0]
    return " " if match["space"] else "?"


def shape(sql):
    return INNER.sub(replacement, without_comments(sql)).strip(" ")


@dataclass
class Calls:
    calls: int = 0
    total: Decimal = Decimal(0)
    slowest: Decimal = Decimal(0)

    def add(self, ms):
        self.calls += 1
        self.total += ms
        self.slowest = max(self.slowest, ms)


def parsed(lines):
    waiting = None
    for line in lines:
        if waiting is not None:
            yield json.loads(waiting)
        waiting = line
    if waiting is not None:
        try:
            last = json.loads(waiting)
        except ValueError:
            return
        yield last


def slowest(lines, database):
    shapes = {}
    for entry in parsed(lines):
        message = entry.get("message") or ""
        begin = BEGIN.match(message)
        if begin and entry.get("dbname") == database:
            key = shape(message[begin.end() :])
            shapes.setdefault(key, Calls()).add(Decimal(begin[1]))
    order = sorted(shapes, key=lambda key: (-shapes[key].total, key))
    return [
        {
            "statement": key,
            "calls": shapes[key].calls,
            "total_ms": float(shapes[key].total),
            "slowest_ms": float(shapes[key].slowest),
        }
        for key in order
    ]
