r"""One regular expression names the tokens of PostgreSQL, a counter follows nested comments, and each shape keeps the list of its times."""

import json
import re
from collections import defaultdict

SLOW = re.compile(
    r"duration: (\d+(?:\.\d+)?) ms  (?:statement|execute (?!fetch from )[^\n]*?): (.*)", re.DOTALL
)
TOKEN = re.compile(
    r"""
    (?P<space> [ \t\n\r\f\v]+ | --[^\n\r]* )
    | (?P<comment> /\* )
    | (?P<escaped> [eE]'(?:[^'\\]|\\.|'')*'? (?:CONTINUED(?:[^'\\]|\\.|'')*'?)* )
    | (?P<string> (?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'? (?:CONTINUED(?:[^']|'')*'?)* )
    | (?P<name> (?:[uU]&)?"(?:[^"]|"")*"? | [A-Za-z_\u0080-\U0010ffff][\w$\u0080-\U0010ffff]* )
    | (?P<dollars> \$(?P<tag>(?:[A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff]*)?)\$.*?
        (?:\$(?P=tag)\$|\Z) )
    | (?P<parameter> \$[0-9]+ )
    | (?P<number>
        0[xX](?:_?[0-9a-fA-F])+ | 0[oO](?:_?[0-7])+ | 0[bB](?:_?[01])+
        | (?: [0-9](?:_?[0-9])* (?:\.(?!\.)(?:[0-9](?:_?[0-9])*)?)? | \.[0-9](?:_?[0-9])* )
            (?: [eE][+-]?[0-9](?:_?[0-9])* )?
    )
    | (?P<other> \.\. | . )
    """.replace(
        # A string goes on behind a line break.
        "CONTINUED",
        r"(?: (?:[ \t\f\v]*(?:--[^\n\r]*)?[\n\r])+ [ \t\f\v]* ')",
    ),
    re.DOTALL | re.VERBOSE,
)
EDGE = re.compile(r"/\*|\*/")


def slowest(lines, database):
    times = defaultdict(list)
    for entry in entries(lines):
        match = SLOW.fullmatch(entry.get("message") or "")
        if match and entry.get("dbname") == database:
            times[shape(match[2])].append(float(match[1]))
    found = [
        {
            "statement": statement,
            "calls": len(ms),
            "total_ms": round(sum(ms), 3),
            "slowest_ms": max(ms),
        }
        for statement, ms in times.items()
    ]
    return sorted(found, key=lambda line: (-line["total_ms"], line["statement"]))


def entries(lines):
    """Yield the entry of each line. Only the last one may be cut off."""
    error = None
    for line in lines:
        if error:
            raise error
        try:
            entry = json.loads(line)
        except ValueError as problem:
            error = problem
        else:
            yield entry


def shape(statement):
    parts, position = [], 0
    while position < len(statement):
        match = TOKEN.match(statement, position)
        position = match.end()
        kind = match.lastgroup if match.lastgroup != "tag" else "dollars"
        if kind == "comment":
            position = after_comment(statement, position)
        if kind in {"space", "comment"}:
            if parts and parts[-1] != " ":
                parts.append(" ")
        elif kind in {"name", "other"}:
            parts.append(match[0])
        else:
            parts.append("?")
    if parts and parts[-1] == " ":
        parts.pop()
    return "".join(parts)


def after_comment(statement, position):
    """Return where the comment ends whose beginning ends at position."""
    depth = 1
    while depth:
        edge = EDGE.search(statement, position)
        if edge is None:
            return len(statement)
        position = edge.end()
        depth += 1 if edge[0] == "/*" else -1
    return position
