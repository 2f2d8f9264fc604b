r"""Wrong (last line): reads two fields of a line, without parsing all of it. A last line that is cut off after
the message (in its application_name, say) is counted."""

import json
import re

ENTRY = re.compile(r"duration: ([0-9.]+) ms  (?:statement|execute (?!fetch from )[^:]+): (.*)", re.DOTALL)
MORE = r"'(?:[ \t\f\v]|--[^\n\r]*)*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'"
TOKEN = re.compile(
    rf"""
    (?P<gap> (?: [ \t\n\r\f\v] | --[^\n\r]* )+ )
    | (?P<comment> /\* )
    | (?P<escaped> [eE]' (?: [^'\\] | \\. | '' | {MORE} )* ' )
    | (?P<string> (?: [bBnNxX] | [uU]& )? ' (?: [^'] | '' | {MORE} )* ' )
    | (?P<dollar> \$ (?P<tag> (?: [A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]* )? ) \$
        .*? \$ (?P=tag) \$ )
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


def end_of_comment(sql, at):
    depth = 1
    while depth and at < len(sql):
        if sql.startswith("/*", at):
            depth, at = depth + 1, at + 2
        elif sql.startswith("*/", at):
            depth, at = depth - 1, at + 2
        else:
            at += 1
    return at


def shape(sql):
    parts, gap, at = [], False, 0
    while at < len(sql):
        match = TOKEN.match(sql, at)
        kind, at = match.lastgroup, match.end()
        if kind == "comment":
            at = end_of_comment(sql, at)
        if kind in {"gap", "comment"}:
            gap = True
            continue
        if gap and parts:
            parts.append(" ")
        parts.append(match[0] if kind in {"name", "other"} else "?")
        gap = False
    return "".join(parts)

FIELD = re.compile(r'"(dbname|message)"\s*:\s*("(?:[^"\\]|\\.)*")')


def entries(lines):
    for line in lines:
        yield {name: json.loads(text) for name, text in FIELD.findall(line)}


def slowest(lines, database):
    sums = {}
    for entry in entries(lines):
        match = ENTRY.fullmatch(entry.get("message", ""))
        if match and entry.get("dbname") == database:
            us = round(float(match[1]) * 1000)
            statement = shape(match[2])
            calls, total, most = sums.get(statement, (0, 0, 0))
            sums[statement] = calls + 1, total + us, max(most, us)
    found = [
        {
            "statement": statement,
            "calls": calls,
            "total_ms": total / 1000,
            "slowest_ms": most / 1000,
        }
        for statement, (calls, total, most) in sums.items()
    ]
    return sorted(found, key=lambda call: (-call["total_ms"], call["statement"]))
