"""Right: a scanner by hand that looks at one character at a time."""

import json
import re
from decimal import Decimal

LOGGED = re.compile(r"duration: ([0-9.]+) ms  (?:statement|execute [^\s]+): ")
SPACE = " \t\n\r\f\v"
DIGITS = "0123456789"


class Scanner:
    def __init__(self, text):
        self.text = text
        self.at = 0
        self.out = []
        self.gap = False

    def shape(self):
        while self.at < len(self.text):
            if not self.skip_space():
                self.put(self.token())
        return "".join(self.out)

    def put(self, part):
        if self.gap and self.out:
            self.out.append(" ")
        self.gap = False
        self.out.append(part)

    def skip_space(self):
        text, at = self.text, self.at
        if text[at] in SPACE:
            self.at += 1
        elif text.startswith("--", at):
            while self.at < len(text) and text[self.at] not in "\r\n":
                self.at += 1
        elif text.startswith("/*", at):
            self.skip_comment()
        else:
            return False
        self.gap = True
        return True

    def skip_comment(self):
        depth = 0
        while self.at < len(self.text):
            if self.text.startswith("/*", self.at):
                depth += 1
                self.at += 2
            elif self.text.startswith("*/", self.at):
                depth -= 1
                self.at += 2
                if depth == 0:
                    return
            else:
                self.at += 1

    def token(self):
        text, at = self.text, self.at
        char = text[at]
        after = text[at + 1 : at + 2]
        if char == "'":
            return self.string(at + 1)
        if char in "eE" and after == "'":
            return self.string(at + 2, escapes=True)
        if char in "bBxXnN" and after == "'":
            return self.string(at + 2)
        if char in "uU" and text[at + 1 : at + 3] == "&'":
            return self.string(at + 3)
        if char == '"':
            self.quoted(at + 1, '"')
            return text[at : self.at]
        if char == "$":
            return self.dollar()
        if char in DIGITS or (char == "." and after and after in DIGITS):
            return self.number()
        if starts_name(char):
            while self.at < len(text) and goes_on(text[self.at]):
                self.at += 1
            return text[at : self.at]
        self.at += 1
        return char

    def string(self, at, escapes=False):
        self.quoted(at, "'", escapes)
        return "?"

    def quoted(self, at, quote, escapes=False):
        """Go behind the closing quote; a doubled one does not close."""
        text = self.text
        while at < len(text):
            if escapes and text[at] == "\\":
                at += 2
            elif text[at] != quote:
                at += 1
            elif text.startswith(quote, at + 1):
                at += 2
            else:
                self.at = at + 1
                return
        self.at = len(text)

    def dollar(self):
        text = self.text
        end = self.at + 1
        if text[end : end + 1] and text[end] in DIGITS:
            while end < len(text) and text[end] in DIGITS:
                end += 1
            self.at = end
            return "?"
        if end < len(text) and starts_name(text[end]):
            while end < len(text) and text[end] != "$" and goes_on(text[end]):
                end += 1
        if text[end : end + 1] != "$":
            self.at += 1
            return "$"
        tag = text[self.at : end + 1]
        close = text.find(tag, end + 1)
        self.at = len(text) if close < 0 else close + len(tag)
        return "?"

    def number(self):
        text = self.text
        if text[self.at] == "0" and text[self.at + 1 : self.at + 2].lower() in ("x", "o", "b"):
            self.at += 2
            self.run("0123456789abcdefABCDEF_")
            return "?"
        self.run(DIGITS + "_")
        if text.startswith(".", self.at) and not text.startswith("..", self.at):
            self.at += 1
            self.run(DIGITS + "_")
        if text[self.at : self.at + 1].lower() == "e":
            start = self.at
            self.at += 1
            if text[self.at : self.at + 1] in ("+", "-"):
                self.at += 1
            digits = self.at
            self.run(DIGITS + "_")
            if self.at == digits:
                self.at = start
        return "?"

    def run(self, chars):
        while self.at < len(self.text) and self.text[self.at] in chars:
            self.at += 1


def starts_name(char):
    return char == "_" or char >= "\x80" or char.isalpha()


def goes_on(char):
    return starts_name(char) or char in DIGITS or char == "$"


def slowest(lines, database):
    calls = {}
    failed = None
    for line in lines:
        if failed:
            raise failed
        try:
            entry = json.loads(line)
        except ValueError as error:
            failed = error
            continue
        message = entry.get("message") or ""
        logged = LOGGED.match(message)
        if logged is None or entry.get("dbname") != database:
            continue
        statement = Scanner(message[logged.end() :]).shape()
        ms = Decimal(logged[1])
        number, total, most = calls.get(statement, (0, Decimal(0), Decimal(0)))
        calls[statement] = number + 1, total + ms, max(most, ms)
    return [
        {
            "statement": statement,
            "calls": number,
            "total_ms": float(total),
            "slowest_ms": float(most),
        }
        for statement, (number, total, most) in sorted(
            calls.items(), key=lambda call: (-call[1][1], call[0])
        )
    ]
