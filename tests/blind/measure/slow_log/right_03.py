r"""Right: two regular expressions, one for code and one for comments, and a depth between them."""

import json
import re
from collections import defaultdict

LETTER = r"[A-Za-z_\x80-\U0010ffff]"
WORD = r"[A-Za-z0-9_\x80-\U0010ffff]"
VALUES = "|".join(
    [
        r"[eE]'(?:[^'\\]|\\.|'')*'",
        r"(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'",
        rf"(?P<dollar>\$(?:{LETTER}{WORD}*)?\$).*?(?P=dollar)",
        r"\$[0-9]+",
        r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+",
        r"(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9][0-9_]*)?",
    ]
)
CODE = re.compile(
    rf"""(?P<open>/\*)|(?P<gap>[ \t\n\r\f\v]+|--[^\r\n]*)|(?P<value>{VALUES})"""
    rf"""|(?P<kept>"(?:[^"]|"")*"|{LETTER}(?:{WORD}|\$)*|.)""",
    re.DOTALL,
)
COMMENT = re.compile(r"(?P<open>/\*)|(?P<close>\*/)|.", re.DOTALL)
MESSAGE = re.compile(
    r"duration: (?P<ms>[0-9.]+) ms  (?:statement|execute \S+): (?P<statement>.*)", re.DOTALL
)


def pieces(statement):
    """Yield " " for white space and comments, "?" for values, and the rest as it is."""
    at = depth = 0
    while at < len(statement):
        match = (COMMENT if depth else CODE).match(statement, at)
        at = match.end()
        if depth:
            depth += bool(match["open"]) - bool(match["close"])
        elif match["open"]:
            depth = 1
            yield " "
        elif match["gap"]:
            yield " "
        else:
            yield "?" if match["value"] else match["kept"]


def shape(statement):
    kept = []
    for piece in pieces(statement):
        if piece != " " or (kept and kept[-1] != " "):
            kept.append(piece)
    if kept and kept[-1] == " ":
        kept.pop()
    return "".join(kept)


def slowest(lines, database):
    times = defaultdict(list)
    lines = iter(lines)
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            if next(lines, None) is None:
                break
            raise
        if entry.get("dbname") != database:
            continue
        match = MESSAGE.match(entry.get("message", ""))
        if match:
            # PostgreSQL writes three decimals: whole microseconds add up without an error.
            times[shape(match["statement"])].append(round(float(match["ms"]) * 1000))
    result = [
        {
            "statement": statement,
            "calls": len(found),
            "total_ms": sum(found) / 1000,
            "slowest_ms": max(found) / 1000,
        }
        for statement, found in times.items()
    ]
    result.sort(key=lambda row: row["statement"])
    result.sort(key=lambda row: row["total_ms"], reverse=True)
    return result
