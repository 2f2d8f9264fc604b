r"""A generator yields the pieces of a statement, each kind with a small pattern of its own; a broken line is an error unless it is last."""

import json
import re
from dataclasses import asdict, dataclass

MESSAGE = re.compile(r"\Aduration: (?P<ms>\d+(?:\.\d+)?) ms  (?:statement|execute .+?): (?P<sql>.*)\Z", re.S)

GAP = re.compile(r"[ \t\n\r\f\v]+|--[^\r\n]*")
QUOTED_NAME = re.compile(r'"(?:[^"]|"")*"')
ESCAPED = re.compile(r"[eE]'(?:[^'\\]|''|\\.)*'", re.S)
PLAIN = re.compile(r"(?:[bBnNxX]|[uU]&)?'(?:[^']|'')*'")
DOLLAR = re.compile(r"(\$(?:[a-zA-Z_\u0080-\U0010ffff][a-zA-Z0-9_\u0080-\U0010ffff]*)?\$).*?\1", re.S)
PARAMETER = re.compile(r"\$[0-9]+")
NAME = re.compile(r"[a-zA-Z_\u0080-\U0010ffff][a-zA-Z0-9_$\u0080-\U0010ffff]*")
NUMBER = re.compile(
    r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9][0-9_]*)?"
)

KINDS = [
    (GAP, " "),
    (ESCAPED, "?"),
    (PLAIN, "?"),
    (DOLLAR, "?"),
    (PARAMETER, "?"),
    (QUOTED_NAME, None),
    (NAME, None),
    (NUMBER, "?"),
]


@dataclass
class Shape:
    statement: str
    calls: int = 0
    total_ms: float = 0.0
    slowest_ms: float = 0.0

    def add(self, ms):
        self.calls += 1
        self.total_ms = round(self.total_ms + ms, 6)
        self.slowest_ms = max(self.slowest_ms, ms)


def end_of_comment(sql, start):
    depth, at = 1, start + 2
    while depth and at < len(sql):
        two = sql[at : at + 2]
        depth += (two == "/*") - (two == "*/")
        at += 2 if two in ("/*", "*/") else 1
    return at


def pieces(sql):
    at = 0
    while at < len(sql):
        if sql.startswith("/*", at):
            yield " "
            at = end_of_comment(sql, at)
            continue
        for pattern, instead in KINDS:
            match = pattern.match(sql, at)
            if match:
                yield match[0] if instead is None else instead
                at = match.end()
                break
        else:
            yield sql[at]
            at += 1


def shape_of(sql):
    kept = []
    for piece in pieces(sql):
        if piece != " " or (kept and kept[-1] != " "):
            kept.append(piece)
    if kept and kept[-1] == " ":
        kept.pop()
    return "".join(kept)


def entries(lines):
    broken = None
    for line in lines:
        if broken is not None:
            raise broken
        try:
            entry = json.loads(line)
        except ValueError as error:
            broken = error
            continue
        yield entry


def slowest(lines, database):
    shapes = {}
    for entry in entries(lines):
        if entry.get("dbname") != database:
            continue
        match = MESSAGE.match(entry.get("message", ""))
        if not match:
            continue
        text = shape_of(match["sql"])
        if text not in shapes:
            shapes[text] = Shape(text)
        shapes[text].add(float(match["ms"]))
    return [asdict(one) for one in sorted(shapes.values(), key=lambda one: (-round(one.total_ms, 3), one.statement))]
