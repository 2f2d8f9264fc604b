"""In a plain string, a backslash is a letter like others.

Breaks: strings
Fails: strings
"""

import json
import re

MESSAGE = re.compile(r"duration: (\S+) ms  (?:statement|execute .*?): (.*)", re.DOTALL)
TOKEN = re.compile(
    r"""
    (?P<space> (?: \s | --[^\n]* | /\*.*?\*/ )+ )
    | (?P<value>
        [eE]? ' (?: [^'\\] | \\. | '' )* '
        | (?P<tag> \$ (?: [^\W\d]\w* )? \$ ) .*? (?P=tag)
        | \$\d+
        | 0 [xXoObB] [\da-fA-F_]+
        | (?: \d[\d_]* (?: \.[\d_]* )? | \.\d[\d_]* ) (?: [eE][+-]?\d[\d_]* )?
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
            shapes.setdefault(shape(match[2]), []).append(float(match[1]))
    found = [
        {"statement": text, "calls": len(ms), "total_ms": sum(ms), "slowest_ms": max(ms)}
        for text, ms in shapes.items()
    ]
    return sorted(found, key=lambda call: (-round(call["total_ms"], 3), call["statement"]))
