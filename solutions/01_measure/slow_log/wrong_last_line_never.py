"""The last line is skipped when it is whole, too.

Breaks: last line
Fails: answer
"""

import json
import re

MESSAGE = re.compile(r"duration: (\S+) ms  (?:statement|execute .*?): (.*)", re.DOTALL)
TOKEN = re.compile(
    r"""
    (?P<space> (?: \s | --[^\n]* )+ )
    | (?P<comment> /\* )
    | (?P<value>
        [eE] ' (?: [^'\\] | \\. | '' )* '
        | ' (?: [^'] | '' )* '
        | (?P<tag> \$ (?: [^\W\d]\w* )? \$ ) .*? (?P=tag)
        | \$\d+
        | 0 [xXoObB] [\da-fA-F_]+
        | (?: \d[\d_]* (?: \.[\d_]* )? | \.\d[\d_]* ) (?: [eE][+-]?\d[\d_]* )?
    )
    | (?P<name> " (?: [^"] | "" )* " | [^\W\d][\w$]* )
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
MARK = re.compile(r"/\*|\*/")


def end_of_comment(statement, at):
    """Return where a comment ends that begins here."""
    depth = 0
    for mark in MARK.finditer(statement, at):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(statement)


def shape(statement):
    parts, at = [""], 0  # what is between two runs of space
    while token := TOKEN.match(statement, at):
        at = end_of_comment(statement, at) if token["comment"] else token.end()
        if token["space"] or token["comment"]:
            parts.append("")
        else:
            parts[-1] += "?" if token["value"] else token[0]
    return " ".join(filter(None, parts))


def slowest(lines, database):
    shapes = {}
    for line in list(lines)[:-1]:
        try:
            entry = json.loads(line)
        except ValueError:  # the server is writing it
            continue
        match = MESSAGE.fullmatch(entry["message"])
        if match and entry.get("dbname") == database:
            shapes.setdefault(shape(match[2]), []).append(float(match[1]))
    found = [
        {"statement": text, "calls": len(ms), "total_ms": sum(ms), "slowest_ms": max(ms)}
        for text, ms in shapes.items()
    ]
    return sorted(found, key=lambda call: (-round(call["total_ms"], 3), call["statement"]))
