r"""Right: small patterns that are tried at each place, a loop for nested comments."""

import json
import re
from decimal import Decimal

MESSAGE = re.compile(
    r"duration: ([0-9.]+) ms  (?:statement|execute (?!fetch from )[^:]+): (.*)", re.DOTALL
)
SPACE = re.compile(r"(?:[ \t\n\r\f\v]|--[^\n\r]*)+")
COMMENT = re.compile(r"/\*|\*/")
MORE = r"'(?:[ \t\f\v]|--[^\n\r]*)*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'"
DIGITS = r"[0-9](?:_?[0-9])*"
VALUES = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rf"[eE]'(?:[^'\\]|\\.?|''|{MORE})*(?:'|\Z)",
        rf"(?:[bBnNxX]|[uU]&)?'(?:[^']|''|{MORE})*(?:'|\Z)",
        r"\$((?:[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*)?)\$.*?(?:\$\1\$|\Z)",
        r"\$[0-9]+",
        r"0[xX](?:_?[0-9A-Fa-f])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+",
        rf"(?:{DIGITS}(?:\.(?!\.)(?:{DIGITS})?)?|\.{DIGITS})(?:[eE][-+]?{DIGITS})?",
    )
]
NAME = re.compile(r'"(?:[^"]|"")*"?|[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]*')


def end_of_comment(sql, start):
    depth = 0
    for mark in COMMENT.finditer(sql, start):
        depth += 1 if mark[0] == "/*" else -1
        if not depth:
            return mark.end()
    return len(sql)


def shape(sql):
    parts, at = [], 0
    while at < len(sql):
        if space := SPACE.match(sql, at):
            part, at = " ", space.end()
        elif sql.startswith("/*", at):
            part, at = " ", end_of_comment(sql, at)
        elif value := next(filter(None, (kind.match(sql, at) for kind in VALUES)), None):
            part, at = "?", value.end()
        elif name := NAME.match(sql, at):
            part, at = name[0], name.end()
        else:
            part, at = sql[at], at + 1
        if part != " " or (parts and parts[-1] != " "):
            parts.append(part)
    if parts and parts[-1] == " ":
        parts.pop()
    return "".join(parts)


def entries(lines):
    broken = None
    for line in lines:
        if broken is not None:
            raise broken
        try:
            entry = json.loads(line)
        except ValueError as error:
            broken = error
        else:
            yield entry


def slowest(lines, database):
    calls = {}
    for entry in entries(lines):
        match = MESSAGE.fullmatch((entry.get("message") or ""))
        if match and entry.get("dbname") == database:
            calls.setdefault(shape(match[2]), []).append(Decimal(match[1]))
    found = [
        {
            "statement": statement,
            "calls": len(times),
            "total_ms": float(sum(times)),
            "slowest_ms": float(max(times)),
        }
        for statement, times in calls.items()
    ]
    return sorted(found, key=lambda call: (-round(call["total_ms"], 3), call["statement"]))
