"""A list of patterns, tried in order, cuts each statement into tokens; pairs of neighbours become the shape, and whole microseconds are added."""

import json
import re
from collections import Counter
from itertools import chain, pairwise

END = object()
LETTER = r"A-Za-z_\u0080-\U0010ffff"
NAME = rf"[{LETTER}][{LETTER}0-9]*"
INTEGER = r"[0-9](?:_?[0-9])*"
# A string ends, and goes on behind a line break.
CONTINUED = r"'(?:[ \t\f\v]*(?:--[^\n\r]*)?[\n\r])+[ \t\f\v]*'"


def outside(pattern):
    """Return a pattern for the beginning of a statement's next token."""
    return re.compile(pattern, re.DOTALL)


# In this order: a prefix of a string is no name, and a name may have digits and dollars in it.
TOKENS = [
    ("space", outside(r"[ \t\n\r\f\v]+|--[^\n\r]*")),
    ("open", outside(r"/\*")),
    ("value", outside(rf"[eE]'(?:[^'\\]|''|\\.|{CONTINUED})*(?:'|\\?\Z)")),
    ("value", outside(rf"(?:[bBnNxX]|[uU]&)?'(?:[^']|''|{CONTINUED})*(?:'|\Z)")),
    ("name", outside(r'(?:[uU]&)?"(?:[^"]|"")*(?:"|\Z)')),
    ("name", outside(rf"[{LETTER}][{LETTER}0-9$]*")),
    ("value", outside(r"\$[0-9]+")),
    ("value", outside(rf"\$((?:{NAME})?)\$.*?(?:\$\1\$|\Z)")),
    ("value", outside(r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+")),
    (
        "value",
        outside(rf"(?:{INTEGER}(?:\.(?!\.)(?:{INTEGER})?)?|\.{INTEGER})(?:[eE][+-]?{INTEGER})?"),
    ),
    ("other", outside(r"\.\.|.")),
]


def tokens(statement):
    """Yield each token's kind and text; a comment is space, with all that is nested in it."""
    position = 0
    while position < len(statement):
        for kind, pattern in TOKENS:
            match = pattern.match(statement, position)
            if match:
                break
        position = match.end()
        if kind == "open":
            depth = 1
            while depth and position < len(statement):
                two = statement[position : position + 2]
                step = {"/*": 1, "*/": -1}.get(two, 0)
                depth += step
                position += 2 if step else 1
            kind = "space"
        yield kind, match[0]


def shape(statement):
    written = {"space": " ", "value": "?"}
    kinds = chain([("space", "")], tokens(statement))
    parts = [
        written.get(kind, text)
        for (before, _), (kind, text) in pairwise(kinds)
        if (before, kind) != ("space", "space")
    ]
    if parts and parts[-1] == " ":
        parts.pop()
    return "".join(parts)


def slow_statement(message):
    """Return a slow call's microseconds and its statement, or None if a message tells no call."""
    begin, _, rest = message.partition(" ms  ")
    kind, colon, statement = rest.partition(": ")
    if not re.fullmatch(r"duration: [0-9]+(\.[0-9]+)?", begin) or not colon:
        return None
    if kind != "statement" and not (
        kind.startswith("execute ") and not kind.startswith("execute fetch from ")
    ):
        return None
    return round(float(begin.removeprefix("duration: ")) * 1000), statement


def slowest(lines, database):
    calls, total, longest = Counter(), Counter(), Counter()
    for line, following in pairwise(chain(lines, [END])):
        try:
            entry = json.loads(line)
        except ValueError:
            if following is END:
                break
            raise
        if entry.get("dbname") != database:
            continue
        found = slow_statement(entry.get("message") or "")
        if found:
            microseconds, statement = found
            key = shape(statement)
            calls[key] += 1
            total[key] += microseconds
            longest[key] = max(longest[key], microseconds)
    return [
        {
            "statement": key,
            "calls": calls[key],
            "total_ms": total[key] / 1000,
            "slowest_ms": longest[key] / 1000,
        }
        for key in sorted(calls, key=lambda key: (-total[key], key))
    ]
