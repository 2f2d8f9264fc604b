"""Reads the statement letter by letter, as the server does. Microseconds as whole numbers."""

import json
from collections import defaultdict


def until(text, end, at, escape=""):
    """Return where a quoted part ends that begins before at; a doubled end does not end it."""
    while at < len(text):
        if escape and text[at] == escape:
            at += 2
        elif text.startswith(end, at):
            if len(end) > 1 or not text.startswith(end, at + 1):
                return at + len(end)
            at += 2
        else:
            at += 1
    return at


def after_comment(text, at):
    """Return where a comment ends that begins here, with all the comments inside it."""
    at, end = at + 2, text.index("*/", at + 2)
    while -1 < (inner := text.find("/*", at)) < end:
        at = after_comment(text, inner)
        end = text.index("*/", at)
    return end + 2


def shape(text):
    parts, at = [], 0
    while at < len(text):
        start, letter = at, text[at]
        if letter.isspace():
            at += 1
            parts.append(" ")
        elif text.startswith("--", at):
            at = text.find("\n", at) % (len(text) + 1)
            parts.append(" ")
        elif text.startswith("/*", at):
            at = after_comment(text, at)
            parts.append(" ")
        elif letter == '"':
            at = until(text, '"', at + 1)
            parts.append(text[start:at])
        elif letter == "'":
            at = until(text, "'", at + 1)
            parts.append("?")
        elif letter in "eE" and text.startswith("'", at + 1):
            at = until(text, "'", at + 2, "\\")
            parts.append("?")
        elif letter.isdigit() or (letter == "." and text[at + 1 : at + 2].isdigit()):
            while at < len(text) and (text[at].isalnum() or text[at] in "._"):
                at += 2 if text[at] in "eE" and text[at + 1 : at + 2] in "+-" else 1
            parts.append("?")
        elif letter == "$":
            at += 1
            while at < len(text) and (text[at].isalnum() or text[at] == "_"):
                at += 1
            if not text[start + 1 : at].isdigit():
                at = text.index(text[start : at + 1], at + 1) + at + 1 - start
            parts.append("?")
        elif letter.isalpha() or letter == "_":
            while at < len(text) and (text[at].isalnum() or text[at] in "_$"):
                at += 1
            parts.append(text[start:at])
        else:
            at += 1
            parts.append(letter)
    merged = []
    for part in parts:
        if part != " " or (merged and merged[-1] != " "):
            merged.append(part)
    return "".join(merged).strip()


def slowest(lines, database):
    times = defaultdict(list)
    for line in lines:
        if not line.rstrip().endswith("}"):
            continue
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        if entry.get("dbname") != database or not entry["message"].startswith("duration: "):
            continue
        duration, _, rest = entry["message"].removeprefix("duration: ").partition(" ms  ")
        kind, _, statement = rest.partition(": ")
        if kind == "statement" or kind.startswith("execute "):
            times[shape(statement)].append(round(float(duration) * 1000))
    ranked = sorted(times.items(), key=lambda pair: pair[0])
    ranked.sort(key=lambda pair: sum(pair[1]), reverse=True)
    return [
        {
            "statement": text,
            "calls": len(taken),
            "total_ms": sum(taken) / 1000,
            "slowest_ms": max(taken) / 1000,
        }
        for text, taken in ranked
    ]
