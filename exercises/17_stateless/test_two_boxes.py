"""What checks two_boxes.py. Each server is a process of the check's own."""

import atexit
import json
import multiprocessing
import os
import shutil
import signal
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from traceback import format_exception_only

import pytest
import redis
from django.contrib.auth import login, logout
from django.core import signing
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.http import JsonResponse
from django.test import Client, override_settings

from arena.accounts.models import User
from kata.checks import again, clients, expect, fail, interleave, pass_time, plural, urls

PATIENCE = 60  # seconds for a server to answer, on a busy machine too
HOURS = 3600
KEY = "a key of forty characters, for all servers"


def test_log_in(site, world):
    """Logged in on one server, known on all.

    Tries: log in.
    """
    one, two = site.server(), site.server()
    for first, second in ((one, two), (two, one)):
        visitor = site.visitor()
        visitor.get(first, log_in, name=site.name)
        known(visitor, (second, first, second), f"after a log in on {first.name}")
        site.valkey.flushdb()
        known(visitor, (second, first), "after Valkey has lost everything")
        visitor.get(second, log_out)
        for server in (first, second):
            got = visitor.get(server, me)["name"]
            says = f"A visitor logs out on {second.name}, and is {got!r} on {server.name}."
            expect(got == "", says, "nobody.")


def test_sessions(site, world):
    """What is in a session is the same on all servers.

    Tries: sessions.
    """
    servers = [site.server(), site.server()]
    for visitor in (site.visitor(), site.visitor()):
        for number in range(1, 7):
            pages = [visitor.get(servers[number % 2], page)["pages"]]
            pages += [visitor.get(server, me)["pages"] for server in servers]
            says = f"After {plural(number, 'page')} by turns, a session counts {pages}."
            expect(set(pages) == {number}, says, f"{number} on each server.")


def test_cache(site):
    """What one server caches, all see.

    Tries: cache.
    """
    one, two = site.server(), site.server()
    for first, second in ((one, two), (two, one)):
        for value in ("old", "new", None):
            first.ask(cached, value=value)
            got = second.ask(cached)["value"]
            says = f"{first.name} caches {value!r}, and {second.name} reads {got!r}."
            expect(got == value, says, f"{value!r}.")
    counts = [server.ask(count)["number"] for server in (one, two, one, two)]
    says = f"Two servers count four visits in the cache by turns: {counts}."
    expect(counts == [1, 2, 3, 4], says, "1, 2, 3, 4.")


def test_uploads(site):
    """What one server stores, all can read.

    Tries: uploads.
    """
    one, two = site.server(), site.server()
    names = {server: server.ask(upload, text=f"by {server.name}")["name"] for server in (one, two)}
    for writer, name in names.items():
        for reader in (one, two):
            got = reader.ask(read, name=name)["text"]
            says = f"{writer.name} stores a file, and {reader.name} reads {got!r}."
            expect(got == f"by {writer.name}", says, f"'by {writer.name}'.")


def test_secret(site):
    """All servers sign with the same key.

    Tries: secret.
    """
    one, two = site.server(), site.server()
    for writer, reader in ((one, two), (two, one)):
        token = writer.ask(signed)["token"]
        got = reader.ask(signed, token=token)["value"]
        says = f"{writer.name} signs a value, and {reader.name} reads {got!r}."
        expect(got == "a value", says, "'a value'.")
        got = reader.ask(signed, token=signing.dumps("a value", key=KEY))["value"]
        says = f"A value is signed with the SECRET_KEY of env, and {reader.name} reads {got!r}."
        expect(got == "a value", says, "'a value'.")


def test_gone(site, world):
    """A server is gone, and nothing with it.

    Tries: gone.
    """
    for way in ("end", "stop"):
        one, visitor = site.server(), site.visitor()
        visitor.get(one, log_in, name=site.name)
        visitor.get(one, page)
        one.ask(cached, value="kept")
        name = one.ask(upload, text="kept")["name"]
        getattr(one, way)()
        new = site.server()
        found = visitor.get(new, me)
        expect(found["name"] == site.name, "A server is replaced, and the visitor is logged out.")
        expect(
            found["pages"] == 1, "A server is replaced, and what it wrote into a session is lost."
        )
        got = new.ask(cached)["value"]
        expect(got == "kept", f"A server is replaced, and the new one finds {got!r} in the cache.")
        got = new.ask(read, name=name)["text"]
        expect(got == "kept", f"A server is replaced, and the new one reads {got!r} from its file.")


def test_digest(site, cache_server, world):
    """One server sends, whichever it is.

    Tries: digest.
    """
    sent = []
    with site.here("server-1") as one, site.here("server-2") as two, site.here("server-3") as three:
        servers = one, two, three
        for number, first in enumerate(servers):
            day = date(2026, 2, 1 + number)
            first.send_digest(day, sent.append)
            expect(sent == [day], f"The first server calls, and send() gets {sent}.", f"[{day}].")
            for server in servers:
                server.send_digest(day, sent.append)
                pass_time(cache_server, 3 * HOURS)
            says = (
                f"Servers call four times on one day, and {plural(len(sent), 'digest')} are sent."
            )
            expect(len(sent) == 1, says, "1.")
            sent.clear()
        day = date(2026, 3, 1)

        def send(day):
            sent.append(day)
            two.send_digest(day, sent.append)

        one.send_digest(day, send)
        says = (
            f"A server calls while another one sends, and {plural(len(sent), 'digest')} are sent."
        )
        expect(len(sent) == 1, says, "1.")
        days = iter(date(2027, 1 + n // 28, 1 + n % 28) for n in range(300))
        with clients() as among:
            for meeting in interleave(
                lambda: (sent.clear(), next(days))[1],
                lambda day: one.send_digest(day, sent.append),
                lambda day: two.send_digest(day, sent.append),
                halves=True,
                among=among,
            ):
                for error in meeting.errors:
                    says = (
                        f"Two servers call at the same time, and one gets {type(error).__name__}."
                    )
                    raise fail(says, details=[str(error)[:76], *meeting.story])
                says = "Two servers call at the same time, and "
                says += f"{plural(len(sent), 'digest')} are sent."
                expect(len(sent) == 1, says, "1.", meeting.story)


# What the checks above are made of: first, the views of the site.


def log_in(request, name):
    login(request, User.objects.get(username=name))
    return {}


def log_out(request):
    logout(request)
    return {}


def me(request):
    return {"name": request.user.get_username(), "pages": request.session.get("pages", 0)}


def page(request):
    request.session["pages"] = request.session.get("pages", 0) + 1
    return {"pages": request.session["pages"]}


def cached(request, **data):
    if "value" not in data:
        return {"value": cache.get("a-key")}
    if data["value"] is None:
        cache.delete("a-key")
    else:
        cache.set("a-key", data["value"])
    return {}


def count(request):
    cache.add("visits", 0)
    return {"number": cache.incr("visits")}


def upload(request, text):
    return {"name": default_storage.save("photo.txt", ContentFile(text.encode()))}


def read(request, name):
    try:
        with default_storage.open(name) as file:
            return {"text": file.read().decode()}
    except FileNotFoundError:
        return {"text": None}


def signed(request, token=None):
    if token is None:
        return {"token": signing.dumps("a value")}
    try:
        return {"value": signing.loads(token)}
    except signing.BadSignature:
        return {"value": None}


VIEWS = (log_in, log_out, me, page, cached, count, upload, read, signed)


def known(visitor, servers, when):
    """Fail unless a visitor is logged in on servers."""
    for server in servers:
        got = visitor.get(server, me)["name"]
        says = f"{server.name} takes the visitor for {got or 'a stranger'!r}, {when}."
        expect(got == visitor.site.name, says, f"{visitor.site.name!r}.")


@pytest.fixture
def site(answer, cache_server, world):
    with tempfile.TemporaryDirectory() as folder:
        made = Site(answer, cache_server, Path(folder))
        yield made
        for server in made.servers:
            server.end()


class Site:
    """The servers of a site, and what they have in common."""

    def __init__(self, answer, url, folder):
        self.answer, self.url, self.folder, self.servers = answer, url, folder, []
        self.valkey = redis.Redis.from_url(url)
        self.name = User.objects.create(username="Łódź 'é'").username
        (folder / "shared").mkdir()

    def env(self, name):
        """Return the environment of a server, with an empty folder of its own."""
        local = self.folder / name
        local.mkdir(exist_ok=True)
        return {
            "NAME": name,
            "CACHE_URL": self.url,
            "SECRET_KEY": KEY,
            "SHARED": str(self.folder / "shared"),
            "LOCAL": str(local),
        }

    def server(self):
        self.servers.append(Server(self, f"server-{len(self.servers) + 1}"))
        return self.servers[-1]

    @contextmanager
    def here(self, name):
        """Be a server in this process, and return the answer as it has it."""
        module = again(self.answer)
        with override_settings(**module.settings(self.env(name))):
            yield module

    def visitor(self):
        return Visitor(self)


class Visitor:
    """A browser, with its cookies."""

    def __init__(self, site):
        self.site, self.cookies = site, {}

    def get(self, server, view, **data):
        said, self.cookies = server.said(view, data, self.cookies)
        return said


class Server:
    """A process of the site, and the check's side of it."""

    def __init__(self, site, name):
        self.name, self.local = name, site.folder / name
        fork = multiprocessing.get_context("fork")
        self.orders, theirs = fork.Pipe()
        connections.close_all()
        arguments = site.answer, site.env(name), theirs
        self.process = fork.Process(target=serve, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.receive("settings(env)")

    def ask(self, view, **data):
        return self.said(view, data, {})[0]

    def said(self, view, data, cookies):
        self.orders.send((view.__name__, data, cookies))
        return self.receive(f"the view {view.__name__}()")

    def receive(self, what):
        """Return the server's reply; fail if it is an error."""
        try:
            reply = self.orders.recv() if self.orders.poll(PATIENCE) else "no reply"
        except EOFError:
            reply = "it has ended"
        if isinstance(reply, str):
            raise fail(f"{self.name} fails in {what}: {reply}.")
        return reply

    def stop(self):
        """Let the process end by itself, and remove its folder."""
        self.orders.send(None)
        self.process.join(PATIENCE)
        self.end()

    def end(self):
        """Kill the process, and remove its folder."""
        self.process.kill()
        self.process.join()
        self.orders.close()
        shutil.rmtree(self.local, ignore_errors=True)


def serve(answer, env, orders):
    """Answer requests, in the process of a server."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    atexit._clear()  # what the check has registered is not this process's
    try:
        changes = again(answer).settings(env)
        views = {f"{view.__name__}/": answering(view) for view in VIEWS}
        override_settings(**{**changes, "ROOT_URLCONF": urls(views)}).enable()
        orders.send(())
    except BaseException as error:
        orders.send(told(error))
        os._exit(0)
    while order := orders.recv():
        view, data, cookies = order
        client = Client()
        client.cookies.load(cookies)
        try:
            said = client.post(f"/{view}/", data, content_type="application/json").json()
            kept = {name: cookie.value for name, cookie in client.cookies.items() if cookie.value}
            orders.send((said, kept))
        except BaseException as error:
            orders.send(told(error))
    atexit._run_exitfuncs()
    os._exit(0)


def answering(view):
    """Return a Django view: JSON becomes arguments, and what is returned becomes JSON."""
    return lambda request: JsonResponse(view(request, **json.loads(request.body)))


def told(error):
    return " ".join("".join(format_exception_only(error)).split())[:160]
