"""Sums of floats are compared, and equal totals differ in their last bits.

Breaks: result
Fails: answer
"""

import json
import re

MESSAGE = re.compile(r"duration: (\S+) ms  (?:statement|execute .*?): (.*)", re.DOTALL)
TOKEN = re.compile(
    r"""
    (?P<space> (?: \s | --[^\n]* | /\*.*?\*/ )+ )
    | (?P<value>
        [eE] ' (?: [^'\\] | \\. | '' )* '
        | ' (?: [^'] | '' )* '
        | (?P<tag> \$ (?: [^\W\d]\w* )? \$ ) .*? (?P=tag)
        | \$\d+
        | (?: \d+ (?: \.\d* )? | \.\d+ ) (?: [eE][+-]?\d+ )?
    )
    | (?P<name> " (?: [^"] | "" )* " | [^\W\d][\w$]* )
    """,
    re.VERBOSE | re.DOTALL,
)


def shape(statement):
    def replaced(token):
        return " " if token["space"] else token["name"] or "?"

    return TOKEN.sub(replaced, statement).strip()


def slowest(lines, database):
    shapes = {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:  # the server is writing it
            continue
        match = MESSAGE.fullmatch(entry["message"])
        if match and entry.get("dbname") == database:
            text, ms = shape(match[2]), float(match[1])
            row = shapes.setdefault(
                text, {"statement": text, "calls": 0, "total_ms": 0.0, "slowest_ms": 0.0}
            )
            row["calls"] += 1
            row["total_ms"] += ms
            row["slowest_ms"] = max(row["slowest_ms"], ms)
    return sorted(shapes.values(), key=lambda call: (-call["total_ms"], call["statement"]))
