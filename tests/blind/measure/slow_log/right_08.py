r"""Right: one pattern of named groups, whole microseconds, sums instead of lists."""

import json
import re

ENTRY = re.compile(
    r"duration: (?P<ms>[0-9]+(?:\.[0-9]+)?) ms  "
    r"(?:statement|execute (?!fetch from )[^:]+): (?P<sql>.*)",
    re.DOTALL,
)
# The next part of a string that goes on in another line.
MORE = r"'(?:[ \t\f\v]|--[^\n\r]*)*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'"
TOKEN = re.compile(
    rf"""
    (?P<gap> (?: [ \t\n\r\f\v] | --[^\n\r]* )+ )
    | (?P<comment> /\* )
    | (?P<escaped> [eE]' (?: [^'\\] | \\. | '' | {MORE} )* ' )
    | (?P<string> (?: [bBnNxX] | [uU]& )? ' (?: [^'] | '' | {MORE} )* ' )
    | (?P<dollar> \$ (?P<tag> (?: [A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]* )? ) \$ .*? \$ (?P=tag) \$ )
    | (?P<parameter> \$[0-9]+ )
    | (?P<name>
        "(?: [^"] | "" )*"
        | [A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]*
      )
    | (?P<number>
        0[xX][0-9A-Fa-f_]+ | 0[oO][0-7_]+ | 0[bB][01_]+
        | (?: [0-9][0-9_]* (?: \.(?!\.) (?: [0-9][0-9_]* )? )? | \.[0-9][0-9_]* )
          (?: [eE][-+]?[0-9][0-9_]* )?
      )
    | (?P<other> . )
    """,
    re.DOTALL | re.VERBOSE,
)


def tokens(sql):
    at = 0
    while at < len(sql):
        match = TOKEN.match(sql, at)
        kind, at = match.lastgroup, match.end()
        if kind == "comment":
            depth = 1
            while depth and at < len(sql):
                if sql.startswith("/*", at):
                    depth, at = depth + 1, at + 2
                elif sql.startswith("*/", at):
                    depth, at = depth - 1, at + 2
                else:
                    at += 1
        if kind in {"name", "other"}:
            yield match[0]
        elif kind in {"gap", "comment"}:
            yield None
        else:
            yield "?"


def shape(sql):
    parts, gap = [], False
    for token in tokens(sql):
        if token is None:
            gap = True
            continue
        if gap and parts:
            parts.append(" ")
        parts.append(token)
        gap = False
    return "".join(parts)


def slowest(lines, database):
    sums = {}
    bad = False
    for line in lines:
        if bad:
            raise ValueError("a line before the last one is no JSON")
        try:
            entry = json.loads(line)
        except ValueError:
            bad = True
            continue
        if entry.get("dbname") != database:
            continue
        match = ENTRY.fullmatch(entry.get("message") or "")
        if match is None:
            continue
        us = round(float(match["ms"]) * 1000)
        statement = shape(match["sql"])
        calls, total, most = sums.get(statement, (0, 0, 0))
        sums[statement] = calls + 1, total + us, max(most, us)
    return [
        {
            "statement": statement,
            "calls": calls,
            "total_ms": total / 1000,
            "slowest_ms": most / 1000,
        }
        for statement, (calls, total, most) in sorted(
            sums.items(), key=lambda item: (-item[1][1], item[0])
        )
    ]
