# %% [markdown]
# # Stateless
#
# *Thirty minutes.* One server is not enough, or it has to be replaced while visitors are there. So there are two.
# What the first one has kept for itself, the second one doesn't know.

# %% tags=["setup"]
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from hashlib import md5
from http.cookiejar import CookieJar
from importlib import import_module
from itertools import cycle
from pathlib import Path
from threading import Barrier, Thread
from time import perf_counter, sleep
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

from kata.notebook import bars, cache_server, chart, predict, sandbox

sandbox()

# %% tags=["setup"]
cache_server()

# %% [markdown]
# ## Report: known on one server, a stranger on the other
#
# > *"The site got slow at noon, so we started a second server, with the same code and the same database. Now
# > visitors log in, click, and are logged out. A counter jumps from 81 to 12 and back. Photos are missing, and
# > come back after a reload."*
#
# Here is such a site, small. It logs a visitor in, counts visits in the cache, and stores a photo.

# %%
SITE = """
import json, os, signal, sys, threading

from kata import owner

owner.end_with(int(sys.argv[1]), signal.SIGKILL)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)

import django

django.setup()

from django.contrib.auth import login
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.test import override_settings
from django.urls import path

from arena.accounts.models import User


def log_in(request):
    login(request, User.objects.get(username="alice"))
    return me(request)


def me(request):
    return JsonResponse({"name": request.user.get_username()})


def visit(request):
    cache.add("visits", 0, timeout=None)
    return JsonResponse({"visits": cache.incr("visits")})


def upload(request):
    return JsonResponse({"name": default_storage.save("photo.txt", ContentFile(b"a photo"))})


def photo(request, name):
    return JsonResponse({"is_there": default_storage.exists(name)})


inside, told = [], threading.Event()


def slow(request):
    inside.append(request)
    told.wait(20)
    return JsonResponse({"done": True})


def look(request):
    return JsonResponse({"inside": len(inside)})


def ratings(request):
    return JsonResponse({key: len(key) + 0.5 for key in request.GET["ids"].split(",")})


urlpatterns = [path("ratings/", ratings), path("login/", log_in), path("me/", me), path("visit/", visit)]
urlpatterns += [path("upload/", upload), path("photo/<name>/", photo), path("slow/", slow)]
urlpatterns += [path("inside/", look)]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def serve(said):
    is_patient = said.pop("FINISHES", False)
    override_settings(ROOT_URLCONF=__name__, **said).enable()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    if is_patient:
        server.daemon_threads = False
        signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=stop).start())

        def stop():
            server.shutdown()
            told.set()

    print(json.dumps({"pid": os.getpid(), "port": server.server_port}), flush=True)
    server.serve_forever(poll_interval=0.02)
    server.server_close()
    threading._shutdown()


for line in sys.stdin:
    parent = os.getpid()
    if not os.fork():
        owner.end_with(parent, signal.SIGKILL)
        serve(json.loads(line))
        os._exit(0)
"""

# %% [markdown]
# A process starts it, and makes a copy of itself for each server, so that no server shares memory with another.
# Each server has settings of its own. A visitor comes through a load balancer that takes turns, and asks the next
# server when one is gone.

# %%
import django
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from arena.accounts.models import User
from kata.services import postgres

User.objects.get_or_create(username="alice")
DATABASE = postgres.up().url(connection.settings_dict["NAME"])
DISK = tempfile.TemporaryDirectory()  # a folder in it for each server, and one for all

starter = subprocess.Popen(
    [sys.executable, "-c", SITE, str(os.getpid())],
    env={**os.environ, "KATA_DATABASE_URL": DATABASE, "DJANGO_SETTINGS_MODULE": "arena.settings"},
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    stderr=subprocess.DEVNULL,
    text=True,
)


class Server:
    def __init__(self, **settings):
        starter.stdin.write(json.dumps(settings) + "\n")
        starter.stdin.flush()
        said = json.loads(starter.stdout.readline())
        self.pid, self.url = said["pid"], f"http://127.0.0.1:{said['port']}"

    def end(self, number=signal.SIGKILL):
        with suppress(ProcessLookupError):  # a cell may run twice
            os.kill(self.pid, number)


class Visitor:
    """A browser, behind a load balancer."""

    def __init__(self, *servers):
        self.turns, self.number = cycle(servers), len(servers)
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.retried = 0

    def get(self, path):
        for _attempt in range(self.number):
            try:
                with self.opener.open(next(self.turns).url + path) as response:
                    return json.load(response)
            except OSError:
                self.retried += 1
        return {}

    def known(self, pages):
        return sum(self.get("/me/").get("name") == "alice" for _ in range(pages))


def files(folder):
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {"default": {**disk, "OPTIONS": {"location": f"{DISK.name}/{folder}"}}}


def own(number):
    """What a server keeps for itself: its sessions, its cache, its files and its key."""
    Path(DISK.name, str(number)).mkdir(exist_ok=True)
    return {
        "SECRET_KEY": f"made when server {number} started",
        "SESSION_ENGINE": "django.contrib.sessions.backends.file",
        "SESSION_FILE_PATH": f"{DISK.name}/{number}",
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        "STORAGES": files(number),
    }


def experience(one, two, seen=20):
    """What a visitor notices of two servers."""
    servers = Server(**one), Server(**two)
    visitor = Visitor(*servers)
    visitor.get("/login/")
    found = {"pages that know you": visitor.known(seen)}
    found["visits counted"] = [visitor.get("/visit/")["visits"] for _ in range(seen)][-1]
    name = visitor.get("/upload/")["name"]
    found["photos shown"] = sum(visitor.get(f"/photo/{name}/")["is_there"] for _ in range(seen))
    for server in servers:
        server.end()
    return found


# %% [markdown]
# ## Predict: two servers that take turns
#
# Two servers take turns: each serves every other page. A visitor logs in on the first one, and then looks at 20
# pages. How many of them know the visitor?

# %%
guess = predict("How many of 20 pages know the visitor?", ..., unit="pages")
guess

# %%
results = {"each its own": experience(own(1), own(2))}

guess.measured(results["each its own"]["pages that know you"])

# %% [markdown]
# Ten would be every other page. But the second server gets a cookie with the key of a session that it can't find.
# Django then deletes the cookie, and the first server no longer knows the visitor either.
#
# ## Experiment: everything outside, and a server dies
#
# A first repair moves the sessions into the database, which both servers use. Each server still makes its own
# `SECRET_KEY` when it starts. The second repair moves everything: the cache to Valkey, files to a folder that both
# use, and the key comes from outside.

# %%
SESSIONS = {"SESSION_ENGINE": "django.contrib.sessions.backends.db"}
SHARED = {
    "SECRET_KEY": "the same on all servers",
    **SESSIONS,
    "CACHES": settings.CACHES,
    "STORAGES": files("shared"),
}

results["sessions shared"] = experience({**own(1), **SESSIONS}, {**own(2), **SESSIONS})
results["all shared"] = experience(SHARED, SHARED)
for way, found in results.items():
    print(f"{way:16} {', '.join(f'{what}: {number}' for what, number in found.items())}")

# %%
bars(
    "Of 20 pages, how many know the visitor",
    {way: found["pages that know you"] for way, found in results.items()},
    unit="pages",
)

# %% [markdown]
# Django signs what it stores in a session with `SECRET_KEY`. A server that can't check the signature takes the session
# for empty. If the page then writes into the session, the log in is lost for the other server as well.
#
# With everything outside, a server may die. Some load balancers avoid the whole question: with *sticky sessions*, a visitor always comes to
# the same server. Here are both ways, each with a server that is killed after 10 of 20 pages.


# %%
def killed(servers, visitor_of):
    """How many pages know a visitor whose server is killed in the middle."""
    visitor = visitor_of(*servers)
    visitor.get("/login/")
    before = visitor.known(10)
    servers[0].end()
    after = visitor.known(10)
    for server in servers[1:]:
        server.end()
    return f"{before} of 10 pages know the visitor before, and {after} of 10 after"


def sticky(first, second):
    """The same server, until it is gone: the twelfth request finds nobody."""
    visitor = Visitor(first, second)
    visitor.turns = iter([*[first] * 12, *[second] * 20])
    return visitor


print("sticky: ", killed([Server(**own(1)), Server(**own(2))], sticky))
print("shared: ", killed([Server(**SHARED), Server(**SHARED)], Visitor))

# %% [markdown]
# Sticky sessions hide the state. They don't move it. The visitor is a stranger as soon as the server dies or is
# replaced, and a release replaces all of them.
#
# With everything outside, nobody notices. The load balancer has asked the other server once more, which it may do
# with a GET. That is all that *stateless* means: the server keeps nothing that the next request needs.
#
# A release sends SIGTERM before it kills. What becomes of three requests that are in the server at that moment?


# %%
def released(**more):
    server, done = Server(**SHARED, **more), []
    requests = [Thread(target=lambda: done.append(Visitor(server).get("/slow/"))) for _ in range(3)]
    for request in requests:
        request.start()
    while Visitor(server).get("/inside/")["inside"] < len(requests):
        pass
    server.end(signal.SIGTERM)
    for request in requests:
        request.join()
    return f"{sum(map(bool, done))} of 3 requests are answered"


print("as it comes:               ", released())
print("with a handler, and joined:", released(FINISHES=True))

# %% [markdown]
# ### A second server, or a larger one
#
# All of this is needed for more than one server: to scale *horizontally*. To scale *vertically* needs no change of the
# site: the same server gets more processors and memory. What do more processors bring? Here clients send a query that
# only computes. Then they send the same query, but each first locks the same row, as a like does.

# %%
import psycopg

COMPUTE = "SELECT sum(sqrt(n)) FROM generate_series(1, 20000) AS n"
LOCK = "SELECT id FROM accounts_user WHERE username = 'alice' FOR UPDATE"
WAIT = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
waiting = {}  # how many clients wait for another one, at most


def queries_a_second(clients, before, seconds=0.1):
    together, counts = Barrier(clients), []

    def client():
        with psycopg.connect(DATABASE) as server:
            together.wait()
            end, count = perf_counter() + seconds, 0
            while perf_counter() < end:
                with server.transaction():
                    server.execute(before)
                    server.execute(COMPUTE)
                count += 1
            counts.append(count)

    threads = [Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    with psycopg.connect(DATABASE, autocommit=True) as server:
        while any(thread.is_alive() for thread in threads):
            waiting[clients, before] = max(
                waiting.get((clients, before), 0), *server.execute(WAIT).fetchone()
            )
            sleep(0.01)
    return sum(counts) / seconds


CLIENTS = (1, 2, 4)
ways = {"each for itself": "SELECT 1", "the same row": LOCK}
runs = [
    {way: {n: queries_a_second(n, sql) for n in CLIENTS} for way, sql in ways.items()}
    for _ in range(3)
]
throughput = {way: {n: max(run[way][n] for run in runs) for n in CLIENTS} for way in ways}

print(f"This machine has {os.cpu_count()} processors. Compared with one client:")
for way, found in throughput.items():
    faster = ", ".join(f"{n} clients {found[n] / found[1]:.1f} times" for n in CLIENTS[1:])
    print(f"{way:16} {faster}; of 4, up to {waiting[4, ways[way]]} wait for another one")

# %%
chart("Queries a second", throughput, x="clients", y="queries a second")

# %% [markdown]
# Up to the number of processors, more clients get more done. Further ones gain nothing, and on a machine that has other work
# to do, you see less of it. Where all wait for one row, neither processors nor servers help: one works, the others wait.
#
# So try a larger machine first. It needs no line of code, and the database gains from it as well, which is the hardest part
# to divide. But there is a largest machine, and it is still one that can fail. Amazon's RDS restarts a database, or fails over to another
# one, when its class of machine changes. And nothing is faster for one visitor: a query runs on one processor, unless PostgreSQL
# divides it.
#
# ## Why: a back end for everything that is kept
#
# Nothing in the views has changed. For each thing that is kept, a setting names a class, its back end. You can
# choose another one, and write one yourself.
#
# | what is kept | setting | on one server only | for all servers |
# |---|---|---|---|
# | sessions | `SESSION_ENGINE` | `file`; `cache` with `LocMemCache` | `db`, `cached_db`, `signed_cookies` |
# | cache | `CACHES` | `LocMemCache`, `FileBasedCache` | `RedisCache`, `PyMemcacheCache` |
# | uploads | `STORAGES["default"]` | `FileSystemStorage` on its own disk | S3 and others, by django-storages |
# | static files | `STORAGES["staticfiles"]` | files made on each server | files made once for a release |
# | signatures | `SECRET_KEY` | made when a server starts | from outside; old ones in `SECRET_KEY_FALLBACKS` |
# | database | `DATABASES` | SQLite | PostgreSQL |
# | background jobs | `TASKS` (since 6.0) | `ImmediateBackend` | a queue and its workers |
# | mail | `EMAIL_BACKEND` (`MAILERS` since 6.1) | `filebased`, `locmem` | `smtp` |
# | log | `LOGGING` | a file | standard output, which the platform collects |
# | users | `AUTHENTICATION_BACKENDS` | a list of names in a file | the database, LDAP, OpenID |
#
# That is not all. These settings of Django name a class, a function or a module, and so does a list or a dict in them:

# %%
from django.conf import global_settings


def names_code(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return any(map(names_code, value))
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z]\w*(\.\w+)+", value))


defaults = {name: value for name, value in vars(global_settings).items() if name.isupper()}
pluggable = [name for name, value in defaults.items() if names_code(value)]
print(f"{len(pluggable)} settings of Django {django.__version__}: {', '.join(pluggable)}")

# %% [markdown]
# Those that are empty until a site fills them come on top: `DATABASES`, `DATABASE_ROUTERS`, `MIDDLEWARE`, `TEMPLATES`.
#
# What no setting names is easy to miss: a variable of a module, `lru_cache`, a job of cron on each server, a file in
# `/tmp`. Two questions find them: *What happens if the next request goes to the other server? And if this one is gone?*
#
# A back end of your own is less work than it seems. Several cache servers need one decision: which of them has a key?
# Here are two ways, and how many of 10,000 keys are elsewhere when a fifth server is added.


# %%
def number(text):
    return int.from_bytes(md5(text.encode(), usedforsecurity=False).digest()[:8], "big")


def modulo(key, servers):
    return servers[number(key) % len(servers)]


def highest(key, servers):
    return max(servers, key=lambda server: number(f"{server} {key}"))


def moved(place):
    four, five = ["a", "b", "c", "d"], ["a", "b", "c", "d", "e"]
    keys = [f"page:{n}" for n in range(10_000)]
    return 100 * sum(place(key, four) != place(key, five) for key in keys) / len(keys)


ways = {"number % servers": moved(modulo), "the highest hash": moved(highest)}

# %%
bars("Keys that move to another server", ways, unit="%")

# %% [markdown]
# With a remainder, nearly everything is elsewhere, and the cache is as good as empty. The highest hash moves what the new
# server needs.
#
# ### The database in one file
#
# The table above calls SQLite a database for one server. It is a file, and
# [its documentation](https://sqlite.org/useovernet.html) advises against a file that several machines share: locks often don't
# work there. On one machine they do. Here a client has changed one row, and has not committed yet. What can another client do?

# %%
import sqlite3


def beside(connect):
    """What another client can do in the meantime, and the first one after it."""
    first, second = connect(), connect()
    for sql in (
        "DROP TABLE IF EXISTS visits",
        "CREATE TABLE visits AS SELECT 1 AS page, 0 AS count UNION SELECT 2, 0",
    ):
        first.execute(sql)
    for client in (first, second):
        client.execute("BEGIN")
    first.execute("UPDATE visits SET count = count + 1 WHERE page = 1")
    found = {}
    for what, client, sql in (
        ("reads the row", second, "SELECT count FROM visits WHERE page = 1"),
        ("changes another row", second, "UPDATE visits SET count = count + 1 WHERE page = 2"),
        ("the first one commits", first, "COMMIT"),
    ):
        try:
            client.execute(sql)
            found[what] = "done"
        except sqlite3.OperationalError as problem:
            found[what] = str(problem)
    first.close(), second.close()
    return found


def in_file(mode):
    def connect():
        server = sqlite3.connect(Path(folder) / mode, timeout=0.1, isolation_level=None)
        server.execute(f"PRAGMA journal_mode = {mode}")
        return server

    return connect


with tempfile.TemporaryDirectory() as folder:
    locks = {
        "SQLite": beside(in_file("delete")),
        "SQLite with a write-ahead log": beside(in_file("wal")),
        "PostgreSQL": beside(lambda: psycopg.connect(DATABASE, autocommit=True)),
    }
print("; ".join(locks["SQLite"]))
for database, found in locks.items():
    print(f"{database:29} {', '.join(found.values())}")

# %% [markdown]
# SQLite has one lock for the whole file. One client writes at a time, whichever rows it means, and the others wait or get an error.
# (Django waits five seconds before it raises one.) Without a write-ahead log, a commit also waits for those that read. PostgreSQL
# locks single rows. So SQLite is enough for a site of one server that writes rarely, with short transactions, and its
# write-ahead log on. A second server needs a database that is a server itself.
#
# ### The database as documents
#
# The database is a back end as well. A document database such as MongoDB stores a page with all its comments as one
# document, where a relational one has rows in two tables. PostgreSQL can do both, with `jsonb`, so you can compare the two
# here, in one server: 50 posts with 200 comments each.

# %%
BODY = "md5(n::text) || md5((n + 1)::text) || md5((n + 2)::text) || md5((n + 3)::text)"
AS_JSON = "jsonb_build_object('author', name, 'body', body)"
with connection.cursor() as cursor:
    cursor.execute(f"""
        DROP TABLE IF EXISTS page_document, page_comment, page_author;
        CREATE TABLE page_author AS SELECT n AS id, 'author ' || n AS name FROM generate_series(0, 99) n;
        CREATE TABLE page_comment AS
            SELECT n AS id, n % 50 AS page, n / 50 % 100 AS author, {BODY} AS body
            FROM generate_series(0, 9999) n;
        CREATE TABLE page_document AS
            SELECT page AS id, jsonb_build_object('comments', jsonb_agg({AS_JSON})) AS page
            FROM page_comment c JOIN page_author a ON a.id = author GROUP BY page;
        ALTER TABLE page_author ADD PRIMARY KEY (id);
        ALTER TABLE page_comment ADD PRIMARY KEY (id);
        CREATE INDEX ON page_comment (page);
        ALTER TABLE page_document ADD PRIMARY KEY (id);
        CHECKPOINT
    """)
STEPS = {
    "read a page": (
        "SELECT page FROM page_document WHERE id = 7",
        "SELECT name, body FROM page_comment c JOIN page_author a ON a.id = author WHERE page = 7",
    ),
    "add a comment": (
        """UPDATE page_document SET page = jsonb_insert(page, '{comments,-1}',
           '{"author": "author 3", "body": "Thanks!"}', true) WHERE id = 7""",
        """INSERT INTO page_comment
           SELECT max(id) + 1, 7, 3, 'Thanks!' FROM page_comment""",
    ),
    "rename an author": (
        """UPDATE page_document
           SET page = replace(page::text, '"author 3"', '"author 3"')::jsonb  -- each time
           WHERE page @> '{"comments": [{"author": "author 3"}]}'""",
        "UPDATE page_author SET name = 'author 3' WHERE id = 3",
    ),
}


def cost(sql):
    """How long a statement takes, and how many bytes it writes to the log of changes (WAL)."""
    with connection.cursor() as cursor:
        times = []
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        (before,) = cursor.fetchone()
        for _ in range(5):
            began = perf_counter()
            cursor.execute(sql)
            if cursor.description:
                for row in cursor.fetchall():
                    json.loads(row[0]) if len(row) == 1 else row
            times.append(1000 * (perf_counter() - began))
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), %s) / 5", [before])
        return f"{min(times):5.1f} ms, {int(cursor.fetchone()[0]) / 1000:7.1f} kB"


for step, (document, rows) in STEPS.items():
    print(f"{step:17} one document: {cost(document)}     rows: {cost(rows)}")

# %% [markdown]
# A document is good at what it is made for: to be read whole. A change of a part writes the whole `jsonb` again. And a name that many
# documents contain has to be changed in all of them. (MongoDB isn't measured here, and it stores changes in its own way. Copies of a
# name are copies there, too.) So the product matters less than the question whether your data is read and written in one piece, or
# shared. A `JSONField` beside columns lets you have both.
#
# ## The price: a trip for each thing that is kept
#
# What is outside costs a [round trip](../../site/glossary.md#round-trip). This is what it takes to read a session:

# %%
from django.test import override_settings


def milliseconds(call, times=50):
    began = perf_counter()
    for _ in range(times):
        call()
    return 1000 * (perf_counter() - began) / times


@override_settings(SESSION_FILE_PATH=DISK.name)
def reading(engine):
    Store = import_module(f"django.contrib.sessions.backends.{engine}").SessionStore
    session = Store()
    session["pages"] = 1
    session.save()
    return min(milliseconds(lambda: Store(session.session_key).load()) for _ in range(3))


engines = ("file", "signed_cookies", "cache", "cached_db", "db")
costs = {engine: reading(engine) for engine in engines}

# %%
bars("Reading a session", costs, unit="ms")

# %% [markdown]
# Here the servers are on one machine. Over a network, each trip takes longer, and a file or a cookie doesn't. Each
# way has a price of its own, too:
#
# - `cache` loses sessions when the cache server starts again, or when its memory is full. A cache is no store.
# - `signed_cookies` can't be taken back: who has copied a cookie is logged in, also after the visitor has logged out.
# - A folder on a network disk is one more server that can be away. Object storage such as S3 is reached by HTTP, and
#   has no rename and no lock.
#
# **A photo needn't pass through the servers at all.** A browser can send it to the object storage itself, if the server
# has signed that one request: this method, this key, until this time. A browser that changes something needs another
# signature, and only the server and the storage know the secret. Signing sends nothing:

# %%
from hmac import digest


def sign(request):
    return digest(b"a secret that the storage knows", request.encode(), "sha256").hex()


allowed = "PUT /photos/uploads/7f3a.jpg image/jpeg 181203 bytes until 12:10"
seen = {
    "as allowed": sign(allowed),
    "a larger file": sign(allowed.replace("181203", "981203")),
    "another key": sign(allowed.replace("7f3a", "0001")),
}
for what, signature in seen.items():
    print(
        f"{what:14} {signature[:16]}  {'accepted' if signature == seen['as allowed'] else 'refused'}"
    )
print(f"{1000 * milliseconds(lambda: sign(allowed), 2000):.1f} microseconds for a signature")

# %% [markdown]
# The price: Django never sees the file. What the signature doesn't cover, such as a size that nobody has limited, the
# browser decides. And a link works for everybody who has it, until it expires. The exercise `uploads` does this with a
# real S3. It is large, so `make learn` leaves it out: `kata install s3` downloads it when you get there.
#
# **Old and new code run at the same time.** During a release one server has the new code already. That is the same as
# two servers with other settings, and a column that gets a new name shows it:


# %%
def asks(column, rename):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE talk (id int, title text); INSERT INTO talk VALUES (1, 'Hi')")
        cursor.execute(rename)
        try:
            cursor.execute(f"SELECT {column} FROM talk")
            return cursor.fetchone()[0]
        except DatabaseError as error:
            return str(error).splitlines()[0]
        finally:
            transaction.set_rollback(True)  # the table goes with it


RENAME = "ALTER TABLE talk RENAME COLUMN title TO headline"
VIEW = """
    ALTER TABLE talk RENAME TO talk_table;
    CREATE VIEW talk AS SELECT id, headline, headline AS title FROM talk_table
"""
for way, sql in {"renamed": RENAME, "and a view": f"{RENAME}; {VIEW}"}.items():
    print(f"{way:11} old code gets {asks('title', sql)!r}, new code gets {asks('headline', sql)!r}")

# %% [markdown]
# The database has to fit both. A view with both names is one way. The usual one takes three releases: write both
# columns, then read the new one, then forget the old one.
#
# **A start is not free.** A platform such as AWS Lambda starts a copy of the site for each request that no free copy can
# take. The copy imports everything before it answers: that is a *cold start*. This is what more and more imports
# cost, each in a new process, when all files are in the memory of the system already:

# %%
COPY = """
import json, os, psutil, sys, time

modules, began = len(sys.modules), time.process_time()
if len(sys.argv) > 1:
    from django.conf import settings

    apps = ["contenttypes", "auth", *sys.argv[1].split()]
    settings.configure(
        AUTH_USER_MODEL="accounts.User",
        INSTALLED_APPS=[f"django.contrib.{app}" for app in apps]
        + ["arena.accounts", "arena.contests", "arena.discuss"],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql"}},
    )
    import django.core.wsgi

    django.core.wsgi.get_wsgi_application()
    for module in sys.argv[2:]:
        __import__(module)
spent = time.process_time() - began
print(json.dumps({
    "ms": 1000 * spent,
    "MB": psutil.Process().memory_info().rss / 1e6,
    "modules": len(sys.modules) - modules,
}))
"""
APPS, DRF, CELERY = (
    "admin messages sessions staticfiles",
    "arena.discuss.serializers",
    "celery.schedules",
)
ways = {
    "Python": [],
    "Django and the models": [""],
    "and the admin": [APPS],
    "and REST framework": [APPS, DRF],
    "and Celery": [APPS, DRF, CELERY],
}


def start(*arguments):
    command = [sys.executable, "-c", COPY, *arguments]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


starts = {way: start(*arguments) for way, arguments in ways.items()}
for way, found in starts.items():
    print(f"{way:22} {found['ms']:4.0f} ms, {found['MB']:3.0f} MB, {found['modules']:4} modules")

# %%
bars("Processor time of a start", {way: found["ms"] for way, found in starts.items()}, unit="ms")

# %% [markdown]
# Each row imports more than the one before, and takes more time and memory. On Lambda, the files also have to be read
# for the first time, and a small function gets a part of a processor. Every request that starts a copy waits for all
# imports at the top of a file, also for those that it doesn't need.
#
# A copy that has answered is frozen until the next request. A connection that it has opened stays open in the meantime:

# %%
with connection.cursor() as cursor:
    cursor.execute("SHOW max_connections")
    allowed = int(cursor.fetchone()[0])
print(f"{allowed} connections are allowed here, and 500 copies that keep one each want 500")

# %% [markdown]
# With `CONN_MAX_AGE = 0` a frozen copy has none. 500 requests at the same time still need 500 connections, or PgBouncer
# in between: see the chapter on connections.
#
# **A service is one more hop.** A part of the site becomes a site of its own, which answers by HTTP. Here are the
# ratings of 50 posts from a function, and from a service on the same machine:


# %%
def rated(keys):
    return {key: len(key) + 0.5 for key in keys}


def service(keys):
    with urlopen(f"{server.url}/ratings/?ids={','.join(keys)}", timeout=20) as response:
        return json.load(response)


keys, server = [str(number) for number in range(1, 51)], Server(**SHARED)
assert service(keys) == rated(keys)
hops = {
    "a function": min(milliseconds(lambda: rated(keys)) for _ in range(3)),
    "a service, one call": min(milliseconds(lambda: service(keys), 10) for _ in range(3)),
    "a service, 50 calls": milliseconds(lambda: [service([key]) for key in keys], 2),
}
for way, ms in hops.items():
    print(f"{way:20} {ms:7.3f} ms, {ms / hops['a function']:8,.0f} times the function")

# %%
bars("Ratings of 50 posts", hops, unit="ms")

# %% [markdown]
# Fifty calls are an N+1 over HTTP. One call for 50 posts still takes hundreds of times as long as the function. And a
# service can be away:

# %%
server.end()
try:
    print(service(keys))
except OSError as error:
    print(f"the service is away: {error}")
print(f"the function answers: {len(rated(keys))} ratings")

# %% [markdown]
# So each call needs a time-out, a bound on its retries, and an answer to the question what a page shows without it.
#
# ## The claim: parts that can be replaced
#
# [Are your webapps scalable?](https://simplifiedweb.netlify.app/are-your-webapps-scalable) wants to "have modular
# components that are decoupled and can be replaced if they are determined to be bottlenecks of the application". It
# recommends stateless servers, with database, sessions, cache and files elsewhere, and names Django's back ends as
# the way to get there.
#
# - **True, and you have seen it.** Four settings made two servers one, and no view has changed.
# - **MongoDB: no longer out of reach.** The article sees Django's ORM as one for SQL only. MongoDB has an official back end by now,
#   `django-mongodb-backend`, with releases for Django 5.2 to 6.1. Whether you need it is another question: you have seen documents in
#   PostgreSQL.
# - **Vertical, then horizontal.** It names both. A second processor brings about what a second server does, and none of
#   the repairs above. But a release replaces it, and it can fail.
# - **Sessions are not enough.** With shared sessions, and a key for each server, half of the pages knew the visitor. All of
#   the state has to move, and what no setting names as well.
# - **The old settings are gone.** Texts of that time say `DEFAULT_FILE_STORAGE` and `STATICFILES_STORAGE`. Since Django
#   5.1 there is `STORAGES` only.
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# recommends containers and Kubernetes, to scale without downtime, and functions without servers for bursts.
#
# - **Without downtime: only if the application takes part.** Kubernetes sends SIGTERM, and asks whether a process is
#   ready. What the process does then is yours: as it comes, three of three requests were lost.
# - **Functions without servers: for some things.** A start with the admin, REST framework and Celery took about twice as long
#   as Django with its models, for a page that needs none of them. Lambda runs up to 1,000 copies at the same time,
#   [unless you ask for more](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), and
#   PostgreSQL allows 100 connections unless you change it. So bursts need PgBouncer or RDS Proxy first. A rare job, such
#   as making a thumbnail, fits well. A site that has visitors all day, or a job of more than 15 minutes, doesn't.
#
# Both articles recommend to split a site into services as well.
#
# - **Not for more visitors.** Two copies of the whole site took turns above, without a service. A split adds the hop that you have
#   measured, and a way to fail.
# - **For other reasons.** A part needs other hardware, another language, or a team that releases by itself. Don't split what a
#   page always reads together, or what one transaction writes: a JOIN and a rollback don't cross HTTP. A module with a few
#   functions as its door costs nothing, and can become a service later.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task two_boxes

# %%
# %check two_boxes

# %%
# %task deploys

# %%
# %check deploys

# %%
# %task cold_start

# %%
# %check cold_start

# %%
# %task own_back_end

# %%
# %check own_back_end

# %%
# %task expand_contract

# %%
# %check expand_contract

# %%
# %task uploads

# %%
# %check uploads

# %%
# %task manifests

# %%
# %check manifests

# %%
# %task split_or_not

# %%
# %check split_or_not
