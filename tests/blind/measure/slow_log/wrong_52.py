r"""Rule shape: a statement of several lines is cut off after its first line.

The dot in the pattern of the message matches no line break. "SELECT 1\nFROM a" and "SELECT 1\nFROM b" become one shape.
"""

import json
import re
from decimal import Decimal

ENTRY = re.compile(r"duration: ([0-9.]+) ms  (?:statement|execute .*?): (.*)")
LETTER = r"A-Za-z_\x80-\U0010ffff"
TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\n\r\f\v]+ | --[^\n\r]*)
    | (?P<comment>/\*)
    | (?P<value>
        [eE]'(?:[^'\\]|\\.|'')*'
        | (?:[bBxXnN]|[uU]&)?'[^']*(?:''[^']*)*'
        | \$(?P<tag>(?:[{LETTER}][{LETTER}0-9]*)?)\$.*?\$(?P=tag)\$
        | \$[0-9]+
        | 0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+
        | (?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?
    )
    | (?P<name>"[^"]*(?:""[^"]*)*" | [{LETTER}][{LETTER}0-9$]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
EDGE = re.compile(r"/\*|\*/")


def after_comment(sql, position):
    depth = 1
    while depth:
        edge = EDGE.search(sql, position)
        if edge is None:
            return len(sql)
        depth += 1 if edge[0] == "/*" else -1
        position = edge.end()
    return position


def shape(sql):
    parts = []
    position = 0
    while position < len(sql):
        token = TOKEN.match(sql, position)
        position = token.end()
        kind = token.lastgroup
        if token["comment"]:
            position = after_comment(sql, position)
        if token["comment"] or token["space"]:
            if parts and parts[-1] != " ":
                parts.append(" ")
        elif token["value"]:
            parts.append("?")
        else:
            parts.append(token[kind])
    return "".join(parts).strip(" ")


def slowest(lines, database):
    shapes = {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:  # the last line: the server is still writing it
            continue
        if entry.get("dbname") != database:
            continue
        match = ENTRY.match(entry.get("message") or "")
        if match:
            shapes.setdefault(shape(match[2]), []).append(Decimal(match[1]))
    found = [
        {"statement": text, "calls": len(times), "total_ms": sum(times), "slowest_ms": max(times)}
        for text, times in shapes.items()
    ]
    found.sort(key=lambda row: (-round(row["total_ms"], 3), row["statement"]))
    for row in found:
        row["total_ms"] = float(row["total_ms"])
        row["slowest_ms"] = float(row["slowest_ms"])
    return found
