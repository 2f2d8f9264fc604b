"""What checks pages_of_an_api.py."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from itertools import cycle
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.db import connection
from django.db.models import Index

from arena.discuss.models import Post
from arena.worlds import PUBLISHING, TINY, store, tie
from kata.checks import (
    again,
    at_most_queries,
    effort,
    expect,
    fail,
    get_json,
    ledger,
    plural,
    respond,
    same,
    set_clocks,
)

HERE, SIZE, MOST = "http://testserver/api/posts/", 20, 100
TIMES, QUERIES = 10, 2  # what the task allows
DEPTH = 2_000
YEAR = 365 * 86_400_000  # milliseconds
NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
LIMITS = dict.fromkeys((None, "0", "-1", "-1000000", "many", "", "\u00b2"), SIZE)
LIMITS |= dict.fromkeys(("100", "101", "1000000"), MOST)
MADE_UP = ["0", "1", "-1", "2025-06-01", "None", "null", "\u00e9", "\x00", "=", "A" * 3000] + [
    urlsafe_b64encode(text.encode()).decode()
    for text in ("p=2025-06-01+00%3A00%3A00", "p=x&o=1", "o=20", '["2025-06-01T00:00:00", 9]', "[]")
]

# What is added between two pages, as a time and a key beside those of the last post, and what is
# deleted or hidden, as places beside it.
NEWER = [(timedelta(days=900), 1), (timedelta(days=900), 2)]
TIES = [(timedelta(0), 1), (timedelta(0), -1)]
OLDER = [(-TINY, 1), (timedelta(days=-9), -1)]
CHANGES = {
    "posts are published": (NEWER, [], []),
    "posts of the same moment are added": (TIES, [], []),
    "older posts are added": (OLDER, [], []),
    "the last post is deleted": ([], [0], []),
    "the last post and its neighbours are hidden": ([], [], [-1, 0, 1]),
    "posts are added, hidden and deleted": ([*NEWER, *TIES, *OLDER], [0, 1], [-1, 2]),
}


def test_answer(answer, world):
    """Every post once, in pages of the right size.

    Tries: posts, size, next.
    """
    for number in (0, 1, SIZE, SIZE + 1, 60):
        world.clear()
        fill(world, number)
        walk(answer)
    world.shake()
    walk(answer, "7", "after the data had changed")
    tie(40, PUBLISHING[-1])  # as many as the task says may tie
    walk(answer, "7", "when 40 posts tie")
    posts = list(NEWEST.order_by("pk"))
    for place, post in enumerate(posts):  # the newest has the lowest id
        post.published_at = PUBLISHING[-1] - place * TINY
    store(posts, "published_at")
    walk(answer, "7", "when they differ by microseconds")
    fill(world, 2 * MOST)
    for limit in (*LIMITS, "1", "60"):
        walk(answer, limit, pages=2)


def test_steady(answer, world):
    """The next page begins where this one ended, whatever happens in between.

    Tries: steady.
    """
    for what, change in CHANGES.items():
        world.clear()
        fill(world, 40)
        walk(answer, "4", f"when {what} between two pages", change, pages=6)
        walk(answer, "1", f"when {what} between two pages", change, pages=6)


def test_cursor(answer, world):
    """A link stays valid, and no other cursor is answered with a page.

    Tries: cursor, next.
    """
    fill(world, 60)
    link = get(answer, HERE)["next"]
    with set_clocks() as clocks:
        clocks.set_system(YEAR)
        page, second = get(answer, link), right()[SIZE : 2 * SIZE]
        same(page["results"], [post[2] for post in second], call="page 2", given="a year later")
    for number in range(2):
        cursor = dict(parse_qsl(urlsplit(link).query)).get("cursor", "")
        expect(cursor, f"next is {link}", "an address with a `cursor`.")
        # Not the last characters: base64 has spare bits there.
        places = range(0, len(cursor) - 3, 1 + len(cursor) // 40)
        changed = [cursor[:place] + other(cursor[place]) + cursor[place + 1 :] for place in places]
        changed += [cursor[:place] + "!" + cursor[place:] for place in places]  # base64 skips it
        cut = [cursor[:-4], cursor[4:], cursor[: len(cursor) // 2], cursor + cursor]
        for what, texts in {"changed": changed, "cut": cut, "made up": MADE_UP}.items():
            for text in texts:
                if text and text != cursor:
                    refused(answer, text, what)
        if number == 0:
            link = get(answer, link)["next"]


def test_depth(answer, world):
    """A page far back is no more work than the first one.

    Tries: depth, queries.
    """
    fill(world, 60)
    every, link = right(), get(answer, HERE)["next"]
    multiply(DEPTH)
    with connection.schema_editor() as editor:
        editor.add_index(Post, Index(fields=["published_at", "id"], name="post_in_time"))
    unit = "posts" if connection.vendor == "postgresql" else "steps"
    allowed = TIMES * cost(effort(lambda: NEWEST.all()[: SIZE + 1]))
    for what, call, shown in (
        ("the first page", lambda: get(answer, HERE), right()[:SIZE]),
        (f"the page at depth {DEPTH:,}", lambda: get(answer, link), every[SIZE : 2 * SIZE]),
    ):
        page = effort(call)
        ledger.spent(**{f"{unit} for {what}": cost(page)})
        if cost(page) > allowed:
            raise fail(
                f"The database works through {cost(page):,} {unit} for {what}.",
                f"at most {allowed:,}, which is {TIMES} times what the newest 21 posts cost.",
                page.lines,
                page.details,
            )
        same(page.result["results"], [post[2] for post in shown], call=what)
        at_most_queries(call, QUERIES, f"for {what}")


# What the checks above are made of.


def cost(spent):
    """Return what the database has done: posts that it read, or steps of SQLite."""
    return spent.read if connection.vendor == "postgresql" else spent.amount


def fill(world, number):
    """Add so many published posts, and a fifth as many drafts."""
    for posts, drafts in ((number, 0), (1 + number // 5, 1)):
        nothing = dict.fromkeys(("comments", "likes", "tags"), (0, 0))
        world.posts(posts, drafts=drafts, **nothing, unrelated=False)


def multiply(number):
    """Add as many newer posts, and as many older ones; three tie each time."""
    newest, oldest = NEWEST.first(), NEWEST.last()
    day, keys = timedelta(days=1), range(newest.pk + 1_000, newest.pk + 1_000 + 2 * number)
    Post.objects.bulk_create(
        Post(
            pk=keys[place * 7919 % len(keys)],
            author_id=newest.author_id,
            title=f"Post {place}",
            published_at=(oldest.published_at - day if place % 2 else newest.published_at + day)
            + place // 6 * TINY,
        )
        for place in range(2 * number)
    )


def right():
    """Return each post that is shown, in order: its time, its key, and what is shown."""
    rows = NEWEST.values_list("published_at", "pk", "title")
    return [(at, key, {"id": key, "title": title}) for at, key, title in rows]


def get(module, link):
    """Follow a link from the first page and return what the JSON says."""
    says = f"next is {link!r:.60}."
    expect(isinstance(link, str), says, "an address.")
    parts = urlsplit(urljoin(HERE, link))
    expect(parts.path == urlsplit(HERE).path, says, f"an address that begins with {HERE}?")
    page = get_json(module.PostList.as_view(), parts.path, dict(parse_qsl(parts.query)))
    whole = isinstance(page, dict) and {"next", "results"} <= set(page)
    expect(whole, f"A page is {page!r:.60}.", 'an object with "next" and "results".')
    return page


def walk(answer, limit=None, given="", change=None, pages=1_000):
    """Follow the links, with two workers in turn, and change the posts between two pages."""
    link, last = HERE if limit is None else f"{HERE}?limit={limit}", None
    size, workers = LIMITS.get(limit) or int(limit), cycle((answer, again(answer)))
    for number in range(1, pages + 1):
        rest = [post for post in right() if last is None or post[:2] < last]
        page, call = get(next(workers), link), f"page {number} with limit {limit or 'none'}"
        same(page["results"], [post[2] for post in rest[:size]], call=call, given=given)
        link, more = page["next"], len(rest) - size
        if more <= 0:
            expect(link is None, f"{call} {given}: no post follows, and next is {link!r:.60}.")
            return
        expect(link is not None, f"{call} {given}: {plural(more, 'post')} more, and next is null.")
        last = rest[size - 1][:2]
        if change and number <= 3:
            make(*change, *last)


def make(added, gone, hidden, at, key):
    """Add posts beside the last one, delete others, and take others back."""
    of = {"author": Post.objects.get(pk=key).author, "title": "New"}
    for later, beside in added:
        new = {**of, "published_at": at + later}
        Post.objects.get_or_create(pk=key + beside, defaults=new)
    keys = [post[1] for post in right()]
    near = {place - keys.index(key): post for place, post in enumerate(keys)}
    Post.objects.filter(pk__in=[near.get(at) for at in hidden]).update(published_at=None)
    Post.objects.filter(pk__in=[near.get(at) for at in gone]).delete()


def other(mark):
    """Return another character of the same kind."""
    if mark.isdigit():
        return str((int(mark) + 1) % 10)
    return "b" if mark in "aA" else "a"


def refused(answer, cursor, what):
    """Fail unless a cursor is answered with status 400 or 404."""
    call, allowed = f"GET ?cursor={cursor[:40]!a}, which is {what},", "status 400 or 404."
    try:
        status = respond(answer.PostList.as_view(), "/api/posts/", {"cursor": cursor}).status_code
    except Exception as error:
        says = f"{call} raises {type(error).__name__}: {error!s:.80}"
        raise fail(says, allowed) from error
    expect(status in (400, 404), f"{call} is answered with status {status}.", allowed)
