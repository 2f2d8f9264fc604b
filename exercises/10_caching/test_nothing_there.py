"""What checks nothing_there.py."""

from contextlib import suppress
from functools import partial
from itertools import count
from string import punctuation

from django.core.cache import cache

from arena.accounts.models import User
from arena.discuss.models import Post
from arena.worlds import store
from kata.checks import (
    again,
    at_most_queries,
    expect,
    expires,
    expires_whenever,
    fails_at,
    interleave,
    right_together,
    round_trips,
    same,
    stays_fresh,
    survives_losses,
    visits,
)

HOUR = 3600
NOBODY = 4
SHORTER = (100, 1000, 2**16, 10**6, 2**31, 2**32)  # what a key may be shortened to
APART = 64 * 232_792_560  # divided by every size up to 22, and by powers of 2, no rest is left
FELLOW = NOBODY + APART
MANY = 200  # ids whose keys' lives are looked at: answers may spread them
VISITS = 40
TITLES = (
    *("", " ", "None", "null", "0", "False", "%s", 'it\'s "Łódź" \N{SNOWMAN}', "x" * 200),
    *(f"{mark}{mark} news {mark}{mark}" for mark in punctuation),
)


def test_answer(cache_server, answer, before, world):
    """The same title, or None.

    Tries: title, nothing.
    """
    fill(world)
    for user_id in (*people(), NOBODY):
        right(answer, before, user_id)
    author = people()[0]
    published = Post.objects.filter(published_at__isnull=False)
    published.update(author=author, published_at=published.earliest("published_at").published_at)
    right(answer, before, author, "of somebody whose posts were published at the same moment")
    alike = [author, *(author % size for size in SHORTER), *(author + size for size in SHORTER)]
    expected = [oracle(before, user_id) for user_id in alike]
    for ids in (alike, alike[::-1]):
        cache.clear()
        server = again(answer)
        says = {user_id: server.latest_post(user_id) for user_id in ids}
        given = f"of {author}, and of nobodies whose ids look like it"
        same([says[user_id] for user_id in alike], expected, call="latest_post()", given=given)


def test_queries(cache_server, answer, before, world):
    """A title is looked up once.

    Tries: queries.
    """
    fill(world)
    costs(answer, before, someone(), who="somebody with posts")


def test_nothing(cache_server, answer, before, world):
    """That there is no title is looked up once.

    Tries: queries, nothing.
    """
    fill(world)
    [silent] = world.people(1)
    costs(answer, before, silent.pk, who="somebody without a post")
    Post.objects.filter(author=someone()).update(author=silent, published_at=None)
    costs(answer, before, silent.pk, who="somebody with drafts")
    costs(answer, before, NOBODY, who="somebody who does not exist")


def test_failure(cache_server, answer, before, world):
    """That the database has failed is no answer.

    Tries: title, nothing.
    """
    fill(world)
    user_id = someone()
    expected = oracle(before, user_id)
    fails_at(0, lambda: answer.latest_post(user_id))
    given = "after a query has failed"
    same(answer.latest_post(user_id), expected, call="latest_post()", given=given)


def test_titles(cache_server, answer, before, world):
    """A title may be any text, even empty.

    Tries: title.
    """
    fill(world)
    author = someone()
    for text in TITLES:
        Post.objects.update(title=text)
        right(answer, before, author, f"of a post called {text[:20]!r}")
    Post.objects.update(title="")
    costs(answer, before, author, who="somebody whose post has an empty title")


def test_stand_in(cache_server, answer, before, world):
    """A title may be what the cache holds for nothing.

    Tries: title.
    """
    fill(world)
    author = someone()
    answer.latest_post(NOBODY)
    for text in texts():
        Post.objects.update(title=text)
        right(answer, before, author, f"of a post called {text!r}")


def test_cache(cache_server, answer, before, world):
    """The answers are in the cache that all servers share.

    Tries: default cache.
    """
    fill(world)
    one, other = again(answer), again(answer)
    ids = [*people(), NOBODY]
    for user_id in [*ids, *VISITS * ids[:2]]:
        one.latest_post(user_id)
    Post.objects.update(title="Changed")
    at_most_queries(
        lambda: [other.latest_post(user_id) for user_id in ids],
        0,
        "when another server has stored the answers",
        keep_caches=True,
    )
    expected = [oracle(before, user_id) for user_id in ids]
    given = "after the cache was emptied and the posts had changed"
    for server in (one, other):
        says = [server.latest_post(user_id) for user_id in ids]
        same(says, expected, call="latest_post()", given=given)


def test_age(cache_server, answer, before, world):
    """An answer is an hour old at most.

    Tries: age.
    """
    fill(world)
    ids = [*people(), NOBODY]
    for user_id in (*ids, *range(NOBODY, NOBODY + MANY)):
        answer.latest_post(user_id)
    expires(cache_server, HOUR)
    Post.objects.update(title="Changed")
    says = visits(cache_server, HOUR, lambda: [answer.latest_post(i) for i in ids[:3]])
    expected = [oracle(before, user_id) for user_id in ids[:3]]
    same(says, expected, call="latest_post()", given="after an hour of visits")
    [silent, author] = [person.pk for person in world.people(2)]
    others, fellows = count(max(silent, author) + 1), count(silent + APART, APART)
    for given in ("of others", "of this person as well"):
        Post.objects.update(author=author)
        answer.latest_post(silent)
        Post.objects.update(author=silent)
        asked = [silent] if given == "of this person as well" else []
        visits(
            cache_server,
            HOUR,
            lambda asked=asked: [
                answer.latest_post(i) for i in (*asked, next(others), next(fellows))
            ],
        )
        says = answer.latest_post(silent)
        expected = oracle(before, silent)
        same(
            says,
            expected,
            call="latest_post()",
            given=f"whose first post is an hour old, in which profiles {given} were seen",
        )
    expires(cache_server, HOUR, given="after hours of visits")
    for user_id in (author, NOBODY):
        expires_whenever(cache_server, cache.clear, partial(answer.latest_post, user_id), HOUR)
    stays_fresh(
        cache_server,
        answer.latest_post,
        right_now,
        new_titles,
        arguments=(*ids[:3], NOBODY, FELLOW),
        call="latest_post",
        most=HOUR,
    )


def test_lost(cache_server, answer, before, world):
    """The cache may lose any key at any moment.

    Tries: losses.
    """
    fill(world)
    for user_id in (someone(), NOBODY):
        survives_losses(
            cache_server,
            lambda user_id=user_id: answer.latest_post(user_id),
            oracle(before, user_id),
            call="latest_post()",
        )


def test_trips(cache_server, answer, world):
    """Asks the cache a few times at most.

    Tries: trips.
    """
    fill(world)
    for user_id in (someone(), NOBODY):
        for when in ("when it has no answer", "when it has the answer"):
            round_trips(lambda user_id=user_id: answer.latest_post(user_id), 3, when)


def test_together(cache_server, answer, before, world):
    """The same when two visitors meet.

    Tries: title, nothing, queries, trips.
    """
    fill(world)
    for user_id in (someone(), NOBODY):
        right_together(
            cache.clear,
            *[partial(again(answer).latest_post, user_id)] * 2,
            expected=[oracle(before, user_id)] * 2,
            call="latest_post()",
            trips_each=3,
        )
    ids = [someone(), *(person.pk for person in world.people(1)), NOBODY]
    for two in (ids[:2], ids[1:]):
        calls = [lambda _, user_id=user_id: answer.latest_post(user_id) for user_id in two]
        for _ in interleave(cache.clear, *calls):
            at_most_queries(
                lambda two=two: [answer.latest_post(user_id) for user_id in two],
                0,
                "for two people who were looked up at the same time before",
                keep_caches=True,
            )


def right(answer, before, user_id, given=""):
    """Fail unless an answer is right, at first and from the cache."""
    server, expected = again(answer), oracle(before, user_id)
    for when in ("at first", "again"):
        says = server.latest_post(user_id)
        same(says, expected, call=f"latest_post({user_id})", given=f"{when} {given}".strip())


def costs(answer, before, user_id, *, who):
    """Fail if calls for one person send more queries than allowed."""
    expected = oracle(before, user_id)
    server = again(answer)
    result = at_most_queries(
        lambda: [server.latest_post(user_id) for _ in range(3)], 1, f"for three visits to {who}"
    )
    same(result, [expected] * 3, call="latest_post()", given=f"of {who}")


def oracle(before, user_id):
    """Return what the starter says without a cache, and leave the cache empty."""
    cache.clear()
    title = before.latest_post(user_id)
    cache.clear()
    return title


def right_now(user_id):
    """Return what the database has, and leave the cache as it is."""
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    return posts.order_by("-published_at", "-pk").values_list("title", flat=True).first()


def new_titles(random):
    """Give each post a new title, and sometimes another author."""
    posts = list(Post.objects.order_by("pk"))
    authors = people()[:4]
    for post in posts:
        post.title = f"Title {random.randrange(10**6)}"
        post.author_id = random.choice(authors)
    store(posts, "title", "author_id")


def texts():
    """Return each text that the cache holds, as it is there and as Django's cache reads it."""
    client, found = cache._cache.get_client(), []
    for key in client.scan_iter("*"):
        raw = client.get(key) or b""
        found.append(raw.decode(errors="replace"))
        with suppress(Exception):  # what another client has put there may be anything
            found.append(cache._cache._serializer.loads(raw))
    return [text for text in found if isinstance(text, str) and "\0" not in text][:10]


def people():
    return list(User.objects.order_by("pk").values_list("pk", flat=True))


def someone():
    """Return the key of a person with published posts."""
    return Post.objects.filter(published_at__isnull=False).latest("published_at").author_id


def fill(world):
    """Make people with some posts, drafts and ties among them."""
    world.people(8)
    world.posts(12, comments=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0.4)
    User.objects.filter(pk=someone()).update(is_active=False, is_staff=True)
    dated = Post.objects.filter(published_at__isnull=False).earliest("published_at")
    Post.objects.filter(pk=dated.pk).update(published_at="2100-01-01T00:00Z")
    expect(someone(), "The check has made no posts.")
