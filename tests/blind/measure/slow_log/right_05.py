r"""Right: re.Scanner makes tokens, itertools.groupby() joins the gaps, tallies are a class."""

import json
import re
from fractions import Fraction
from itertools import groupby

START = r"[A-Za-z_\x80-\U0010ffff]"
NEXT = r"[A-Za-z0-9_\x80-\U0010ffff]"
GAP = object()
DOLLAR = re.compile(rf"\$(?:{START}{NEXT}*)?\$")


def constant(scanner, text):
    return "?"


def kept(scanner, text):
    return text


def gap(scanner, text):
    return GAP


SCANNER = re.Scanner(
    [
        (r"[ \t\n\r\f\v]+", gap),
        (r"--[^\r\n]*", gap),
        (r"[eE]'(?:[^'\\]|\\.|'')*'", constant),
        (r"(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'", constant),
        (r"\$[0-9]+", constant),
        (r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+", constant),
        (r"(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9][0-9_]*)?", constant),
        (r'"(?:[^"]|"")*"', kept),
        (rf"{START}(?:{NEXT}|\$)*", kept),
        # A "$" that begins a dollar-quoted string and a comment's begin stop the scanner.
        (rf"(?!/\*|\$(?:{START}{NEXT}*)?\$).", kept),
    ],
    re.DOTALL,
)


def tokens(sql):
    while sql:
        found, sql = SCANNER.scan(sql)
        yield from found
        if sql.startswith("/*"):
            sql = sql[comment_length(sql) :]
            yield GAP
        elif sql:
            tag = DOLLAR.match(sql)[0]
            _, _, sql = sql[len(tag) :].partition(tag)
            yield "?"


def comment_length(sql):
    depth = 0
    for mark in re.finditer(r"/\*|\*/", sql):
        depth += 1 if mark[0] == "/*" else -1
        if not depth:
            return mark.end()
    return len(sql)


def shape(sql):
    parts = []
    for is_gap, group in groupby(tokens(sql), key=lambda token: token is GAP):
        parts.append(" " if is_gap else "".join(group))
    return "".join(parts).strip(" ")


def slowest(lines, database):
    tallies = {}
    error = None
    for line in lines:
        if error is not None:
            raise error
        try:
            entry = json.loads(line)
        except ValueError as broken:
            error = broken
            continue
        if entry.get("dbname") != database:
            continue
        head = re.match(
            r"duration: ([0-9]+(?:\.[0-9]+)?) ms  (?:statement|execute \S+): ",
            entry.get("message") or "",
        )
        if head is None:
            continue
        ms = Fraction(head[1])
        tally = tallies.setdefault(shape(entry["message"][head.end() :]), [0, Fraction(0), ms])
        tally[0] += 1
        tally[1] += ms
        tally[2] = max(tally[2], ms)
    ranked = sorted((-total, text, calls, most) for text, (calls, total, most) in tallies.items())
    return [
        {
            "statement": text,
            "calls": calls,
            "total_ms": float(-negative),
            "slowest_ms": float(most),
        }
        for negative, text, calls, most in ranked
    ]
