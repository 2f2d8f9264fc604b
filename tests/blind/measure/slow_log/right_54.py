r"""One substitution jumps over names and replaces values; a short function cuts nested comments out on the way."""

import json
import re

PIECE = re.compile(
    r"(?P<gap>(?:[ \t\n\r\f\v]|--[^\r\n]*|/\*)+?)"
    r'|(?P<keep>"(?:[^"]|"")*")'
    r"|(?P<value>[eE]'(?:[^'\\]|\\.|'')*'"
    r"|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'"
    r"|\$(?P<tag>(?:[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*)?)\$.*?\$(?P=tag)\$"
    r"|\$[0-9]+)"
    r"|(?P<name>[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]*)"
    r"|(?P<number>0[xX][0-9A-Fa-f_]+|0[oO][0-7_]+|0[bB][01_]+"
    r"|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?)"
    r"|.",
    re.DOTALL,
)
CALL = re.compile(r"duration: ([\d.]+) ms  (?:statement|execute .+?): (.*)", re.DOTALL)


def uncommented(sql, start):
    """Where the comment ends that begins at start; comments in it are skipped by the same function."""
    at = start + 2
    while at < len(sql) and not sql.startswith("*/", at):
        at = uncommented(sql, at) if sql.startswith("/*", at) else at + 1
    return at + 2


def shape(sql):
    text, at, gap = "", 0, False
    while at < len(sql):
        found = PIECE.match(sql, at)
        at = uncommented(sql, at) if found[0] == "/*" else found.end()
        if found["gap"]:
            gap = True
            continue
        text += " " * (gap and text != "")
        text += "?" if found["value"] or found["number"] else found[0]
        gap = False
    return text


def slowest(lines, database):
    found = {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        call = CALL.fullmatch(entry.get("message", ""))
        if call and entry.get("dbname") == database:
            statement, ms = shape(call[2]), float(call[1])
            row = found.setdefault(statement, {"statement": statement, "calls": 0, "total_ms": 0, "slowest_ms": 0})
            row["calls"] += 1
            row["total_ms"] += ms
            row["slowest_ms"] = max(row["slowest_ms"], ms)
    return sorted(found.values(), key=lambda row: (-round(row["total_ms"], 3), row["statement"]))
