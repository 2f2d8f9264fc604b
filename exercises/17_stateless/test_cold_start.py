"""What checks cold_start.py. Each check starts a copy: a process that has imported nothing yet."""

import json
from collections import Counter
from contextlib import suppress

import pytest
from django.db import connection

from arena.discuss.models import Post
from arena.discuss.serializers import PostSerializer
from kata.checks import CheckFailed, expect, fail, fresh, plural, same, sessions
from kata.services import postgres

POSTS, API, RANKING = "/posts/", "/api/posts/", "/ranking/"
UNKNOWN = "/nothing/", "/", "/posts/1/", "/api/posts/x/", "/ranking/2026/", "/en/posts/"
UNKNOWN += "/posts", "//posts//", "/api/posts"
OTHERS_END = """[one.join(10) for one in __import__("threading").enumerate()
    if one is not __import__("threading").main_thread()] and None"""
MORE = 30  # modules
# What Django needs for a page of posts.
LEAST = """
import os
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path
from arena.settings import database
apps = "django.contrib.auth django.contrib.contenttypes arena.accounts arena.contests arena.discuss"
databases = {"default": database(os.environ["DATABASE_URL"])}
settings.configure(AUTH_USER_MODEL="accounts.User", INSTALLED_APPS=apps.split(), SECRET_KEY="x",
    DATABASES=databases, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)
application = get_wsgi_application()
from arena.discuss.models import Post
urlpatterns = [path("posts/", lambda _: JsonResponse({"posts": [*Post.objects.values("id")]}))]
def handler(event, context):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": event["rawPath"], "SERVER_NAME": "arena"}
    environ |= {"SERVER_PORT": "443", "wsgi.input": os.sys.stdin.buffer}
    response = application(environ, lambda status, headers: None)
    return {"statusCode": response.status_code, "body": response.content.decode()}
"""
# Counts how often Django sets up the middleware from now on.
COUNT = """
from django.core.handlers.base import BaseHandler
set_up, usual = [], BaseHandler.load_middleware
BaseHandler.load_middleware = lambda *args, **named: set_up.append(1) or usual(*args, **named)
"""


def test_answer(copy, world):
    """The same status and body.

    Tries: answer.
    """
    world.posts(25, tags=(0, 3), comments=(0, 2))
    with copy() as process:
        for given in ("", "after posts have changed"):
            for path, right in pages().items():
                status, body = process.get(path)
                expect(status == 200, f"{path} gets statusCode {status}.", "200.")
                same(body, right, call=path, given=given)
            for path in UNKNOWN:
                status, _ = process.get(path)
                expect(status == 404, f"{path} gets statusCode {status}.", "404.")
            world.shake()


def test_modules(copy, world, tmp_path):
    """Few modules for the first page.

    Tries: modules.
    """
    world.posts(3)
    file = tmp_path / "least.py"
    file.write_text(LEAST)
    with copy(str(file)) as least, copy() as process:
        for one in (least, process):
            one.get(POSTS)
            one.ask(OTHERS_END)  # what threads import counts as well
    needed, own = set(least.loaded), set(process.loaded)
    more = len(own) - len(needed)
    says = f"A request for {POSTS} needs {len(own):,} modules, {more} more than Django does."
    expect(more <= MORE, says, f"at most {MORE} more.", packages(own - needed))


def test_setup(copy, world):
    """Set up once, in the import.

    Tries: setup.
    """
    world.posts(3)
    with copy() as process:
        is_set_up = process.ask("__import__('django.apps').apps.apps.ready")
        expect(is_set_up, "The import has ended, and django.setup() wasn't called.")
        process.ask("exec(code, watch := {}) or globals().update(watch=watch)", code=COUNT)
        for path in (POSTS, POSTS, *UNKNOWN[:1]):
            process.get(path)
        number = process.ask("len(watch['set_up'])")
        says = f"Three requests are answered, and set the middleware up {plural(number, 'time')}."
        expect(not number, says, "in the import only.")


def test_idle(new_database, copy, world):
    """No connection while a copy waits.

    Tries: idle, answer.
    """
    world.posts(3)
    with copy() as process:
        idle("after the import")
        for path in (POSTS, API, RANKING, *UNKNOWN, POSTS):
            process.get(path)
            idle(f"after a request for {path}")
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE discuss_post CASCADE")
        with suppress(CheckFailed):  # an answer that raises the error is told so below
            process.get(POSTS)
        idle(f"after a request for {POSTS} that failed")
        status, _ = process.get(POSTS)
        expect(status == 500, f"A query fails, and {POSTS} gets statusCode {status}.", "500.")


# What the checks above are made of.


@pytest.fixture
def copy():
    """Return a function that starts a copy: a context manager."""
    url = postgres.up().url(connection.settings_dict["NAME"])
    return lambda path="": Copy(path, DATABASE_URL=url)


class Copy(fresh.Fresh):
    """A process that the platform has started."""

    def get(self, path):
        """Return the status and body of a request."""
        got = self.ask("handler.handler(event, None)", event={"rawPath": path})
        try:
            return got["statusCode"], json.loads(got["body"]) if got["statusCode"] == 200 else ""
        except (KeyError, TypeError, ValueError):
            raise fail(f"{path}: handler() returns {got!r:.99}.", "statusCode and JSON.") from None


def pages():
    """Return what each page has to show, asked for without the answer."""
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[:20]
    rows = [{"id": p.pk, "title": p.title, "author__username": p.author.username} for p in newest]
    serialized = json.loads(json.dumps(PostSerializer(newest, many=True).data, default=str))
    hours = {"hours": [*range(2, 23, 4)]}
    return {POSTS: {"posts": rows}, API: {"posts": serialized}, RANKING: hours}


def packages(modules):
    """Return lines about the packages with most modules."""
    deep = "django.contrib."
    names = Counter(".".join(m.split(".")[: 3 if m.startswith(deep) else 1]) for m in modules)
    return [f"{number:4} of {name}" for name, number in names.most_common(8)]


def idle(given):
    """Fail unless nobody but the check is connected."""
    # PostgreSQL takes a moment to notice that a client has gone, and more on a busy machine.
    if number := min(sessions(down_to=1) for _ in range(3)) - 1:
        says = f"A copy waits {given}, and has {plural(number, 'connection')} to PostgreSQL."
        raise fail(f"{says} 500 copies have {500 * number:,}.", "none.")
