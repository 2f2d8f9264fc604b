r"""Right: a reader that goes through the text character by character."""

import json
import re
from collections import defaultdict
from itertools import chain, pairwise

HEAD = re.compile(r"duration: ([0-9.]+) ms  (?:statement|execute (?!fetch from )[^:]+): ")
SPACE = set(" \t\n\r\f\v")
DIGITS = set("0123456789")
LETTERS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
NUMBER = re.compile(
    r"0[xX][0-9A-Fa-f_]+|0[oO][0-7_]+|0[bB][01_]+"
    r"|(?:[0-9][0-9_]*(?:\.(?!\.)(?:[0-9][0-9_]*)?)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9][0-9_]*)?"
)


def starts_name(character):
    return character in LETTERS or character >= "\x80"


class Reader:
    def __init__(self, sql):
        self.sql = sql
        self.at = 0
        self.out = []

    def peek(self, ahead=0):
        return self.sql[self.at + ahead : self.at + ahead + 1]

    def skip_gap(self):
        """Skip white space and comments; say whether there were any, and a new line."""
        start = self.at
        while self.at < len(self.sql):
            if self.peek() in SPACE:
                self.at += 1
            elif self.sql.startswith("--", self.at):
                while self.at < len(self.sql) and self.peek() not in "\r\n":
                    self.at += 1
            elif self.sql.startswith("/*", self.at):
                self.skip_comment()
            else:
                break
        return self.at > start

    def skip_comment(self):
        depth = 0
        while self.at < len(self.sql):
            two = self.sql[self.at : self.at + 2]
            if two == "/*":
                depth += 1
                self.at += 2
            elif two == "*/":
                depth -= 1
                self.at += 2
                if depth == 0:
                    return
            else:
                self.at += 1

    def skip_string(self, escapes):
        """Skip a string from its first quote on, with the parts in later lines."""
        while True:
            self.at += 1
            while self.at < len(self.sql):
                if escapes and self.peek() == "\\":
                    self.at += 2
                elif self.peek() == "'":
                    if self.peek(1) != "'":
                        break
                    self.at += 2
                else:
                    self.at += 1
            self.at += 1
            end = self.at
            gap = ""
            while not self.sql.startswith("/*", self.at) and self.skip_one():
                gap = self.sql[end : self.at]
            if self.peek() != "'" or not ("\n" in gap or "\r" in gap):
                self.at = end
                return

    def skip_one(self):
        if self.at < len(self.sql) and self.peek() in SPACE:
            self.at += 1
            return True
        if self.sql.startswith("--", self.at):
            while self.at < len(self.sql) and self.peek() not in "\r\n":
                self.at += 1
            return True
        return False

    def shape(self):
        while self.at < len(self.sql):
            if self.skip_gap():
                self.out.append(" ")
                continue
            one, two = self.peek(), self.peek(1)
            if one == "'":
                self.value(lambda: self.skip_string(False))
            elif one in "eE" and two == "'":
                self.at += 1
                self.value(lambda: self.skip_string(True))
            elif one in "bBnNxX" and two == "'":
                self.at += 1
                self.value(lambda: self.skip_string(False))
            elif one in "uU" and two == "&" and self.peek(2) == "'":
                self.at += 2
                self.value(lambda: self.skip_string(False))
            elif one == '"':
                self.quoted_name()
            elif starts_name(one):
                self.name()
            elif one == "$":
                self.dollar()
            elif number := NUMBER.match(self.sql, self.at):
                self.at = number.end()
                self.out.append("?")
            else:
                self.out.append(one)
                self.at += 1
        return "".join(self.out).strip(" ")

    def value(self, skip):
        skip()
        self.out.append("?")

    def quoted_name(self):
        start = self.at
        self.at += 1
        while self.at < len(self.sql):
            if self.peek() == '"':
                if self.peek(1) != '"':
                    break
                self.at += 1
            self.at += 1
        self.at += 1
        self.out.append(self.sql[start : self.at])

    def name(self):
        start = self.at
        while self.at < len(self.sql) and (
            starts_name(self.peek()) or self.peek() in DIGITS or self.peek() == "$"
        ):
            self.at += 1
        self.out.append(self.sql[start : self.at])

    def dollar(self):
        end = self.at + 1
        while end < len(self.sql) and self.sql[end] in DIGITS:
            end += 1
        if end > self.at + 1:
            self.at = end
            self.out.append("?")
            return
        while end < len(self.sql) and (starts_name(self.sql[end]) or self.sql[end] in DIGITS):
            end += 1
        if self.sql[end : end + 1] != "$":
            self.out.append("$")
            self.at += 1
            return
        mark = self.sql[self.at : end + 1]
        close = self.sql.find(mark, end + 1)
        self.at = len(self.sql) if close < 0 else close + len(mark)
        self.out.append("?")


def slowest(lines, database):
    times = defaultdict(list)
    for line, following in pairwise(chain(lines, [None])):
        try:
            entry = json.loads(line)
        except ValueError:
            if following is None:
                break
            raise
        head = HEAD.match((entry.get("message") or ""))
        if head and entry.get("dbname") == database:
            sql = entry["message"][head.end() :]
            times[Reader(sql).shape()].append(float(head[1]))
    result = [
        {
            "statement": statement,
            "calls": len(spent),
            "total_ms": round(sum(spent), 3),
            "slowest_ms": max(spent),
        }
        for statement, spent in times.items()
    ]
    result.sort(key=lambda call: call["statement"])
    result.sort(key=lambda call: call["total_ms"], reverse=True)
    return result
