"""Pieces by findall(), a piece's kind by its first letter, and sums as Decimal."""

import json
import re
from decimal import Decimal

PIECE = re.compile(
    r"""--.*|/\*|\s+|"[^"]*"|[eE]'(?:''|\\[\s\S]|[^'\\])*'|'[^']*'(?:'[^']*')*"""
    r"""|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|\$\d+|\w+(?:(?<=[eE])[+-]\d+)?|[\s\S]"""
)
MARK = re.compile(r"/\*|\*/")
NUMBER = re.compile(
    r"0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?"
)


def shape(text):
    said, at = "", 0
    while at < len(text):
        match = (NUMBER.match(text, at) if text[at] in ".0123456789" else None) or PIECE.match(
            text, at
        )
        piece, at = match[0], match.end()
        inside = int(piece == "/*")  # so many comments, one in the other
        while inside:
            mark = MARK.search(text, at)
            inside, at = inside + (1 if mark[0] == "/*" else -1), mark.end()
        if piece.isspace() or piece.startswith(("--", "/*")):
            said = said.rstrip(" ") + " "
        elif piece[0] in "'$.0123456789" and len(piece) > 1 or piece.isdigit():
            said += "?"
        elif piece[:2] in ("E'", "e'"):
            said += "?"
        else:
            said += piece
    return said.strip()


def slowest(lines, database):
    sums = {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            break  # the last one
        found = re.match(
            r"duration: ([\d.]+) ms  (?:statement|execute [^:]+): ", entry.get("message", "")
        )
        if found is None or entry.get("dbname") != database:
            continue
        text, ms = shape(entry["message"][found.end() :]), Decimal(found[1])
        calls, total, most = sums.get(text, (0, 0, 0))
        sums[text] = calls + 1, total + ms, max(most, ms)
    return [
        {"statement": text, "calls": calls, "total_ms": float(total), "slowest_ms": float(most)}
        for text, (calls, total, most) in sorted(
            sums.items(), key=lambda pair: (-pair[1][1], pair[0])
        )
    ]
