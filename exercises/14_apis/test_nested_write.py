"""What checks nested_write.py."""

import json
from copy import deepcopy
from functools import partial, reduce
from itertools import cycle, islice
from operator import getitem

from django.db import connection
from django.utils import timezone

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag
from arena.worlds import TEXTS, TITLES
from kata.checks import (
    blocked_by,
    expect,
    fail,
    fails_at,
    just_before,
    ledger,
    measure,
    moves_data,
    respond,
    rows,
    same,
    send,
)

ADDRESS, QUERIES, MANY, MOST = "/api/threads/", 10, 160, 1_100
TABLES = (Post, Tag, Post.tags.through, Comment)
NOBODY = "Nobody has this name"


def test_answer(answer, world):
    """The post, its tags and its comments are stored.

    Tries: stored, order, tags.
    """
    world.people(30)
    world.posts(12, comments=(0, 2), likes=(0, 0), tags=(1, 3))
    for tags, comments in ((3, 4), (0, 0), (1, 1), (10, 20)):
        stored(answer, thread(tags, comments), f"with {tags} tags and {comments} comments")
    world.shake()
    stored(answer, thread(10, 20), "after the data had changed")
    swap_names()
    stored(answer, thread(3, 4), "after two people have swapped their names")
    names = [name for name in Tag.objects.values_list("name", flat=True) if name == name.strip()]
    twice = {**thread(0, 2), "tags": [*names[:5], " again ", "again", *names[2:6], "Again"]}
    stored(answer, twice, "with tags that are named twice")
    again = thread(2, 3)
    stored(answer, {**again, "comments": 4 * again["comments"][:1]}, "with equal comments")


def test_errors(answer, world):
    """Each wrong field is named, and nothing is stored.

    Tries: errors, nothing.
    """
    world.people(12)
    for what, (changes, right) in WRONG.items():
        before = state()
        response = post(answer, changed(thread(3, 4), changes))
        status = response.status_code
        expect(status == 400, f"{what.capitalize()}: status {status}.", "status 400.")
        got = errors(json.loads(b"".join(response)), right)
        same(got, right, call="The errors", given=f"when {what}")
        expect(state() == before, f"Rows are stored, and {what}.", "nothing.")
    stored(answer, thread(3, 4), "after requests with errors")


def test_nothing(answer, world):
    """After an error of the database nothing is stored.

    Tries: nothing.
    """
    world.people(12)
    world.posts(3, tags=(1, 2))
    for number in range(60):
        before = state()
        if not fails_at(number, lambda: post(answer, thread(3, 3))):
            break
        says = f"Statement {number + 1} fails, and rows of the request are stored."
        expect(state() == before, says, "nothing: not the tags either.")


def test_together(answer, world):
    """Another client may add the same tag at any moment.

    Tries: tags.
    """
    world.people(12)
    for number in range(1, 60):
        data = {**thread(2, 2), "tags": [f"new {number}", f"newer {number}", f"also {number}"]}
        # Once more before each later statement: the answer may have rolled it back.
        add = f"INSERT INTO discuss_tag (name) VALUES ('newer {number}') ON CONFLICT DO NOTHING"
        with just_before(
            number, partial(send, [add]), counts=moves_data, from_then_on=True
        ) as sent:
            stored(answer, data, f"when another client adds a tag before statement {number}")
        if len(sent) < number:
            break
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        for ending in ("commits", "rolls back"):
            two_together(answer, ending)


def test_queries(answer, world):
    """The same number of statements, however many tags and comments.

    Tries: queries, order.
    """
    world.people(3 * MANY)
    least = None
    sizes = [(10, 20), (40, 40), (MANY, MANY)]
    if connection.vendor == "postgresql":  # SQLite takes fewer parameters: Django splits the INSERT
        sizes.append((10, MOST))
    for tags, comments in sizes:
        data, given = thread(tags, comments), f"{tags} tags and {comments} comments"
        work = measure(lambda data=data: post(answer, data).status_code)
        ledger.spent(queries=work.queries)
        least = least or work.queries + 1  # one more is no growth
        if work.queries > min(QUERIES, least):
            says = f"{work.queries} queries for {given}."
            allowed = f"at most {QUERIES}, however many tags and comments."
            raise fail(says, allowed, work.meter.lines())
        stored(answer, thread(tags, comments), f"with {given}")
        nobody = {(number, "author"): f"{NOBODY} {number}" for number in range(comments)}
        data = changed(data, nobody)
        work = measure(lambda data=data: post(answer, data).status_code)
        if work.queries > QUERIES:
            says = f"{work.queries} queries for {given} by unknown authors."
            raise fail(says, f"at most {QUERIES}, however many there are.", work.meter.lines())


# What the checks above are made of.


# What is wrong in a request: where it is and what is put there (None: removed), and what is named.
AUTHOR, BODY = {"author"}, {"body"}
WRONG = {
    "a comment has no text": ({(1, "body"): ""}, {"comments": {1: BODY}}),
    "a comment's author is unknown": ({(2, "author"): NOBODY}, {"comments": {2: AUTHOR}}),
    "the first comment's author is unknown": ({(0, "author"): NOBODY}, {"comments": {0: AUTHOR}}),
    "several comments are wrong": (
        {(0, "body"): "", (1, "author"): NOBODY, (3, "author"): None, (3, "body"): " "},
        {"comments": {0: BODY, 1: AUTHOR, 3: AUTHOR | BODY}},
    ),
    "two authors are unknown": (
        {(0, "author"): NOBODY, (3, "author"): NOBODY},
        {"comments": {0: AUTHOR, 3: AUTHOR}},
    ),
    "an author's name is in other letters": (
        {(2, "author"): str.swapcase},
        {"comments": {2: AUTHOR}},
    ),
    "an author is a number": ({(2, "author"): 17}, {"comments": {2: AUTHOR}}),
    "an author is a list": ({(2, "author"): [NOBODY]}, {"comments": {2: AUTHOR}}),
    "the post's author is an object": ({("author",): {"username": NOBODY}}, {"author": set()}),
    "a comment is a text": ({(1,): "Hm."}, {"comments": {1: set()}}),
    "the title is missing and a comment is wrong": (
        {("title",): None, (3, "body"): ""},
        {"title": set(), "comments": {3: BODY}},
    ),
    "all authors are unknown": (
        {("author",): NOBODY, **{(number, "author"): NOBODY for number in range(4)}},
        {"author": set(), "comments": dict.fromkeys(range(4), AUTHOR)},
    ),
    "a tag is too long": ({("tags",): ["new", "x" * 41]}, {"tags": set()}),
    "the comments are no list": ({("comments",): "Hm."}, {"comments": set()}),
}


def thread(tags, comments):
    """Return a request: half of its tags exist, if there are so many, and no author is lost."""
    names = User.objects.order_by("pk").values_list("username", flat=True)
    authors = cycle([name for name in names if name == name.strip()])  # a CharField strips others
    texts = cycle([text.strip() for text in TEXTS if text.strip()])
    known = [name.strip() for name in Tag.objects.values_list("name", flat=True)[: tags // 2]]
    new = [f"{'aB'[place % 2]} %s 'new' {Tag.objects.count()} {place}" for place in range(tags)]
    return {
        **{"title": TITLES[(tags + comments) % len(TITLES)], "body": next(texts)},
        **{"author": next(authors), "tags": [*new, *known][-tags:] if tags else []},
        "comments": [
            {"author": author, "body": body}
            for author, body in islice(zip(authors, texts, strict=False), comments)
        ][::-1],
    }


def swap_names():
    """Give the first two authors each other's name."""
    one, other = [person for person in rows(User) if person.username == person.username.strip()][:2]
    for person, name in ((one, "?"), (other, one.username), (one, other.username)):
        User.objects.filter(pk=person.id).update(username=name)


def changed(data, changes):
    """Return a request with other values; None takes one out."""
    data = deepcopy(data)
    for place, value in changes.items():
        *parents, key = ["comments", *place] if isinstance(place[0], int) else place
        inner = reduce(getitem, parents, data)
        if value is None:
            del inner[key]
        else:
            inner[key] = value(inner[key]) if callable(value) else value
    return data


def post(answer, data):
    """Send a request and return the response."""
    return respond(answer.PostThread.as_view(), ADDRESS, post=data)


def errors(got, right):
    """Return which fields the errors name: of the comments those at each position."""
    says = f"The errors are {got!r:.60}."
    expect(isinstance(got, dict), says, "an object with the names of fields.")
    named = {key: set() for key, value in got.items() if value}
    if isinstance(right.get("comments"), dict) and "comments" in named:
        comments = got["comments"]
        if isinstance(comments, list):
            comments = dict(enumerate(comments))
        by_position = all(str(key).isdecimal() for key in comments)
        by_position &= all(type(value) in (dict, list) for value in comments.values())
        expect(by_position, says, 'comments by position, such as {"1": {"body": [...]}}.')
        # Where a whole comment is wrong, the name of its error does not matter.
        named["comments"] = {
            int(key): set(value) if right["comments"].get(int(key)) else set()
            for key, value in comments.items()
            if value
        }
    return named


def state():
    """Return all rows that a request could change."""
    return [rows(table) for table in TABLES]


def created(response, given):
    """Return the key in a response; fail unless its status is 201."""
    status = response.status_code
    expect(status == 201, f"The status is {status} {given}.", "status 201.")
    got = json.loads(b"".join(response))
    key = got.get("id") if isinstance(got, dict) else None
    expect(type(key) is int, f"The response is {got!r:.60} {given}.", '{"id": ...}.')
    return key


def stored(answer, data, given):
    """Send a request, and fail unless it is stored and nothing else is changed."""
    before, start = state(), timezone.now()
    tags = {tag.name: tag.id for tag in before[1]}
    response, end = post(answer, data), timezone.now()
    key = created(response, given)
    people = {person.id: person.username for person in rows(User)}
    new = [sorted({*now} - {*then}) for then, now in zip(before, state(), strict=True)]
    same(
        [[row.id, people[row.author_id], row.title, row.body] for row in new[0]],
        [[key, data["author"], data["title"], data["body"]]],
        call="The post",
        given=given,
    )
    [row] = new[0]
    comments = sorted(new[3], key=lambda row: (row.created_at, row.id))
    same(
        [[row.post_id, people[row.author_id], row.body, row.is_approved] for row in comments],
        [[key, row["author"], row["body"], True] for row in data["comments"]],
        call="The comments",
        given=given,
    )
    for at in (row.published_at, *(each.created_at for each in comments)):
        says = f"published_at or created_at is {at} {given}, and the request came at {start}."
        expect(at is not None and start <= at <= end, says, "the time of the request.")
    names = {tag.id: tag.name for tag in rows(Tag)}
    right = sorted({name.strip() for name in data["tags"]})
    same(sorted(names[row.tag_id] for row in new[2]), right, call="The post's tags", given=given)
    made = sorted(tag.name for tag in new[1])
    same(made, sorted({*right} - {*tags}), call="The new tags", given=given)


def two_together(answer, ending):
    """Store two threads with the same tags while a third client holds the one in the middle."""
    names = [f"{ending} {letter}" for letter in "abc"]
    requests = [{**thread(2, 2), "tags": tags} for tags in (names, names[::-1])]
    outcomes = blocked_by(
        lambda: Tag.objects.create(pk=8_000_000_000 + len(ending), name=names[1]),
        *(partial(post, answer, request) for request in requests),
        commits=ending == "commits",
    )
    for request, outcome in zip(requests, outcomes, strict=True):
        given = f"when a client with {request['tags']} waits for one that {ending}"
        error = f"{type(outcome.error).__name__}: {outcome.error!s:.60}"
        expect(not outcome.error, f"A request ends with {error!r}, {given}.")
        key = created(outcome.result, given)
        tags = Tag.objects.filter(posts__pk=key).values_list("name", flat=True)
        same(sorted(tags), names, call="The post's tags", given=given)
