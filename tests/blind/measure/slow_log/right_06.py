r"""Right: a generator of patterns tried in turn at a position, and rows merged after a sort."""

import json
import math
import re
from itertools import groupby
from operator import itemgetter

FIRST = r"[A-Za-z_\x80-\U0010ffff]"
OTHER = r"[A-Za-z0-9_\x80-\U0010ffff]"
MARK = re.compile(r"/\*|\*/")
RULES = [
    (re.compile(pattern, re.DOTALL), result)
    for pattern, result in [
        (r"(?:[ \t\n\r\f\v]|--[^\r\n]*)+", " "),
        (r"[eE]'(?:[^'\\]|\\.|'')*'", "?"),
        (r"(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'", "?"),
        (rf"(\$(?:{FIRST}{OTHER}*)?\$).*?\1", "?"),
        (r"\$[0-9]+", "?"),
        (r"0(?:[xX][0-9a-fA-F_]+|[oO][0-7_]+|[bB][01_]+)", "?"),
        (r"(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9][0-9_]*)?", "?"),
        (r'"(?:[^"]|"")*"', None),
        (rf"{FIRST}(?:{OTHER}|\$)*", None),
        (r".", None),
    ]
]


def step(sql, at):
    """What stands for the text at this position, and where the next one begins."""
    if sql.startswith("/*", at):
        depth = 0
        for mark in MARK.finditer(sql, at):
            depth += 1 if mark[0] == "/*" else -1
            if depth == 0:
                return " ", mark.end()
        return " ", len(sql)
    for pattern, result in RULES:
        if match := pattern.match(sql, at):
            return (match[0] if result is None else result), match.end()
    raise AssertionError("the last rule takes anything")


def shape(sql):
    at, result = 0, []
    while at < len(sql):
        part, at = step(sql, at)
        if part == " " and (not result or result[-1] == " "):
            continue
        result.append(part)
    return "".join(result).removesuffix(" ")


def calls(lines, database):
    lines = iter(lines)
    line = next(lines, None)
    while line is not None:
        following = next(lines, None)
        try:
            entry = json.loads(line)
        except ValueError:
            if following is not None:
                raise
            return
        line = following
        message = entry.get("message")
        if entry.get("dbname") != database or not message:
            continue
        match = re.match(r"duration: ([0-9.]+) ms  (statement|execute \S+): ", message)
        if match:
            yield shape(message[match.end() :]), float(match[1])


def slowest(lines, database):
    result = []
    ordered = sorted(calls(lines, database), key=itemgetter(0))
    for statement, group in groupby(ordered, key=itemgetter(0)):
        times = [ms for _, ms in group]
        result.append(
            {
                "statement": statement,
                "calls": len(times),
                # Three decimals, as in the log: equal totals have to be equal.
                "total_ms": round(math.fsum(times), 3),
                "slowest_ms": max(times),
            }
        )
    return sorted(result, key=lambda row: (-row["total_ms"], row["statement"]))
