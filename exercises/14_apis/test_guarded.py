"""What checks guarded.py: lists that a test must accept, and lists on which it must fail."""

import re
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product
from textwrap import wrap
from unittest.mock import patch

import pytest
from django.db import connections, transaction
from django.http import HttpResponse, StreamingHttpResponse

from kata.checks import CheckFailed, expect, fail, plural

PAGE, SHOWN, LOG = 10, 3, 1_000
FIELDS = ("", "author", "comments", "author,comments")
REQUESTS = list(product((1, 2), FIELDS, (False, True)))
POST = "SELECT id, title FROM discuss_post ORDER BY published_at DESC, id DESC LIMIT 10"
AUTHOR = "SELECT username FROM accounts_user WHERE id = {}"
SAME = "SELECT name FROM discuss_tag ORDER BY name LIMIT 1"
UPDATE = "UPDATE discuss_post SET kept_likes = kept_likes WHERE id = {}"
OTHER = {"default": "replica", "replica": "default"}
WITH = "/* list.py */ WITH own AS (SELECT id FROM discuss_post) SELECT count(*) FROM own"


@dataclass(frozen=True)
class Listed:
    """A list of the API: how many queries it sends, and for what.

    Attributes:
        does: in words.
        each: what brings one more query: a post or a comment that is shown, or a page there is.
        portion: for so many of them at a time.
        when: for which page, fields and visitor.
        fixed: queries that every request sends which shows a post.
        first: how many more when it has not been asked for before.
        not_full: how many more while the page is not full.
        elsewhere: how many a request sends on the other connection, whatever it shows.
        swaps: the two connections change places when there are more posts than a page shows.
    """

    does: str
    each: str = ""
    portion: int = 1
    when: Callable[[int, str, bool], bool] = lambda page, fields, signed_in: True
    fixed: int = 1
    first: int = 0
    not_full: int = 0
    using: str = "default"
    elsewhere: int = 0
    swaps: bool = False
    sql: str = AUTHOR
    streamed: bool = False
    savepoint: bool = False


def top(page, fields, signed_in):
    return page == 1


def second(page, fields, signed_in):
    return page > 1


def known(page, fields, signed_in):
    return signed_in


def guest(page, fields, signed_in):
    return not signed_in


def no_field(page, fields, signed_in):
    return not fields


def author(page, fields, signed_in):
    return fields == "author"


def replies(page, fields, signed_in):
    return "comments" in fields


def both(page, fields, signed_in):
    return fields == "author,comments"


def rare(page, fields, signed_in):
    return page > 1 and signed_in and fields == "comments"


GOOD = (
    Listed("joins each post with its author"),
    Listed("sends 12 queries, whatever it shows", fixed=11),
    Listed("looks up two content types when a request comes first", first=2),
    Listed("reads from the replica", using="replica"),
    Listed("sends 40 queries to the replica, and two to the primary", elsewhere=40),
    Listed("moves two queries to the replica for many posts", fixed=3, elsewhere=2, swaps=True),
    Listed("streams its posts", streamed=True, fixed=2),
    Listed("sends its queries in a savepoint of a transaction", savepoint=True),
    Listed("looks for suggestions while a page is not full", not_full=1),
)
BAD = (
    Listed("asks for the author of each post", "post"),
    Listed("asks for the author of each comment", "comment"),
    Listed("asks for the author of each post, on the first page only", "post", when=top),
    Listed("asks for the author of each post, on every page but the first", "post", when=second),
    Listed("asks for the rights on each post, of visitors who are signed in", "post", when=known),
    Listed("asks whether each post is public, if nobody is signed in", "post", when=guest),
    Listed("counts the likes of each post, if no field is asked for", "post", when=no_field),
    Listed("asks for the author of each post, if no other field is asked for", "post", 1, author),
    Listed("asks for the author of each comment, if comments are asked for", "comment", 1, replies),
    Listed("asks for the author of each comment, if both fields are asked for", "comment", 1, both),
    Listed("asks 20 times, and for each comment on page 2", "comment", when=rare, fixed=19),
    Listed("streams its posts, and asks for the author of each", "post", streamed=True),
    Listed("asks the replica for the author of each post", "post", using="replica"),
    Listed("streams, and asks the replica for each author", "post", using="replica", streamed=True),
    Listed("asks for each post's author, and the replica 40 times", "post", elsewhere=40),
    Listed("fetches the authors of five posts at a time", "post", 5),
    Listed("stores rights, and fetches nine at a time, if signed in", "post", 9, known, first=1),
    Listed("counts the posts of each page, for the links to the pages", "page"),
    Listed("sends the same query again for each post", "post", sql=SAME),
    Listed("counts a visit of each post with an UPDATE", "post", sql=UPDATE),
    Listed("sends a query for each post that begins with a comment and WITH", "post", sql=WITH),
    Listed("sends 12 queries, and one more for each post", "post", fixed=11),
)


class Trial:
    """One run of the learner's test: a site, the requests that were sent, and how it ended."""

    def __init__(self, shown):
        self.shown, self.comments, self.seen = shown, [], set()
        self.sent = []  # the request, the number of posts and of comments, and of queries
        self.error = None

    def posts(self, n):
        self.comments += [1] * n

    def add_comments(self, n):
        self.comments = [number + n for number in self.comments]

    def get(self, page=1, fields="", signed_in=False):
        """Return the response for a request."""
        names = {*fields.split(",")} - {""} if isinstance(fields, str) else {""}
        request = page, ",".join(sorted(names)), bool(signed_in)
        if request[1] not in FIELDS or not isinstance(page, int) or page < 1:
            raise fail(
                f"get() was called with page={page!r} and fields={fields!r}.",
                f"a page from 1, and one of {', '.join(map(repr, FIELDS))}.",
            )
        there = [request, len(self.comments), sum(self.comments), 0]
        self.sent.append(there)
        rows = self.comments[PAGE * (page - 1) : PAGE * page]
        sides = self.shown.using, OTHER[self.shown.using]
        if self.shown.swaps and len(self.comments) > PAGE:
            sides = sides[::-1]
        with ExitStack() as stack:
            if self.shown.savepoint:
                stack.enter_context(transaction.atomic())
                stack.enter_context(transaction.atomic())
            self.ask(there, 1 + self.fixed(request, rows), POST, sides[0])
            self.ask(there, self.shown.elsewhere, POST, sides[1])
        body = self.rows(there, request, rows)
        return StreamingHttpResponse(body) if self.shown.streamed else HttpResponse(list(body))

    def fixed(self, request, rows):
        """Return how many queries a request sends, however many posts and comments it shows."""
        shown, first = self.shown, request not in self.seen
        self.seen.add(request)
        more = shown.first * first + shown.not_full * (len(rows) < PAGE)
        return shown.fixed + more if rows else 0

    def rows(self, there, request, rows):
        """Send what a list sends for each of its rows, and yield them as JSON."""
        shown, pages = self.shown, -(-len(self.comments) // PAGE)
        number = {"": 0, "post": len(rows), "comment": sum(rows), "page": pages}[shown.each]
        yield b"["
        for nth in range(-(-number // shown.portion) if shown.when(*request) else 0):
            self.ask(there, 1, shown.sql.format(nth))
        yield b",".join(b'{"comments": %d}' % number for number in rows) + b"]"

    def ask(self, there, number, sql, using=""):
        with connections[using or self.shown.using].cursor() as cursor:
            for _ in range(number):
                cursor.execute(sql)
        there[-1] += number


@pytest.fixture
def replica():
    """A second connection to the same database."""
    connections.databases["replica"] = dict(connections["default"].settings_dict)
    yield
    connections["replica"].close()
    del connections["replica"], connections.databases["replica"]


def test_answer(answer, replica):
    """Accepts every good list

    Tries: constant, first, empty, streamed, replica.
    """
    for listed in GOOD:
        trial = run(answer, listed)
        expect(trial.sent, "check_flat() sends no request.")
        if trial.error:
            raise fail(
                f"check_flat() rejects a good list. It {listed.does}.",
                "to reject only lists whose number of queries grows with the posts or comments.",
                details=[*indented("It says  ", said(trial)), *indented("It saw   ", seen(trial))],
            )


def test_catches(answer, replica):
    """Rejects every list whose number of queries grows

    Tries: growing, first, streamed, replica.
    """
    accepted = []
    for number, listed in enumerate(BAD):
        if number % 10 == 0:  # the answer must not remember the list before
            run(answer, GOOD[0])
        if not run(answer, listed).error:
            accepted.append(listed)
    if accepted:
        raise fail(
            f"check_flat() accepts {len(accepted)} of {len(BAD)} bad lists.",
            "to accept only lists whose number of queries does not grow.",
            details=[line for listed in accepted[:SHOWN] for line in told(listed)],
        )


def test_message(answer, replica):
    """The error names the number of queries at both sizes

    Tries: message.
    """
    for listed in BAD[::3]:
        trial = run(answer, listed)
        numbers = {int(digits) for digits in re.findall(r"\d+", str(trial.error))}
        grown = [(few, many) for _, few, many in growths(trial.sent)]
        if trial.error and not any(numbers.issuperset(pair) for pair in grown):
            pairs = sorted(set(grown))[:SHOWN]
            raise fail(
                f"The message of the error lacks a number of queries. The list {listed.does}.",
                "any message with the number of queries at both sizes.",
                details=[
                    *indented("It says  ", said(trial)),
                    *indented("It saw   ", [f"{few} queries, then {many}" for few, many in pairs]),
                ],
            )


def run(answer, listed):
    """Run the learner's test on one list of an empty site, and return what happened."""
    trial = Trial(listed)
    try:
        with ExitStack() as stack:
            # Django's log takes 9,000 queries, which a longer list than these sends in one run.
            for connection in connections.all():
                stack.enter_context(patch.object(connection, "queries_log", deque(maxlen=LOG)))
            answer.check_flat(trial.get, trial.posts, trial.add_comments)
    except CheckFailed:
        raise
    except (AssertionError, pytest.fail.Exception) as error:
        trial.error = error
    except pytest.skip.Exception:
        pass
    return trial


def growths(sent):
    """Yield pairs of the same request of which the later, at a larger size, sent more queries."""
    for nth, (request, *size, few) in enumerate(sent):
        for other, *larger, many in sent[nth + 1 :]:
            if other == request and larger > size and many > few:
                yield (request, few, many)


def told(listed):
    """Return in words what a bad list does, with a request and two sizes that show it."""
    trial = Trial(listed)
    for posts, more in ((3, 0), (10, 0), (7, 0), (0, 3)):
        trial.posts(posts)
        trial.add_comments(more)
        for request in 2 * REQUESTS:  # the second time counts
            b"".join(trial.get(*request))
    later = trial.sent[len(REQUESTS) :]
    pairs = [pair for pair in growths(later) if pair[1] > 1]  # one: an empty page
    (page, fields, known), few, many = pairs[0]
    yield from wrap(f"It {listed.does}.", 76)
    yield f"    {few} queries, then {many}: get({page}, {fields!r}, signed_in={known})"


def seen(trial):
    """Return the first requests that the learner's test sent, in words."""
    return [
        f"page {page}, {fields or 'no fields'}: {plural(queries, 'query', 'queries')} "
        f"for {plural(posts, 'post')} with {plural(comments, 'comment')}"
        for (page, fields, _), posts, comments, queries in trial.sent[:SHOWN]
    ]


def said(trial):
    """Return the lines of an error's message, or its kind when it has none."""
    return wrap(str(trial.error), 66)[:SHOWN] or [type(trial.error).__name__]


def indented(before, lines):
    """Return lines with some words before the first, and space before the others."""
    return [f"{' ' * len(before) if nth else before}{line}" for nth, line in enumerate(lines)]
