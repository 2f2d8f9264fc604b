"""What checks guard.py: templates that need no query, and templates that send one."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction
from django.db.models import F, prefetch_related_objects
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.functional import SimpleLazyObject

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag
from kata.checks import Meter, expect, fail, ledger, plural, same, undone

SHOWN = "{% for post in posts %}<p>{{ post.title }}, {{ post.author.username }}</p>{% endfor %}"
COMMENTS = "{% for post in posts %}{% if not post.comments.all %}none{% endif %}{% endfor %}"
FEW = "{% if posts.0.comments.count < 9 and posts.0.pk %}few{% endif %}"
PROPERTY = "<b>{{ it.shown }}</b>"
TAGS = "select count(*) from discuss_tag where 'a query' <> 'of its own'"
WITH = "with found as (select * from discuss_tag) select count(*) from found"
LONG = f"{TAGS} and 'a text' <> '{'that is long ' * 2_000}'"
UPDATE = "update discuss_post set kept_likes = 7 where id >"
COMMENT = {"author_id": 1, "body": "Seen.", "created_at": datetime(2025, 11, 1, tzinfo=UTC)}
TEMPLATES = {}  # the source of each, by name
PROPERTIES = {  # by what a property does: how, and what is in the SQL
    "sends SQL of its own": (lambda: send(TAGS), TAGS),
    "sends SQL that begins with WITH": (lambda: send(WITH), WITH),
    "sends long SQL": (lambda: send(LONG), LONG),
    "writes with executemany()": (lambda: send(f"{UPDATE} %s", [(1,), (2,)]), UPDATE),
    "reads by iterator()": (lambda: list(Comment.objects.iterator(2)), 'FROM "discuss_comment"'),
    "sorts in the database": (lambda: list(Tag.objects.order_by("name")), 'FROM "discuss_tag"'),
    "counts its visits": (lambda: visit("default"), 'UPDATE "discuss_post"'),
    "counts its visits on the replica": (lambda: visit("replica"), 'UPDATE "discuss_post"'),
    "adds a row": (lambda: Comment.objects.create(post_id=1, **COMMENT), 'INTO "discuss_comment"'),
}


@pytest.fixture(autouse=True)
def site(world):
    """A site of a few posts and two databases; nobody is connected to its replica yet."""
    world.people(4)
    world.posts(4, comments=(1, 2), tags=(1, 2))
    backend = "django.template.backends.django.DjangoTemplates"
    options = {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]}
    templates = {"BACKEND": backend, "OPTIONS": options}
    with undone(), override_settings(TEMPLATES=[templates]):
        connections.databases["replica"] = dict(connections["default"].settings_dict)
        yield


def test_answer(answer):
    """What was fetched before is rendered as it was.

    Tries: text.
    """
    joined, fetched, read = posts().select_related("author"), list(posts()), posts()
    prefetch_related_objects(fetched, "author", "comments")
    prefetch_related_objects(read, "author")
    for source, context in [
        ("Hello <b>{{ name }}</b>", {"name": "<you> & 'me'"}),
        (SHOWN, {"posts": list(joined)}),
        (SHOWN + COMMENTS + FEW, {"posts": fetched}),
        ("{% if posts %}{{ posts.count }}{{ posts|length }}{% endif %}" + SHOWN, {"posts": read}),
        ("{{ posts.0.title }}{{ posts.0.missing }}", {"posts": list(posts().only("title"))}),
        (SHOWN, {"posts": posts().none()}),
    ]:
        right = render_to_string(page(source), context)
        got = answer.rendered("page.html", context)
        same(got, right, call="rendered()", given=f"of {source}")
        expect(hasattr(got, "__html__"), "Another template escapes the text that is returned.")


def test_refused(answer):
    """Refuses each query, and says which it was and where.

    Tries: refused, names.
    """
    visitor = SimpleLazyObject(lambda: User.objects.earliest("pk"))
    for what, source, context, sql in [
        ("a queryset that is still lazy", SHOWN, {"posts": posts()}, 'FROM "discuss_post"'),
        ("a relation", SHOWN, {"posts": list(posts())}, 'FROM "accounts_user"'),
        ("a deferred field", SHOWN, {"posts": list(posts().only("pk"))}, 'FROM "discuss_post"'),
        ("a count", "{{ it.comments.count }}", {"it": posts()[0]}, 'FROM "discuss_comment"'),
        ("a lazy object", "{{ it.username }}", {"it": visitor}, 'FROM "accounts_user"'),
        ("the replica", SHOWN, {"posts": posts().using("replica")}, 'FROM "discuss_post"'),
    ]:
        refused(answer, what, source, context, sql)
    for what, (does, sql) in PROPERTIES.items():
        refused(answer, f"a property that {what}", PROPERTY, {"it": It(does)}, sql)


def test_swallowed(answer):
    """Refuses a query also where its error is swallowed.

    Tries: swallowed, names.
    """
    for source in (COMMENTS, FEW):
        refused(answer, "an {% if %}", source, {"posts": list(posts())}, 'FROM "discuss_comment"')
    for caught in (Exception, BaseException):
        for raises in (None, AttributeError, ValueError):
            what = f"a property that swallows {caught.__name__}"
            what += f" and raises {raises.__name__}" if raises else ""
            context = {"it": It(lambda c=caught, r=raises: swallows(lambda: send(TAGS), c, r))}
            refused(answer, what, PROPERTY, context, TAGS)


def test_afterwards(answer):
    """Leaves everything as it was, also after an error.

    Tries: afterwards, errors.
    """
    for source, context, expected in [
        ("Hello", {}, None),
        (SHOWN, {"posts": posts()}, answer.QueryInTemplate),
        (COMMENTS, {"posts": list(posts())}, answer.QueryInTemplate),
        (PROPERTY, {"it": It(lambda: 1 // 0)}, ZeroDivisionError),
        (PROPERTY, {"it": It(lambda: sys.exit(1))}, SystemExit),
        ("{% extends 'missing.html' %}", {}, TemplateDoesNotExist),
    ]:
        seen, given = [], f"After {source}"
        with connection.execute_wrapper(watching(seen)), transaction.atomic():
            error = raised(answer, page(source), context)
            expect(type(error) is (expected or type(None)), f"{given}: {error!r:.80}")
            write(answer, given, "default")
        says = f"{given}, a wrapper of the caller's sees {plural(len(seen), 'write')}."
        expect(len(seen) == 1, says, "the one that follows.")
        write(answer, given, "replica")
    cause, own = KeyError("a cause"), ArithmeticError("a property's own")
    error = raised(answer, page(PROPERTY), {"it": It(lambda: fails(own, cause))})
    passes = error is own and error.__cause__ is cause
    expect(passes, f"{error!r}, caused by {error.__cause__!r}, leaves rendered()", "as raised.")
    for alias in ("default", "replica"):
        for marked in (True, False):
            with transaction.atomic(alias):
                transaction.set_rollback(marked, alias)
                it = It(lambda alias=alias: Comment(post_id=1, **COMMENT).save(using=alias))
                raised(answer, page(PROPERTY), {"it": it})
                is_marked = transaction.get_rollback(alias)
            says = "A property's save() is refused, and the caller's transaction is "
            says += "marked" if is_marked else "no longer marked"
            expect(is_marked == marked, f"{says} for rollback.", "as before.")


def test_nested(answer):
    """Refuses queries around and inside a template that a property renders.

    Tries: nested, refused, swallowed, text.
    """
    people = list(posts().select_related("author"))
    right = f"<b>{render_to_string(page(SHOWN, 'list.html'), {'posts': people})}</b>"
    fetched = It(lambda: answer.rendered("list.html", {"posts": people}))
    lazy = It(lambda: answer.rendered("list.html", {"posts": posts()}))
    swallowed = It(lambda: swallows(lambda: lazy.shown, answer.QueryInTemplate))
    same(answer.rendered(page(PROPERTY), {"it": fetched}), right, call="rendered()")
    for what, source, it in [
        ("another template, and then a count", PROPERTY + FEW, fetched),
        ("another template, and then a lazy queryset", PROPERTY + SHOWN, fetched),
        ("another template, which sends a query", PROPERTY, lazy),
        ("another template, swallows its error, and sends more", PROPERTY + SHOWN, swallowed),
        ("another template, and swallows its error", PROPERTY, swallowed),
    ]:
        refused(answer, what, source, {"it": it, "posts": posts()}, name="")
    inner, few, read = [], page(FEW, "few.html"), list(posts())
    hidden = It(lambda: inner.append(raised(answer, few, {"posts": read})))
    what = "another template, whose {% if %} swallows the error"
    refused(answer, what, PROPERTY, {"it": hidden}, 'FROM "discuss_comment"', name="")
    says = f"A property renders a template that needs a query, and gets {inner[0]!r:.80}."
    expect(isinstance(inner[0], answer.QueryInTemplate), says, "QueryInTemplate, there too.")


def test_threads(answer):
    """Another thread sends queries while this one renders.

    Tries: threads, refused.
    """
    if sys.platform == "emscripten":
        ledger.note("There are no threads here, so another thread's queries were not tried.")
        return
    errors, hello, shared = [], page("Hello", "hello.html"), connections["default"]

    def count_over_shared():
        """Count tags over the connection of the thread that renders, as live test servers do."""
        own, connections["default"] = connections["default"], shared
        try:
            Tag.objects.count()
        finally:
            connections["default"] = own

    count = Tag.objects.count
    asks = [count, lambda: answer.rendered(hello, {}), count, count_over_shared]
    shared.inc_thread_sharing()
    with ThreadPoolExecutor(1) as pool:
        it = It(lambda: errors.extend(pool.submit(ask).exception() for ask in asks))
        error = raised(answer, page(PROPERTY + SHOWN), {"it": it, "posts": posts()})
        pool.submit(connections.close_all).result()
    shared.dec_thread_sharing()
    for late in filter(None, errors):
        raise fail(f"While this thread renders, another one's query fails: {late!r:.80}")
    says = f"Another thread has rendered in the meantime, and a query here raises {named(error)}"
    expect(isinstance(error, answer.QueryInTemplate), says, "QueryInTemplate.")


# What the checks above are made of.


class It:
    """What a template shows; its property calls a function."""

    shown = property(lambda self: self.does())

    def __init__(self, does):
        """Remember what the property does."""
        self.does = does


def posts():
    """Return a queryset that is not read yet."""
    return Post.objects.order_by("pk")


def named(error):
    """Return what a sentence calls an error, or none."""
    return f"{error!r:.80}" if error else "no error"


def page(source, name="page.html"):
    """Put a template where it is found, and return its name."""
    TEMPLATES[name] = source
    return name


def refused(answer, what, source, context, sql="", *, name="page.html"):
    """Fail unless no query is sent, and the error names the first."""
    answer.rendered(page("Hello", "hello.html"), {})  # what it installs then outlives the meter
    before, says, details = stored(), f"A template shows {what}", [f"page.html: {source}"]
    with Meter() as meter:
        error = raised(answer, page(source), context)
    if sent := [query.sql for query in meter.queries if query.done]:
        number = plural(len(sent), "query is", "queries are")
        raise fail(f"{says}: {number} sent.", "none.", details=[*details, f"sent: {sent[0]:.70}"])
    expect(stored() == before, f"{says}: the query is sent.", "it is refused.", details)
    right = isinstance(error, answer.QueryInTemplate)
    expect(right, f"{says}: rendered() raises {named(error)}.", "QueryInTemplate.", details)
    text = " ".join(str(error).split())
    for part in (name, sql):
        missing = f"{says}: the error does not say {part!r:.160}: {text:.160}"
        expect(part in text, missing, "the template's name and the whole SQL.", details)


def raised(answer, name, context):
    """Render, and return the error, if there is one."""
    try:
        answer.rendered(name, context)
    except BaseException as error:
        return error


def stored():
    """Return what properties write."""
    return [Comment.objects.count(), *posts().values_list("kept_likes", flat=True)]


def watching(seen):
    """Return a wrapper that remembers the writes that succeed."""

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        seen.extend([sql] * sql.startswith("UPDATE"))
        return result

    return watch


def write(answer, given, alias):
    """Write and read rows."""
    try:
        Tag.objects.using(alias).update(name=F("name"))
        list(Tag.objects.using(alias)[:1])
    except (Exception, answer.QueryInTemplate) as error:
        raise fail(f"{given}, a query on {alias!r} fails: {error!r:.80}") from None


def visit(alias):
    """Count a visit of each post."""
    return Post.objects.using(alias).update(kept_likes=F("kept_likes") + 1)


def send(sql, many=()):
    """Send SQL."""
    with connection.cursor() as cursor:
        return cursor.executemany(sql, many) if many else cursor.execute(sql) and None


def fails(error, cause):
    """Raise an error that has a cause."""
    raise error from cause


def swallows(call, caught, raises=None):
    """Call; swallow an error, or raise another one in its place."""
    try:
        return call()
    except caught:
        if raises:
            raise raises("shown") from None
        return "nothing"
