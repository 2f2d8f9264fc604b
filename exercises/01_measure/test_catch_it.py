"""What checks catch_it.py: pages that a test must pass, and pages on which it must fail."""

import inspect
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import pairwise
from textwrap import wrap
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, reset_queries, transaction
from django.db.models import F

from arena.accounts.models import Profile, User
from arena.contests.models import Attempt, Contest
from arena.discuss.models import Comment, Like, Post, Tag
from kata.checks import expect, fail, plural, send

PAGE = 50
FEW, ASIDE = 5, 200  # posts: in the words of a failure; at most, made once for all pages
SHOWN = 4  # lines
FILLED = (User, Profile, Contest, Tag, Post, Post.tags.through)


def newest():
    """Return the posts that a page shows; there are no drafts."""
    return Post.objects.order_by("-published_at", "-pk")


def one_value(sql, *values):
    """Send a query by hand, and return the first column of its first row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


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


def chart():
    """asks for each of the 120 points of a chart"""
    return [{"y": one_value("SELECT %s", x)} for x in range(120)][:PAGE]


def counts_visits():
    """counts its visits in the newest post, in a transaction, and shows that post"""
    with transaction.atomic():
        keys = list(newest().values_list("pk", flat=True)[:1])
        Post.objects.filter(pk__in=keys).update(kept_likes=F("kept_likes") + 1)
        return list(Post.objects.filter(pk__in=keys).values("title", "kept_likes"))


def full_on_replica():
    """counts the posts, and reads a full page on the replica, one with fewer posts on default"""
    full = Post.objects.count() >= PAGE
    return list(newest().using("replica" if full else "default").values("title")[:PAGE])


def filled_up():
    """fills up with people, in one query more, when there are fewer than 50 posts"""
    rows = list(newest().values_list("title")[:PAGE])
    if rest := PAGE - len(rows):
        rows += User.objects.values_list("username")[:rest]
    return rows


GOOD = (
    joined,
    prefetched,
    values,
    dashboard,
    archive,
    drafts,
    joined_on_replica,
    dashboard_on_replica,
    chart,
    counts_visits,
    full_on_replica,
    filled_up,
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


def nothing_to_show():
    """looks for comments on each post, and shows nothing, because there are none"""
    rows = []
    for post in newest()[:PAGE]:
        rows += post.comments.exclude(body="").values_list("body")
    return rows


def same_query():
    """asks for the name of the site again for each post, always with the same query"""
    titles = newest().values_list("title", flat=True)[:PAGE]
    return [[title, Tag.objects.order_by("name").first().name] for title in titles]


def by_hand():
    """asks for the author of each post, with a query that begins with a comment"""
    author = "/* page.py */ select username from accounts_user where id = %s"
    return [[one_value(author, post.author_id)] for post in newest()[:PAGE]]


def with_clause():
    """counts the posts of each post's author, with a query that begins with WITH"""
    number = (
        "WITH own AS (SELECT id FROM discuss_post WHERE author_id = %s) SELECT count(*) FROM own"
    )
    return [[post.title, one_value(number, post.author_id)] for post in newest()[:PAGE]]


def union():
    """asks for the author and the editor of each post, with a UNION"""
    people, rows = User.objects.order_by(), []
    for post in newest()[:PAGE]:
        both = people.filter(pk=post.author_id).union(people.filter(pk=post.editor_id or 0))
        rows.append({"post": post.title, "people": [person.username for person in both]})
    return rows


def updates():
    """counts a view of each post, with an UPDATE each"""
    posts = list(newest()[:PAGE])
    for post in posts:
        Post.objects.filter(pk=post.pk).update(kept_likes=F("kept_likes") + 1)
    return [[post.title] for post in posts]


def inserts():
    """writes a comment on each post, with an INSERT each"""
    posts, now = list(newest()[:PAGE]), datetime(2025, 12, 1, tzinfo=UTC)
    for post in posts:
        Comment.objects.create(post=post, author_id=post.author_id, body="seen", created_at=now)
    return [[post.title] for post in posts]


def deletes():
    """removes the likes of each post, with a DELETE each"""
    posts = list(newest()[:PAGE])
    for post in posts:
        post.likes.all().delete()
    return [[post.title] for post in posts]


def remembers():
    """asks for the author of each new post, and remembers all authors"""
    posts = newest()[:PAGE]
    return [remembered.get(post.pk) or remember(post) for post in posts]


def remember(post):
    return remembered.setdefault(post.pk, [post.title, post.author.username])


def hundred_at_a_time():
    """reads all posts, a hundred at a time, to count those with a contest"""
    number = start = 0
    while some := Post.objects.order_by("pk").values_list("contest", flat=True)[start:][:100]:
        number += sum(contest is not None for contest in some)
        start += 100
    return [number]


remembered = {}
BAD = (
    each_author,
    some_editors,
    five_at_a_time,
    older_posts,
    each_author_on_replica,
    thirty_at_a_time,
    forty_nine_at_a_time,
    nothing_to_show,
    same_query,
    by_hand,
    with_clause,
    union,
    updates,
    inserts,
    deletes,
    remembers,
    hundred_at_a_time,
)


@pytest.fixture
def site(world, request):
    """A site of two connections; its replica is up to date."""
    connections.databases["replica"] = dict(connections["default"].settings_dict)
    yield SimpleNamespace(
        world=world,
        posts=set_aside(world),
        fixtures={
            name: request.getfixturevalue(name)
            for name in ("django_assert_num_queries", "django_assert_max_num_queries")
        },
    )
    send(f"DROP TABLE {aside(table)}" for table in FILLED)
    connections["replica"].close()
    del connections["replica"], connections.databases["replica"]


def test_answer(site, answer):
    """Passes every good page

    Tries: constant, first visit, no editor, empty, replica, arguments.
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
    begin(site)

    def grow(number):
        add_posts(site, number, trial.posts)
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


def begin(site):
    """Empty the site; Django's log of queries takes 9,000."""
    site.world.clear()
    remembered.clear()
    ContentType.objects.clear_cache()
    reset_queries()


def set_aside(world):
    """Make the people and posts of a site, and copy them to tables of ours; return the posts' keys.

    A check fills a site dozens of times: copying rows inside the database takes the least time.
    """
    keys = new_posts(world, ASIDE, there=0)
    for table in FILLED:
        copy = aside(table)
        create = f"CREATE TABLE {copy} AS SELECT * FROM {name(table)}"
        send([f"DROP TABLE IF EXISTS {copy}", create])
    return keys


def new_posts(world, number, there):
    """Make people and their posts; every fifth post of the site has an editor and a contest.

    Nothing else is made: the task says what a site has that begins empty.
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
    return [post.pk for post in posts]


def add_posts(site, number, there):
    """Add posts to a site: those that were set aside, and new ones when there are no more."""
    tables = dict.fromkeys(FILLED[:-2] if number and not there else (), "")
    if keys := site.posts[there : there + number]:
        some = f"({', '.join(map(str, keys))})"
        tables |= {Post: f"WHERE id IN {some}", Post.tags.through: f"WHERE post_id IN {some}"}
    with transaction.atomic():
        send(
            f"INSERT INTO {name(to)} SELECT * FROM {aside(to)} {which}"
            for to, which in tables.items()
        )
    if rest := number - len(keys):
        new_posts(site.world, rest, there + len(keys))


def name(table):
    """Return a table's name in the database."""
    return table._meta.db_table


def aside(table):
    """Return the name of our copy of a table."""
    return f"aside_{name(table)}"


def told(site, view, trial):
    """Return what a bad page does, in words, in the learner's test, and on later visits."""
    yield from wrap(f"It {view.__doc__}.", 76)
    yield from indented("    in your test  ", seen(trial.opened))
    yield from indented("    later visits  ", later(site, view))


def later(site, view):
    """Yield in words how many queries a page sends after its first visit, on a site that grows."""
    begin(site)
    for there, posts in pairwise((0, FEW, PAGE, ASIDE)):
        add_posts(site, posts - there, there)
        if not there:
            view()
        yield counted(view, posts)[1]


def counted(view, posts):
    """Open a page; return its rows, and in words how many queries it sent for how many posts."""
    sent = Counter()

    def count(execute, sql, params, many, context):
        sent[context["connection"].alias] += 1
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for each in connections.all():
            stack.enter_context(each.execute_wrapper(count))
        rows = view()
    there = sent["replica"]
    queries = plural(sent.total(), "query", "queries") + f" ({there} on replica)" * bool(there)
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
