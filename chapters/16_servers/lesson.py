# %% [markdown]
# # Servers
#
# *Thirty minutes.* Between a visitor and your view are two programs: gunicorn, which has room for some requests,
# and nginx, which has room for all the others. This chapter starts both, and measures what each is for.

# %% tags=["setup"]
import selectors
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from kata.notebook import Pair, bars, chart, predict, sandbox
from kata.services import gunicorn, nginx
from kata.services.unix_http import open_socket

sandbox()

# %% [markdown]
# ## Report: eight visitors on a train
#
# > *"At 8:15 the site stands still for some minutes. The processors are idle, the database is idle, and no
# > query is slow. In the log of gunicorn there are eight requests, all for the same report, from phones."*
#
# Here is a small site, as gunicorn gets it. `report` returns five megabytes at once.

# %%
SITE = """
import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_page

settings.configure(SECRET_KEY="-", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)


def hello(request):
    return HttpResponse("hello")


def waits(request):
    time.sleep(float(request.GET.get("seconds", 0.05)))  # as for another service
    return HttpResponse("hello")


def computes(request):
    sum(number * number for number in range(100_000))
    return HttpResponse("hello")


def report(request):
    return HttpResponse(b"." * 5_000_000)


def posts(request):
    return HttpResponse(
        f'<li class="post"><a href="/posts/{n}/">The post with number {n}</a> {n % 7} comments</li>'
        for n in range(1200)
    )


urlpatterns = [
    path("", hello),
    path("waits", waits),
    path("computes", computes),
    path("cached", cache_page(60)(computes)),
    path("report", report),
    path("posts", posts),
]
application = get_wsgi_application()
"""

# %% [markdown]
# This nginx passes everything on, but for two locations that you will need later.

# %%
IN_FRONT = """
proxy_cache_path pages keys_zone=pages:1m;
upstream app { server unix:app.sock; }
server {
    listen unix:nginx.sock;
    location / { proxy_pass http://app; }
    location = /one-second {
        proxy_pass http://app/computes;
        proxy_cache pages;
        proxy_cache_valid 1s;
        proxy_cache_use_stale updating;
        proxy_cache_background_update on;
        proxy_cache_lock on;
    }
    location = /nginx { return 200 "hello"; }
}
"""
has_nginx = nginx.status().state == "ready"
print("nginx is installed." if has_nginx else nginx.status().remedy)


@contextmanager
def serving(configuration):
    """gunicorn with the site, and nginx in front of it: both, for this block only."""
    with ExitStack() as stack:
        app = stack.enter_context(gunicorn.serving(configuration, SITE))
        servers = {"gunicorn": app}
        if has_nginx:
            front = nginx.serving(IN_FRONT, {"app.sock": app.address})
            servers["nginx in front"] = stack.enter_context(front)
        yield servers


def rate(server, page="/", clients=16, ahead=1, seconds=0.3, header="Accept: */*"):
    """Responses in a second, for clients that ask again as soon as they are answered."""
    request, answers = f"GET {page} HTTP/1.1\r\nHost: arena\r\n{header}\r\n\r\n".encode(), 0
    with selectors.DefaultSelector() as waiting:

        def connect():
            connection = open_socket(server.address)
            connection.sendall(request * ahead)
            waiting.register(connection, selectors.EVENT_READ)

        for _ in range(clients):
            connect()
        end = time.perf_counter() + seconds
        while (
            waiting.get_map() and time.perf_counter() < end + seconds
        ):  # the last ones are awaited
            for key, _ in waiting.select(seconds):
                got, is_over = key.fileobj.recv(1 << 16), time.perf_counter() > end
                new = got.count(b"HTTP/1.1 200")
                answers += 0 if is_over else new
                if got and not is_over and b"Connection: close" not in got:
                    key.fileobj.sendall(request * new)
                    continue
                waiting.unregister(key.fileobj)
                key.fileobj.close()
                if not is_over:
                    connect()
        for key in list(waiting.get_map().values()):
            key.fileobj.close()
    return answers / seconds


# %% [markdown]
# ## Predict: what is left for the others
#
# gunicorn runs one worker with eight threads. Eight clients ask for the report and read nothing of it for now. How
# many requests a second does gunicorn answer to all other visitors?

# %%
guess = predict("How many are left?", ..., unit="requests a second")
guess

# %%
EIGHT = "threads = 8\nkeepalive = 75"

left = {}
with serving(EIGHT) as servers:
    for name, server in servers.items():
        left[f"{name}, alone"] = rate(server)
        slow = [server.ask("/report") for _ in range(8)]
        time.sleep(0.2)
        left[f"{name}, with 8 slow clients"] = rate(server)
        for client in slow:
            client.close()
        time.sleep(0.2)

guess.measured(left["gunicorn, with 8 slow clients"])

# %% [markdown]
# ## Experiment: slots, and what occupies them
#
# ### Eight slow clients

# %%
bars("Requests a second for everybody else", left, unit="requests a second")

# %% [markdown]
# Eight clients that do nothing stop a site that does nothing. A thread of gunicorn sends the report, fills the socket's
# buffer, and waits for the client to read. It is one of eight [slots](../../site/glossary.md#slot), and a ninth visitor has to
# wait for one of them.
#
# Through nginx it is the same gunicorn with the same slots. But nginx reads the whole report at the speed of gunicorn, puts what
# it cannot send yet into a file, and waits for the train itself. A waiting connection costs it some kilobytes.
#
# ### Slots made of processes, and of threads
#
# So how many slots does a site need, and of which kind? Two views: one waits for 50 ms, and one computes.

# %%
SLOTS = (1, 4, 8)
ways = {
    "processes": {slots: f"workers = {slots}" for slots in SLOTS},
    "threads of one process": {slots: f"threads = {slots}" for slots in SLOTS},
}
pages, memory = {"/waits": {}, "/computes": {}}, {}
for way, configurations in ways.items():
    for slots, configuration in configurations.items():
        with gunicorn.serving(configuration, SITE) as server:
            for page, found in pages.items():
                found.setdefault(way, {})[slots] = rate(server, page, clients=2 * slots)
            memory[f"{slots} {way}"] = server.memory() / 1e6

# %%
Pair(
    chart("A view that waits", pages["/waits"], x="slots", y="requests a second"),
    chart("A view that computes", pages["/computes"], x="slots", y="requests a second"),
)

# %%
bars("Memory", memory, unit="MB")

# %% [markdown]
# - **A view that waits** gets as many requests a second as there are slots, divided by the seconds of a request: eight slots and 50 ms
#   make at most 160. It does not matter whether a slot is a process or a thread. But threads share one copy of Django and
#   of your site in memory.
# - **A view that computes** gets faster up to the number of processors, and only with processes. Threads of one process
#   take turns: only one of them runs Python at a time.
#
# ### How far Django is from 45,000 requests a second
#
# A page that computes, the same page from Django's cache, a page that does nothing, the page that nginx keeps for one
# second, and nginx alone. Everything goes through nginx, and each of eight clients sends fifty requests ahead.

# %%
TWO_BY_FOUR = "workers = 2\nthreads = 4\nkeepalive = 75"
ladder = {}
if has_nginx:
    with serving(TWO_BY_FOUR) as servers:
        front = servers["nginx in front"]
        for name, page in {
            "computed by Django": "/computes",
            "from Django's cache": "/cached",
            "an empty view": "/",
            "kept by nginx for a second": "/one-second",
            "nginx alone": "/nginx",
        }.items():
            rate(front, page, 1, seconds=0.05)
            ladder[name] = rate(front, page, 8, ahead=50)
else:
    print(nginx.status().remedy)

# %%
bars("Requests a second", {**ladder, "the claim": 45_000}, unit="requests a second")

# %% [markdown]
# The empty view is the most that Django can do here: no cache in Django makes a page faster than that. The large step is the one that
# leaves Python out. The client that asks here is Python too, so nginx could do more than you see.

# %% [markdown]
# ### A fifth of the bytes, and who pays for it
#
# A list of 1,200 posts comes from Django through nginx: as it is, and compressed at the lowest and at the highest level.
# How many bytes does a visitor get, and how many requests a second are left?

# %%
COMPRESSING = """
server {
    listen unix:nginx.sock;
    %s
    location / { proxy_pass http://unix:app.sock; }
}
"""
LEVELS = {
    "as it is": "",
    "gzip, level 1": "gzip on; gzip_comp_level 1;",
    "gzip, level 9": "gzip on; gzip_comp_level 9;",
}
kilobytes, compressing = {}, {}
with gunicorn.serving(TWO_BY_FOUR, SITE) as app:
    for name, lines in LEVELS.items() if has_nginx else ():
        with nginx.serving(COMPRESSING % lines, {"app.sock": app.address}) as server:
            kilobytes[name] = len(server.get("/posts", **{"Accept-Encoding": "gzip"}).body) / 1000
            compressing[name] = rate(server, "/posts", header="Accept-Encoding: gzip")

# %%
Pair(
    bars("Bytes of the page", kilobytes, unit="KB"),
    bars("Requests a second", compressing, unit="requests a second"),
)

# %% [markdown]
# The bytes are saved on the visitor's way, which is slow on a train. The processor time is spent here, beside gunicorn. The highest
# level saves little more than the lowest and takes longer.
#
# There is one text that must not be compressed: a page that shows a secret beside something that the request says. Somebody
# who makes your browser send requests cannot read the responses, but can see how long they are. Each line below is a guess of the
# secret's next letter, with the bytes of the compressed page.

# %%
import zlib

SECRET_PAGE = "<p>Nothing found for {}.</p><p>Your token=8f0c2ad4</p>"


def length(guess):
    return len(zlib.compress(SECRET_PAGE.format(f"token=8f0{guess}").encode()))


print("  ".join(f"{guess}: {length(guess)}" for guess in "0123456789abcdef"), "bytes")

# %% [markdown]
# The right letter repeats what the page says already, so its response is the shortest. On a longer page that takes more guesses. The attack is called BREACH. It needs a secret that stays
# the same, text of the request in the same response, and compression: without one of the three there is nothing to see.

# %% [markdown]
# ### A thread that computes
#
# Threads of a worker share the GIL. How long does a thread with nothing to do wait for it, while another one computes?

# %%
from threading import Event, Thread

NUMBERS = [hash((n, "x")) for n in range(300_000)]


def loop():
    total = 0
    for number in NUMBERS:
        total += number


def longest_pause(work):
    """Return how late a thread wakes up at most, which wants to every millisecond."""
    over, pauses = Event(), [0.0]

    def tick():
        while not over.is_set():
            start = time.perf_counter()
            time.sleep(0.001)
            pauses.append(time.perf_counter() - start)

    thread = Thread(target=tick)
    thread.start()
    start = time.perf_counter()
    work()
    took = time.perf_counter() - start
    over.set()
    thread.join()
    return took, max(pauses)


for work in (loop, lambda: sorted(NUMBERS)):
    took, pause = longest_pause(work)
    print(f"takes {1000 * took:4.0f} ms, and the other thread waits for up to {1000 * pause:4.0f}")

# %% [markdown]
# A loop in Python gives the GIL away every 5 ms. One call of C code, such as `sorted()` of a long list, `json.dumps()` or
# a regular expression, keeps it to its end: no other thread of this worker answers anything, not even `/health/`.

# %% [markdown]
# ### One thread for everybody, under ASGI
#
# Under ASGI one thread serves all visitors. Here a page asks three services that take 50 ms each, in four ways, and a
# second visitor comes 10 ms later, whose page needs nothing.

# %%
import asyncio

from asgiref.sync import sync_to_async


async def service():
    await asyncio.sleep(0.05)


def old_client():
    time.sleep(0.05)


async def in_turn():
    await service()
    await service()
    await asyncio.to_thread(old_client)


async def together():
    await asyncio.gather(service(), service(), asyncio.to_thread(old_client))


async def blocking():
    old_client()
    await asyncio.gather(service(), service())


async def as_queries():
    call = sync_to_async(old_client)  # as each query of Django's does
    await asyncio.gather(call(), call(), call())


async def visited(page):
    async def other():
        await asyncio.sleep(0.01)
        return time.perf_counter()

    start = time.perf_counter()
    second = asyncio.create_task(other())
    await page()
    took = time.perf_counter() - start
    return took, await second - start - 0.01


for page in (in_turn, together, blocking, as_queries):
    with ThreadPoolExecutor(1) as server:  # the notebook has an event loop of its own here
        took, waited = server.submit(asyncio.run, visited(page)).result()
    print(
        f"{page.__name__:<11} {1000 * took:4.0f} ms, the other visitor waits {1000 * waited:3.0f}"
    )

# %% [markdown]
# `gather()` makes three calls as slow as one, where the calls wait inside the event loop. It does nothing for queries:
# `sync_to_async()` gives all of a request to one thread. And a client that blocks its thread makes the other
# visitor wait: the event loop cannot go on.

# %% [markdown]
# ### A comment that comes twice
#
# Two back ends behind nginx. Ten comments are on their way when one back end is killed. How many does the other get a
# second time?

# %%
from collections import Counter

from kata.checks.back_ends import Reply, back_ends
from kata.checks.visitors import Asking, until
from kata.services import nginx

PROXY = """
upstream arena { server unix:one.sock; server unix:two.sock; }
server {
    listen unix:nginx.sock;
    location / { proxy_pass http://arena; proxy_next_upstream %s; }
}
"""


def killed(next_upstream):
    thanks = {f"/{n}/": Reply(body=b"thanks") for n in range(10)}
    with back_ends(thanks, thanks) as (one, two):
        names = {"one.sock": one.address, "two.sock": two.address}
        with nginx.serving(PROXY % next_upstream, names) as server:
            one.hold(), two.hold()
            sent = [Asking(server.address, path, "POST", b"comment") for path in thanks]
            until(lambda: len(one.requests) + len(two.requests) == 10, server)
            one.kill()
            two.let_go()
            until(lambda: all(each.done() for each in sent), server)
            times = Counter(request.path for request in one.requests + two.requests)
            lost = sum(each.status != 200 for each in sent)
            return lost, sum(number > 1 for number in times.values())


for words in ("error timeout", "error timeout non_idempotent") if has_nginx else ():
    lost, twice = killed(words)
    print(f"{words:<28} {lost} visitors get an error, {twice} comments are sent twice")

# %% [markdown]
# nginx cannot know whether the killed back end has stored the comment. Without `non_idempotent` it tells the visitor so.

# %% [markdown]
# ### A weak back end
#
# Of two back ends, one is busy with something else: it answers one request after the other, and takes 50 ms for each. The
# other one takes 5. Eight visitors send 24 requests. How long does it take, and how many go to the weak one?

# %%
from threading import Lock

METHODS = {"in turn": "", "least connections": "least_conn;"}
BALANCED = """
upstream arena { %s server unix:weak.sock; server unix:well.sock; }
server { listen unix:nginx.sock; location / { proxy_pass http://arena; } }
"""


def balanced(method):
    one_at_a_time = Lock()

    def weakly(request):
        with one_at_a_time:
            time.sleep(0.05)
        return Reply(body=b"page")

    def quickly(request):
        time.sleep(0.005)
        return Reply(body=b"page")

    with back_ends(weakly, quickly) as (weak, well):
        names = {"weak.sock": weak.address, "well.sock": well.address}
        with nginx.serving(BALANCED % method, names) as server, ThreadPoolExecutor(8) as visitors:
            began = time.perf_counter()
            list(visitors.map(lambda _: server.get("/").status, range(24)))
            return time.perf_counter() - began, len(weak.requests)


for name, method in METHODS.items() if has_nginx else ():
    took, number = balanced(method)
    print(f"{name:<18} {1000 * took:5.0f} ms, {number:2} of 24 requests go to the weak one")

# %% [markdown]
# nginx takes turns unless you tell it otherwise: half of the visitors wait for the weak back end, and the other one is idle. With
# `least_conn`, a request goes where the fewest are. Both take for granted that a back end answers well: one that answers each request
# with an error, and quickly, gets the most.

# %% [markdown]
# ### The first second after the contest
#
# Fifty visitors open the same page at the same time, three times in a second. How many requests reach the back end?

# %%
CACHED = """
proxy_cache_path cache keys_zone=pages:1m;
server {
    listen unix:nginx.sock;
    proxy_cache_key $host$request_uri;
    %s
    location / { proxy_pass http://unix:app.sock; }
}
"""
CACHE = "proxy_cache pages; proxy_cache_valid 200 1s;"
WAYS = {
    "no cache": "",
    "cached for a second": CACHE,
    "and one request at a time": CACHE + "proxy_cache_lock on;",
}


def requests(lines):
    def reply(request):
        time.sleep(0.05)  # the page takes a moment
        return Reply(body=b"page")

    with (
        back_ends(reply) as [app],
        nginx.serving(CACHED % lines, {"app.sock": app.address}) as server,
    ):
        for _ in range(3):
            asked = [Asking(server.address, "/") for _ in range(50)]
            until(lambda asked=asked: all(each.done() for each in asked), server)
        return len(app.requests)


for name, lines in WAYS.items() if has_nginx else ():
    print(f"{name:<26} {requests(lines):>3} requests for 150 visits")

# %% [markdown]
# One request for 150 visits is what is left when others wait for the first one, and the page is kept.
#
# ## Why: a slot is occupied until the last byte
#
# gunicorn starts one process that listens, and forks workers from it. All workers wait at the same socket. A worker of the class
# `sync` accepts a connection, reads the request, calls your view, sends the response and closes the connection. All of that is one
# slot. With `threads` the class is `gthread`: a loop accepts connections, and a thread does the rest.
#
# In both, the slot is occupied while the view waits for a database or another service, and while the client receives. The first you
# can make shorter. The second depends on the client's network, unless something reads faster: that is what a proxy's
# **buffers** are for. `proxy_buffering` and `proxy_request_buffering` are on by default.
#
# Slots do not belong together. A `gthread` worker accepts connections without regard to its threads, up to `worker_connections`. So with
# 2 workers of 4 threads one worker may accept six connections while the other has two: two requests wait, and two threads are
# idle. The exercise `gunicorn_conf` makes that happen each time.
#
# gzip needs to be told more than `on`: which types, from which length, and also for requests that come through a CDN. And it needs
# to be off where a page shows a secret beside text of the request.
#
# A worker that computes answers nobody. So limit how many may compute, in all processes together: a lock of a file comes back when
# its process is killed, a semaphore does not. nginx repeats a request where that does no harm: one that was not sent, or one whose
# method is idempotent. And a page that is the same for all visitors is computed once a second, however many they are.
#
# ## The price: time-outs, memory and connections
#
# **`timeout` is not a limit for a request.** It says how long a worker may be silent before gunicorn kills it. What it does to a
# request depends on the class. Here is a view that takes 2.5 seconds, and a `timeout` of 1:


# %%
def answer(configuration):
    with gunicorn.serving(configuration, SITE) as server:
        began = time.perf_counter()
        try:
            status = server.get("/waits?seconds=2.5").status
        except OSError as error:
            status = type(error).__name__
        return f"{status} after {time.perf_counter() - began:.1f} s"


with ThreadPoolExecutor() as both:
    sync = both.submit(answer, "timeout = 1")
    threads = both.submit(answer, "timeout = 1\nthreads = 2")
print("sync:   ", sync.result())
print("gthread:", threads.result())

# %% [markdown]
# The `sync` worker is silent while its view runs, and is killed with the request. The loop of a `gthread` worker reports while its threads
# work, so nothing ends the request. Limit what a request waits for, as in [Connections](../12_connections/lesson.ipynb).
#
# - **Time-outs form a chain.** nginx gives up after `proxy_read_timeout`, 60 seconds by default. If gunicorn is more patient, the
#   visitor gets a 504 and tries again, while gunicorn still works on the first request.
# - **An idle connection should be closed by the side that sends requests.** gunicorn's `keepalive` is 2 seconds by default, and nginx keeps
#   idle connections for 60. Sooner or later nginx sends a request on a connection that gunicorn is closing. It repeats a GET; a
#   POST becomes a 502. The class `sync` keeps no connections.
# - **Each slot may open a database connection.** 3 workers with 40 threads may open 120.
# - **Processes cost memory, and threads need code without shared state.** A request in a global variable is a leak
#   between visitors.
# - **A visitor who waits for a client that blocks occupies a thread.** For these, ASGI has the same limit as WSGI.
# - **gzip takes processor time of the machine that runs gunicorn too**, for each response again. Files can be compressed once, when you
#   deploy.
# - **Slots for reports leave workers idle**, and visitors get a 503.
# - **A comment on its way to a killed back end ends in a 502**: its author has to decide.
# - **A micro-cache shows a page that is a second old**, or as old as its last visit. It has to know exactly who is a member.
# - **Buffers delay a stream.** For server-sent events a location needs `proxy_buffering off`, and then a slow client occupies
#   a slot again.
#
# ## The claim: tune the WSGI server, and match the time-outs
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) says that "async workers work great when your load is I/O
# bound", to "use sync workers when you are doing a lot of processing", and that "there is such a thing as too many workers." Notes on
# the talk also say to set nginx's `keepalive_timeout` to the time-out of the WSGI server.
#
# - **Many slots where pages wait, processes where they compute: true.** You saw both. But the choice today is not only sync or
#   async: threads have as many slots as you like, without another kind of worker.
# - **Too many workers: true.** Beyond the processors a view that computes gains nothing, and the memory still grows.
# - **`keepalive_timeout`: another time-out.** In a `server` it says how long a *client's* idle connection stays open. What must fit gunicorn's
#   `timeout` is `proxy_read_timeout`. What must fit gunicorn's `keepalive` is `keepalive_timeout` in the `upstream`.
# - **`worker_processes auto`, `tcp_nodelay` and `tcp_nopush`: fine, and not what you wait for.** nginx has one worker unless you say
#   `auto`. One is enough for all that you have measured here. `tcp_nodelay` is on by default. `tcp_nopush` saves packets when files are
#   sent, which a connection inside one machine doesn't show, so this course has no figure for it.
#
# The article does not say why nginx is there at all. Eight slow clients do.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task gunicorn_conf

# %%
# %check gunicorn_conf

# %%
# %task slow_clients

# %%
# %check slow_clients

# %%
# %task gzip_conf

# %%
# %check gzip_conf

# %%
# %task async_views

# %%
# %check async_views

# %%
# %task cpu_bound

# %%
# %check cpu_bound

# %%
# %task balance

# %%
# %check balance

# %%
# %task micro_cache

# %%
# %check micro_cache
