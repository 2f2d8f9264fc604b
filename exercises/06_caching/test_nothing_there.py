"""What checks nothing_there.py."""

from contextlib import suppress
from itertools import count

from django.core.cache import cache

from arena.accounts.models import User
from arena.discuss.models import Post
from kata.checks import at_most_queries, expect, overtaken, round_trips, same
from kata.checks.stored import lifetimes, visits

HOUR = 3600
NOBODY = 4


def test_answer(cache_server, answer, before, world):
    """The same title, or None."""
    fill(world)
    for user_id in (*people(), NOBODY):
        expected = oracle(before, user_id)
        for when in ("at first", "again"):
            same([answer.latest_post(user_id)], [expected], call="latest_post()", given=when)


def test_queries(cache_server, answer, before, world):
    """What is there is asked for once."""
    fill(world)
    author = Post.objects.filter(published_at__isnull=False).first().author_id
    costs(answer, before, author, most=1, who="somebody with posts")


def test_nothing(cache_server, answer, before, world):
    """That there is nothing is asked for once."""
    fill(world)
    silent = world.people(1)[0].pk
    costs(answer, before, silent, most=1, who="somebody without a post")
    costs(answer, before, NOBODY, most=1, who="somebody who does not exist")


def test_untitled(cache_server, answer, before, world):
    """An empty title is a title."""
    fill(world)
    Post.objects.update(title="")
    author = Post.objects.filter(published_at__isnull=False).first().author_id
    costs(answer, before, author, most=1, who="somebody whose post has an empty title")


def test_titled(cache_server, answer, before, world):
    """A title may be what the cache holds for nothing."""
    fill(world)
    author = Post.objects.filter(published_at__isnull=False).first().author_id
    answer.latest_post(NOBODY)
    for text in texts():
        Post.objects.update(title=text)
        expected = oracle(before, author)
        for when in ("at first", "again"):
            says = answer.latest_post(author)
            same([says], [expected], call="latest_post()", given=f"{when}, of a post {text!r}")


def test_cache(cache_server, answer, before, world):
    """The answers are in the cache, each under its own key, for an hour at most."""
    fill(world)
    ids = [*people(), NOBODY]
    old = [answer.latest_post(user_id) for user_id in ids]
    Post.objects.update(title="Changed")
    same(
        [answer.latest_post(user_id) for user_id in ids], old, call="latest_post()", given="cached"
    )
    kept = lifetimes(cache_server)
    long = [key for key, seconds in kept.items() if not 0 < seconds <= HOUR]
    expect(
        kept and not long, "What is in the cache stays there for ever.", "at most an hour.", long
    )
    expected = [oracle(before, user_id) for user_id in ids]
    given = "after the cache had been emptied and the posts had changed"
    cache.clear()
    same([answer.latest_post(i) for i in ids], expected, call="latest_post()", given=given)
    Post.objects.update(title="Changed again")
    newest = visits(cache_server, HOUR, lambda: [answer.latest_post(i) for i in ids[:3]])
    expected = [oracle(before, user_id) for user_id in ids[:3]]
    same(newest, expected, call="latest_post()", given="after an hour of visits")
    [silent] = [person.pk for person in world.people(1)]
    answer.latest_post(silent)
    Post.objects.update(author=silent)
    others = count(silent + 1)
    visits(cache_server, HOUR, lambda: answer.latest_post(next(others)))
    says = answer.latest_post(silent)
    given = "whose first post is an hour old, in which others were asked for"
    same([says], [oracle(before, silent)], call="latest_post()", given=given)


def test_lost(cache_server, answer, before, world):
    """A cache may lose the answer between two looks."""
    fill(world)
    author = Post.objects.filter(published_at__isnull=False).first().author_id
    expected = oracle(before, author)
    answer.latest_post(author)
    visit, _ = overtaken(lambda: answer.latest_post(author), cache.clear)
    if visit.error:
        raise visit.error
    given = "when the cache was emptied after its first round trip"
    same([visit.result], [expected], call="latest_post()", given=given)


def test_trips(cache_server, answer, world):
    """Asks the cache once."""
    world.people(2)
    answer.latest_post(NOBODY)
    round_trips(lambda: answer.latest_post(NOBODY), 3)


def costs(answer, before, user_id, *, most, who):
    """Fail if three calls for one person send more queries than allowed."""
    expected = oracle(before, user_id)
    result = at_most_queries(
        lambda: [answer.latest_post(user_id) for _ in range(3)],
        most,
        f"for three visits to {who}",
    )
    same(result, [expected] * 3, call="latest_post()", given=f"of {who}")


def oracle(before, user_id):
    """Return what the starter says without a cache, and leave the cache empty."""
    cache.clear()
    title = before.latest_post(user_id)
    cache.clear()
    return title


def texts():
    """Return each text that the cache holds, as Django's cache reads it."""
    client, found = cache._cache.get_client(), []
    for key in client.scan_iter("*"):
        with suppress(Exception):  # what another client has put there may be anything
            found.append(cache._cache._serializer.loads(client.get(key)))
    return [value for value in found if isinstance(value, str)]


def people():
    return User.objects.order_by("pk").values_list("pk", flat=True)


def fill(world):
    """Make people with some posts, drafts and ties among them."""
    world.people(8)
    world.posts(12, comments=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0.4)
