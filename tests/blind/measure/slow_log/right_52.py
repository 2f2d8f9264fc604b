r"""A class reads each statement character by character, and the times are added up as whole microseconds."""

import json
import re
import string
from collections import defaultdict
from decimal import Decimal

BLANK = " \t\n\r\f\v"
DIGITS = string.digits


def begins_name(char):
    return char == "_" or char in string.ascii_letters or ord(char) > 127


def is_part_of_name(char):
    return begins_name(char) or char in DIGITS


class Statement:
    NUMBER = re.compile(
        r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
        r"|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?"
    )

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.out = []

    def shape(self):
        gap = False
        while self.at < len(self.text):
            if self.skip_gap():
                gap = True
                continue
            piece = self.piece()
            if gap and self.out:
                self.out.append(" ")
            gap = False
            self.out.append(piece)
        return "".join(self.out)

    def peek(self, ahead=0):
        return self.text[self.at + ahead : self.at + ahead + 1]

    def starts(self, text):
        return self.text.startswith(text, self.at)

    def skip_gap(self):
        start = self.at
        if self.peek() in BLANK:
            self.at += 1
        elif self.starts("--"):
            while self.at < len(self.text) and self.peek() not in "\r\n":
                self.at += 1
        elif self.starts("/*"):
            depth = 0
            while self.at < len(self.text):
                if self.starts("/*"):
                    depth += 1
                    self.at += 2
                elif self.starts("*/"):
                    depth -= 1
                    self.at += 2
                    if not depth:
                        break
                else:
                    self.at += 1
        return self.at > start

    def quoted(self, quote, escapes=False):
        self.at += 1
        while self.at < len(self.text):
            if escapes and self.peek() == "\\":
                self.at += 2
            elif self.starts(quote * 2):
                self.at += 2
            elif self.peek() == quote:
                self.at += 1
                return
            else:
                self.at += 1

    def dollar(self):
        """Read $1, $$...$$ or $tag$...$tag$; return whether one of them was here."""
        end = self.at + 1
        if self.peek(1) and self.peek(1) in DIGITS:
            while self.text[end : end + 1] and self.text[end] in DIGITS:
                end += 1
            self.at = end
            return True
        if self.text[end : end + 1] and begins_name(self.text[end]):
            while self.text[end : end + 1] and is_part_of_name(self.text[end]):
                end += 1
        if self.text[end : end + 1] != "$":
            return False
        mark = self.text[self.at : end + 1]
        close = self.text.find(mark, end + 1)
        self.at = len(self.text) if close < 0 else close + len(mark)
        return True

    def piece(self):
        start = self.at
        char = self.peek()
        if char == "'":
            self.quoted("'")
            return "?"
        if char in "eEbBxXnN" and self.peek(1) == "'":
            self.at += 1
            self.quoted("'", escapes=char in "eE")
            return "?"
        if char in "uU" and self.text[start + 1 : start + 3] == "&'":
            self.at += 2
            self.quoted("'")
            return "?"
        if char == '"':
            self.quoted('"')
        elif begins_name(char):
            while self.peek() and (is_part_of_name(self.peek()) or self.peek() == "$"):
                self.at += 1
        elif char == "$" and self.dollar():
            return "?"
        else:
            number = self.NUMBER.match(self.text, start)
            if number:
                self.at = number.end()
                return "?"
            self.at += 1
        return self.text[start : self.at]


def call_of(line, database):
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or entry.get("dbname") != database:
        return None
    head, found, rest = entry.get("message", "").partition(" ms  ")
    if not found or not re.fullmatch(r"duration: \d+(\.\d+)?", head):
        return None
    kind = re.match(r"statement: |execute .*?: ", rest, re.DOTALL)
    if not kind:
        return None
    return rest[kind.end() :], int(Decimal(head.removeprefix("duration: ")) * 1000)


def slowest(lines, database):
    calls = defaultdict(list)
    for line in lines:
        call = call_of(line, database)
        if call:
            calls[Statement(call[0]).shape()].append(call[1])
    order = sorted(calls, key=lambda text: (-sum(calls[text]), text))
    return [
        {
            "statement": text,
            "calls": len(calls[text]),
            "total_ms": sum(calls[text]) / 1000,
            "slowest_ms": max(calls[text]) / 1000,
        }
        for text in order
    ]
