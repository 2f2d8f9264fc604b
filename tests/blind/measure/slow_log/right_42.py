"""A scanner walks through each statement once, by the first character of each token, and times are added as decimals."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal

MESSAGE = re.compile(r"duration: ([0-9.]+) ms  (statement|execute ([^\n]*?)): ", re.ASCII)
SPACE = frozenset(" \t\n\r\f\v")
DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
NUMBER = re.compile(
    r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
    r"|(?:[0-9][0-9_]*(?:\.(?!\.)[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?"
)

# A string goes on behind a line break.
CONTINUED = re.compile(
    r"(?:[ \t\f\v]*(?:--[^\n\r]*)?[\n\r])+[ \t\f\v]*'"
)


@dataclass
class Calls:
    """What the calls of one shape took."""

    number: int = 0
    total: Decimal = Decimal(0)
    slowest: Decimal = Decimal(0)

    def add(self, ms):
        self.number += 1
        self.total += ms
        self.slowest = max(self.slowest, ms)


class Scanner:
    """Writes a statement again, without values and comments."""

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.written = []

    def shape(self):
        while self.at < len(self.text):
            begin = self.at
            if self.skip_space():
                self.write_space()
            elif self.skip_string() or self.skip_number():
                self.written.append("?")
            else:
                if not (self.skip_quoted_name() or self.skip_name()):
                    self.at += 2 if self.text.startswith("..", self.at) else 1
                self.written.append(self.text[begin : self.at])
        if self.written and self.written[-1] == " ":
            self.written.pop()
        return "".join(self.written)

    def write_space(self):
        if self.written and self.written[-1] != " ":
            self.written.append(" ")

    def peek(self, offset=0):
        return self.text[self.at + offset : self.at + offset + 1]

    def skip_space(self):
        if self.peek() in SPACE:
            self.at += 1
        elif self.text.startswith("--", self.at):
            while self.peek() and self.peek() not in "\n\r":
                self.at += 1
        elif self.text.startswith("/*", self.at):
            self.skip_comment()
        else:
            return False
        return True

    def skip_comment(self):
        depth = 0
        while self.at < len(self.text):
            two = self.text[self.at : self.at + 2]
            if two == "/*":
                depth += 1
                self.at += 2
            elif two == "*/":
                depth -= 1
                self.at += 2
                if not depth:
                    return
            else:
                self.at += 1

    def skip_string(self):
        first = self.peek()
        if first == "$":
            return self.skip_dollars()
        if first and first in "uU" and self.peek(1) == "&" and self.peek(2) == "'":
            self.at += 2
        elif first and first in "eEbBxXnN" and self.peek(1) == "'":
            self.at += 1
        elif first != "'":
            return False
        self.skip_quoted("'", escapes=first in "eE")
        while match := CONTINUED.match(self.text, self.at):
            self.at = match.end() - 1
            self.skip_quoted("'", escapes=first in "eE")
        return True

    def skip_quoted(self, quote, escapes=False):
        self.at += 1
        while self.at < len(self.text):
            if escapes and self.peek() == "\\":
                self.at += 2
            elif self.peek() != quote:
                self.at += 1
            elif self.peek(1) == quote:
                self.at += 2
            else:
                self.at += 1
                return
        self.at = len(self.text)

    def skip_dollars(self):
        end = self.at + 1
        if self.text[end : end + 1] in DIGITS:
            while self.text[end : end + 1] in DIGITS:
                end += 1
            self.at = end
            return True
        while self.is_name(self.text[end : end + 1], first=end == self.at + 1):
            end += 1
        if self.text[end : end + 1] != "$":
            return False
        tag = self.text[self.at : end + 1]
        close = self.text.find(tag, end + 1)
        self.at = len(self.text) if close < 0 else close + len(tag)
        return True

    def skip_number(self):
        match = NUMBER.match(self.text, self.at)
        if match:
            self.at = match.end()
        return bool(match)

    def skip_quoted_name(self):
        first = self.peek()
        if first and first in "uU" and self.peek(1) == "&" and self.peek(2) == '"':
            self.at += 2
        elif first != '"':
            return False
        self.skip_quoted('"')
        return True

    def skip_name(self):
        if not self.is_name(self.peek(), first=True):
            return False
        while self.is_name(self.peek()) or self.peek() == "$":
            self.at += 1
        return True

    @staticmethod
    def is_name(character, first=False):
        if not character:
            return False
        return (
            character in LETTERS or character > "\x7f" or (not first and character in DIGITS)
        )


def slowest(lines, database):
    shapes = {}
    for entry in complete(lines):
        message = entry.get("message")
        if entry.get("dbname") != database or not isinstance(message, str):
            continue
        match = MESSAGE.match(message)
        if not match or (match[3] or "").startswith("fetch from "):
            continue
        shape = Scanner(message[match.end() :]).shape()
        shapes.setdefault(shape, Calls()).add(Decimal(match[1]))
    ranked = sorted(shapes.items(), key=lambda item: (-round(item[1].total, 3), item[0]))
    return [
        {
            "statement": shape,
            "calls": calls.number,
            "total_ms": float(calls.total),
            "slowest_ms": float(calls.slowest),
        }
        for shape, calls in ranked
    ]


def complete(lines):
    """Yield each line's entry; the last line need not be one."""
    waiting = False
    for line in lines:
        if waiting:
            yield json.loads(previous)
        previous, waiting = line, True
    if waiting:
        try:
            entry = json.loads(previous)
        except ValueError:
            return
        yield entry
