"""What checks catch_it.py: pages that a test must pass, and pages on which it must fail."""

import inspect
from textwrap import wrap
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from arena.accounts.models import Profile, User
from arena.contests.models import Attempt, Contest
from arena.discuss.models import Comment, Like, Post, Tag
from kata.checks import Meter
from kata.verdict import expect, fail, plural

PAGE = 50
SHOWN = 4  # lines


def newest():
    """Return the posts that a page shows; there are no drafts."""
    return Post.objects.order_by("-published_at", "-pk")


# Good pages. Each has its docstring on the learner's screen.


def joined():
    """joins each post with its author"""
    posts = newest().select_related("author")[:PAGE]
    return [[post.title, post.author.username] for post in posts]


def prefetched():
    """fetches authors, editors, contests and tags in a query each"""
    posts = newest().prefetch_related("author", "editor", "contest", "tags")[:PAGE]
    return [
        {
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
            "tags": [tag.name for tag in post.tags.all()],
        }
        for post in posts
    ]


def values():
    """asks for no objects, only for values"""
    return list(newest().values("title", "author__username", "editor__username")[:PAGE])


def dashboard():
    """shows a dozen numbers, with a query each, and looks up a content type"""
    kind = ContentType.objects.get_for_model(Post)
    tables = (User, Profile, Contest, Attempt, Tag, Post, Comment, Like)
    numbers = [{"of": table.__name__, "number": table.objects.count()} for table in tables]
    for name in ("editor", "contest", "author", "published_at"):
        missing = Post.objects.filter(**{f"{name}__isnull": True})
        numbers.append({"of": f"{kind.model} without {name}", "number": missing.count()})
    return numbers


def archive():
    """counts the posts of each month of a year, with a query each"""
    kind = ContentType.objects.get_for_model(Post)
    posts = Post.objects.filter(published_at__year=2025)
    return [
        {"of": kind.model, "number": posts.filter(published_at__month=month).count()}
        for month in range(1, 13)
    ]


def drafts():
    """shows nothing, because there are no drafts"""
    posts = newest().filter(published_at=None).prefetch_related("author", "tags")
    return [[post.title, post.author.username] for post in posts[:PAGE]]


def joined_on_replica():
    """joins each post with its author, on the replica"""
    posts = newest().using("replica").select_related("author")[:PAGE]
    return [[post.title, post.author.username] for post in posts]


def dashboard_on_replica():
    """shows two numbers and looks up a content type, all on the replica"""
    kinds = ContentType.objects.db_manager("replica")
    kind = kinds.get_for_model(Comment)
    return [
        {"of": kind.model, "number": table.objects.using("replica").count()}
        for table in (Comment, Post)
    ]


GOOD = (
    joined,
    prefetched,
    values,
    dashboard,
    archive,
    drafts,
    joined_on_replica,
    dashboard_on_replica,
)


# Bad pages.


def each_author():
    """asks for the author of each post"""
    return [[post.title, post.author.username] for post in newest()[:PAGE]]


def some_editors():
    """asks for the editor of each post that has one"""
    posts = newest().select_related("author")[:PAGE]
    return [
        {
            "author": post.author.username,
            "editor": post.editor.username if post.editor_id else None,
        }
        for post in posts
    ]


def five_at_a_time():
    """asks for the authors of five posts at a time"""
    posts, rows = list(newest()[:PAGE]), []
    for start in range(0, len(posts), 5):
        some = posts[start : start + 5]
        people = User.objects.in_bulk({post.author_id for post in some})
        rows += [{"author": people[post.author_id].username} for post in some]
    return rows


def thirty_at_a_time():
    """looks up a content type, and the authors of 30 posts at a time"""
    kind = ContentType.objects.get_for_model(Post)
    posts, rows = list(newest()[:PAGE]), []
    for start in range(0, len(posts), 30):
        some = posts[start : start + 30]
        people = User.objects.in_bulk({post.author_id for post in some})
        names = [people[post.author_id].username for post in some]
        rows += [[kind.model, name] for name in names]
    return rows


def forty_nine_at_a_time():
    """shows a dozen numbers, and fetches the authors of 49 posts at a time, on the replica"""
    users = User.objects.using("replica")
    posts, rows = list(newest()[:PAGE]), dashboard()
    for start in range(0, len(posts), 49):
        some = posts[start : start + 49]
        people = users.in_bulk({post.author_id for post in some})
        rows += [{"author": people[post.author_id].username} for post in some]
    return rows


def older_posts():
    """prefetches the tags of the first 20 posts, and asks for those of each older one"""
    posts = newest().select_related("author")
    rows = [*posts.prefetch_related("tags")[:20], *posts[20:PAGE]]
    return [[post.title, [tag.name for tag in post.tags.all()]] for post in rows]


def each_author_on_replica():
    """asks the replica for the author of each post"""
    people = User.objects.using("replica")
    keys = [post.author_id for post in newest()[:PAGE]]
    return [people.get(pk=key).username for key in keys]


BAD = (
    each_author,
    some_editors,
    five_at_a_time,
    older_posts,
    each_author_on_replica,
    thirty_at_a_time,
    forty_nine_at_a_time,
)


@pytest.fixture
def site(world, request):
    """A site of two connections; its replica is up to date."""
    connections.databases["replica"] = dict(connections["default"].settings_dict)
    yield SimpleNamespace(
        world=world,
        fixtures={
            name: request.getfixturevalue(name)
            for name in ("django_assert_num_queries", "django_assert_max_num_queries")
        },
    )
    connections["replica"].close()
    del connections["replica"], connections.databases["replica"]


def test_answer(site, answer):
    """Passes every good page

    Tries: constant, first visit, no editor, empty, arguments.
    """
    for view in GOOD:
        judge(answer, site, view)


def test_catches(site, answer):
    """Fails on every bad page

    Tries: growing, first visit, replica.
    """
    passed = []
    for number, bad in enumerate(BAD):
        if number % 3 == 0:  # the answer must not remember the page before
            judge(answer, site, GOOD[number // 3])
        if not (trial := run(answer, site, bad)).error:
            passed.append((bad, trial))
    if passed:
        view = passed[0][0]
        raise fail(
            f"test_page() passes {len(passed)} of {len(BAD)} bad pages. One {view.__doc__}.",
            "to pass only pages whose number of queries does not grow with the posts.",
            details=[*(line for case in passed for line in told(site, *case)), *code(view)],
        )


def judge(answer, site, view):
    """Fail when the learner's test fails on a good page."""
    trial = run(answer, site, view)
    if trial.error and not isinstance(trial.error, (AssertionError, pytest.fail.Exception)):
        raise trial.error
    if trial.error:
        raise fail(
            f"test_page() fails on a good page, one that {view.__doc__}.",
            "to fail only on pages whose number of queries grows with the posts.",
            details=[
                *indented("It saw   ", seen(trial.opened)),
                *indented("It says  ", wrap(said(trial), 66)[:SHOWN]),
                *code(view),
            ],
        )
    expect(trial.opened, "test_page() never opens the page that it tests.")


def run(answer, site, view):
    """Run the learner's test on one page of an empty site, and return what it saw."""
    trial = SimpleNamespace(posts=0, opened=[], error=None)
    site.world.clear()
    ContentType.objects.clear_cache()

    def grow(number):
        add_posts(site.world, number, trial.posts)
        trial.posts += number

    def page():
        rows, opened = counted(view, trial.posts)
        trial.opened.append(opened)
        return rows

    arguments = chosen(answer.test_page, {"page": page, "grow": grow, **site.fixtures})
    try:
        answer.test_page(**arguments)
    except (Exception, pytest.fail.Exception) as error:
        trial.error = error
    except pytest.skip.Exception:
        pass
    return trial


def chosen(test, given):
    """Return the arguments that a test asks for, by name, as pytest does."""
    names = [
        parameter.name
        for parameter in inspect.signature(test).parameters.values()
        if parameter.name in given or parameter.default is parameter.empty
    ]
    if strange := [name for name in names if name not in given]:
        raise fail(f"test_page() asks for the argument {strange[0]!r}.", f"{', '.join(given)}.")
    return {name: given[name] for name in names}


def add_posts(world, number, there):
    """Add people and their posts; every fifth post of the site has an editor and a contest.

    Nothing else is added: the task says what a site has that begins empty.
    """
    editor = world.people(number // 5 + 1)[0]
    contest = Contest.objects.first() or world.contests(1, attempts=(0, 0), unrelated=False)[0]
    posts = world.posts(
        number, comments=(0, 0), likes=(0, 0), tags=(0, 2), drafts=0, unrelated=False
    )
    fifth = [post.pk for nth, post in enumerate(posts, there + 1) if nth % 5 == 0]
    added = Post.objects.filter(pk__in=[post.pk for post in posts])
    added.update(editor=None, contest=None)
    added.filter(pk__in=fifth).update(editor=editor, contest=contest)


def told(site, view, trial):
    """Return what a bad page does, in words, in the learner's test, and when it is full."""
    site.world.clear()
    add_posts(site.world, PAGE, there=0)
    yield from wrap(f"It {view.__doc__}.", 76)
    yield from indented("    in your test  ", seen(trial.opened))
    yield from indented("    full          ", [counted(view, PAGE)[1]])


def counted(view, posts):
    """Open a page; return its rows, and in words how many queries it sent for how many posts."""
    with Meter() as meter:
        rows = view()
    there = sum(query.alias == "replica" for query in meter.queries)
    queries = plural(meter.count, "query", "queries") + f" ({there} on replica)" * bool(there)
    return rows, f"{plural(posts, 'post')}: {queries}"


def seen(opened):
    """Return what was counted each time, a line each: of many times the first and the last."""
    return [*opened[:2], "...", opened[-1]] if len(opened) > SHOWN else opened or ["nothing"]


def said(trial):
    """Return the message of a failed test, or its kind when it has none."""
    failure = getattr(trial.error, "failure", None)
    text = failure.says if failure else str(trial.error)
    return " ".join(text.split()) or type(trial.error).__name__


def indented(before, lines):
    """Return lines with some words before the first, and space before the others."""
    return [f"{' ' * len(before) if nth else before}{line}" for nth, line in enumerate(lines)]


def code(view):
    """Return the lines of a page as far as they fit the screen, without its docstring."""
    head, _, *body = inspect.getsource(view).splitlines()
    lines = ["", head, *body]
    return [line if len(line) <= 76 else f"{line[:72]} ..." for line in lines]
