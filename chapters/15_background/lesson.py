# %% [markdown]
# # Background work
#
# *Thirty minutes.* A visitor should not wait for an e-mail. So the page stores a row, puts a task into a
# queue, and answers; a worker does the rest. Now two programs share one piece of work, and each of them
# may stop at any line.

# %% tags=["setup"]
from collections import Counter
from queue import SimpleQueue
from random import Random
from threading import Barrier, Thread
from time import perf_counter, sleep

from kata.notebook import Pair, bars, chart, predict, sandbox

sandbox()

# %% [markdown]
# ## Report: the worker says that the comment does not exist
#
# > *"Some authors never hear of a comment. The workers' log says* `Comment matching query does not
# > exist`*, and when we look, the comment is there. On staging it has never happened, and the tests
# > pass."*
#
# This is the code: it stores a comment, enqueues a task, and counts the comment, in one transaction. The
# queue is one of Python's, and the worker is a thread with a database connection of its own, as a worker
# of Celery's has.

# %%
from django.db import connection, connections, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from arena.worlds import World
from kata.checks import concurrently

VISITORS = 200
world = World(seed=15)
[post] = world.posts(1, counted=True)


def comment(enqueue):
    with transaction.atomic():
        new = Comment.objects.create(
            post=post, author_id=post.author_id, body="Hm.", created_at=timezone.now()
        )
        enqueue(new.pk)
        Post.objects.filter(pk=post.pk).update(kept_comments=F("kept_comments") + 1)
    return new.pk


def worker(queue, outcomes):
    while (key := queue.get()) is not None:
        outcomes[Comment.objects.filter(pk=key).exists()] += 1
    connections.close_all()


# %% [markdown]
# ## Predict: how many tasks find no comment
#
# 200 visitors comment, one after the other. The worker has nothing else to do. Of the 200 tasks, how many
# find no comment?

# %%
guess = predict("Of 200 tasks, how many find no comment?", ..., unit="tasks")
guess


# %%
def comments_with(enqueue_with, undo=()):
    """Let visitors comment while a worker waits; return how many tasks found their comment."""
    queue, outcomes = SimpleQueue(), Counter()
    thread = Thread(target=worker, args=(queue, outcomes))
    thread.start()
    try:
        for visitor in range(VISITORS):
            try:
                with transaction.atomic():
                    comment(lambda key: enqueue_with(queue, key))
                    if visitor in undo:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
    finally:
        queue.put(None)
        thread.join()
    return outcomes


def inside(queue, key):
    queue.put(key)


too_early = comments_with(inside)
guess.measured(too_early[False])

# %% [markdown]
# The worker is woken when the task comes in, and its query is at the database before the commit is. On a
# laptop with one process that does everything, on a slow staging server, or behind a queue with other
# tasks in it, the worker is usually too late to notice.
#
# ## Experiment: after the commit, and a worker that dies
#
# ### After the commit
#
# `transaction.on_commit()` keeps a function until the outermost transaction has committed, and forgets it
# after a rollback. Some visitors' transactions fail at the end now: 20 of the 200. Those comments never
# exist.


# %%
def on_commit(queue, key):
    transaction.on_commit(lambda: queue.put(key))


failing = range(0, VISITORS, 10)
enqueued = {
    "inside the transaction": comments_with(inside, undo=failing),
    "by on_commit()": comments_with(on_commit, undo=failing),
}

# %%
Pair(
    bars(
        "Tasks that find their comment, of 180 comments",
        {name: found[True] for name, found in enqueued.items()},
        unit="tasks",
    ),
    bars(
        "Tasks that find none",
        {name: found[False] for name, found in enqueued.items()},
        unit="tasks",
    ),
)

# %% [markdown]
# With `on_commit()` each comment has a task that finds it, and no task is about a comment that never was.
# A retry, the usual remedy for the report, would help the tasks that came too early. It would repeat the 20
# others until it gives up.
#
# ### A worker that dies
#
# Workers are killed: by a deployment, by the kernel when memory runs out, by a server that goes away. Here
# are 200 tasks, and each sends a message. Ten times a worker dies in the middle of its task: five times
# just before the message is sent, five times just after. Another worker starts immediately. The queue
# forgets a task when a worker takes it.


# %%
class Killed(BaseException):
    """What ends a worker: nothing in the task catches it."""


class Messages:
    """What has been sent. Ten tasks kill their worker, the first time that they are done."""

    def __init__(self, keys):
        self.sent, self.seen = Counter(), set()
        self.dies = dict.fromkeys(keys[::40], "before") | dict.fromkeys(keys[20::40], "after")

    def send(self, key, once=False):
        moment = self.dies.pop(key, "")
        if moment == "before":
            raise Killed
        if not (once and key in self.seen):  # the service knows the key that came along
            self.sent[key] += 1
        self.seen.add(key)
        if moment == "after":
            raise Killed

    def told(self, keys):
        lost = sum(not self.sent[key] for key in keys)
        return {"lost": lost, "twice": sum(number > 1 for number in self.sent.values())}


def until_done(work, workers=1):
    """Let workers work; where one is killed, another one starts."""

    def one(_):
        while True:
            try:
                return work()
            except Killed:
                connection.close()  # PostgreSQL notices, and rolls back

    for outcome in concurrently(one, workers, timeout=100):
        if outcome.error:
            raise outcome.error


keys = list(Comment.objects.order_by("pk").values_list("pk", flat=True)[:VISITORS])
fates = {}


def from_a_queue():
    while not queue.empty():
        messages.send(queue.get())


queue, messages = SimpleQueue(), Messages(keys)
for key in keys:
    queue.put(key)
until_done(from_a_queue)
fates["a queue that forgets"] = messages.told(keys)
fates

# %% [markdown]
# Five messages are lost, and no log knows of them. The page's own process can die as well, between its
# commit and the callback of `on_commit()`: that task is never enqueued.
#
# ### An outbox
#
# So write the task where the comment is: into a table, in the same transaction. Then there is a task
# exactly if there is a comment. Such a table is called an *outbox*. A worker reads a row, does its task, and
# deletes the row when it is done. Four workers share the work, in three ways:
#
# - **no claim**: they read rows, and nothing tells the others that a row is taken;
# - **a claim**: they read with `FOR UPDATE SKIP LOCKED` and keep that lock until the row is deleted. The lock
#   of a worker that dies goes with its connection;
# - **a claim and a key**: they also send the task's key along, and the service ignores a key that it has seen.


# %%
def ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def fill():
    ask("DROP TABLE IF EXISTS outbox")
    ask("CREATE TABLE outbox (comment_id bigint PRIMARY KEY)")
    ask("INSERT INTO outbox SELECT unnest(%s::bigint[])", keys)


NEXT = "SELECT comment_id FROM outbox ORDER BY comment_id LIMIT 1"


def from_the_outbox(claim="", once=False):
    while True:
        with transaction.atomic():
            row = ask(NEXT + claim)
            if not row:
                return
            [(key,)] = row
            messages.send(key, once)
            ask("DELETE FROM outbox WHERE comment_id = %s", key)


CLAIM = " FOR UPDATE SKIP LOCKED"
for name, options in {
    "an outbox, no claim": {},
    "an outbox, a claim": {"claim": CLAIM},
    "a claim and a key": {"claim": CLAIM, "once": True},
}.items():
    fill()
    messages = Messages(keys)
    until_done(lambda options=options: from_the_outbox(**options), workers=4)
    fates[name] = messages.told(keys)

# %%
Pair(
    bars(
        "Messages that are lost, of 200",
        {name: fate["lost"] for name, fate in fates.items()},
        unit="messages",
    ),
    bars(
        "Messages that are sent twice or more often",
        {name: fate["twice"] for name, fate in fates.items()},
        unit="messages",
    ),
)

# %% [markdown]
# The outbox loses nothing. Without a claim nearly every message is sent more than once, because four workers
# read the same first row. With a claim five are: the message was sent, and the worker died before it could
# say so. **No claim and no lock can help that**, because the message is not in your database, and no
# transaction takes it back. The key does, on the other side.


# %% [markdown]
# ### Delivered twice
#
# If the effect of a task is in your own database, you can recognize the second delivery yourself: with a row
# for each message that has been handled. Two workers get the same message, and the first has not committed
# yet. Does the second one see it?

# %%
ask("DROP TABLE IF EXISTS handled")
ask("CREATE TABLE handled (message text PRIMARY KEY)")
ONCE = "INSERT INTO handled VALUES ('m1') ON CONFLICT DO NOTHING"
first = connection.copy()
with first.cursor() as one, connection.cursor() as two:
    one.execute("BEGIN; INSERT INTO handled VALUES ('m1')")
    two.execute("SELECT count(*) FROM handled WHERE message = 'm1'")
    print("the second worker looks, and finds", two.fetchone()[0], "rows")
    try:
        with transaction.atomic():
            two.execute("SET LOCAL lock_timeout = '50ms'")
            two.execute(ONCE)
    except Exception as error:
        print("it inserts, and waits:", type(error).__name__)
    one.execute("ROLLBACK")  # the first worker dies
    two.execute(ONCE)
    print("the first one dies, and the second inserts", two.rowcount, "row")
first.close()

# %% [markdown]
# Looking finds nothing. Inserting waits for the first worker, and learns how it ended. If the first worker
# commits, the second inserts no row, and knows that the message has been handled. If the first one dies, the
# second does the work. The row must be committed **together with** the effect.
#
# ### A call, and who waits for it
#
# A transaction keeps its locks until it ends, and a call over the network inside of it decides when that
# is. Here the call takes 200 ms, and another client wants to write to the same row.

# %%
ask("DROP TABLE IF EXISTS entry")
ask("CREATE TABLE entry AS SELECT 1 AS id")
PAY = "UPDATE entry SET id = id WHERE id = 1"


def others_wait(call_inside):
    locked = Barrier(2)

    def client(number):
        if number:
            connection.ensure_connection()
            locked.wait()
            began = perf_counter()
            ask(PAY)
            return 1000 * (perf_counter() - began)
        with transaction.atomic():
            ask(PAY)
            if call_inside:
                locked.wait()
                sleep(0.2)  # the service thinks
        if not call_inside:
            locked.wait()
            sleep(0.2)

    return concurrently(client, 2)[1].result


# %%
bars(
    "How long another client waits for the row",
    {
        "a call inside the transaction": others_wait(True),
        "a call after its commit": others_wait(False),
    },
    unit="ms",
)

# %% [markdown]
# So store what you are going to do, with a key, and commit. Then call, with no transaction open. Then store
# what came of it. After a crash another process makes the same call with the same key.
#
# ### Where does a slice begin?
#
# A mailing to everybody is too long for one task, so cut it into slices of 50 people. To enqueue them, you
# need the first key of each slice, and not everybody's.

# %%
world.people(1000)
everybody = list(User.objects.order_by("pk").values_list("pk", flat=True))
numbered = User.objects.annotate(number=Window(RowNumber(), order_by="pk"))
firsts = numbered.annotate(place=F("number") % 50).filter(place=1).order_by("pk")
ends = list(firsts.values_list("pk", flat=True))
assert ends == everybody[::50]
print(f"all keys: {len(everybody):,} rows; the first of each slice: {len(ends):,} rows")

# %% [markdown]
# ## Why: two systems, and no transaction for both
#
# The database makes the comment visible at one moment, the commit. The queue is another system, and knows
# nothing of that moment. So there are only two orders, and each has a gap:
#
# | order | the gap |
# |---|---|
# | enqueue, then commit | a task before its comment, or without one |
# | commit, then enqueue | a comment without a task, if the process dies in between |
# | both in one commit: an outbox | none |
#
# The worker has the same two orders. It can say "done" before the work or after it. Before: a death in
# between loses the task, *at most once*. After: a death repeats it, *at least once*. *Exactly once* exists
# only where the work and the word "done" are in one transaction, as a row that the task writes and the row
# of the outbox that it deletes. For anything outside of the database, take *at least once*, and make the
# second time harmless: the task is *idempotent*.
#
# ### Django's tasks
#
# Since version 6.0 Django has an interface for tasks: `django.tasks`. For Django 5.2 there is the package
# [django-tasks](https://pypi.org/project/django-tasks/). Of workers
# [Django's manual](https://docs.djangoproject.com/en/stable/topics/tasks/) says: "It does not provide a
# worker mechanism to run Tasks." You choose a backend, such as
# [django-tasks-db](https://pypi.org/project/django-tasks-db/), whose queue is a table, and start its
# worker. The default backend runs a task immediately, inside `enqueue()`. What does that find, and what
# happens if you pass the comment itself?

# %%
try:
    from django.tasks import task
except ImportError:
    print("This needs Django 6.0 or newer, or django-tasks and its own import.")
else:

    @task
    def exists(key):
        return Comment.objects.filter(pk=key).exists()

    found = Counter()
    for _ in range(20):
        comment(lambda key: found.update([exists.enqueue(key).return_value]))
    print(f"{found[True]} of 20 tasks, enqueued inside the transaction, find their comment.")
    try:
        exists.enqueue(Comment.objects.first())
    except TypeError as error:
        print(f"TypeError: {error}")

# %% [markdown]
# All find it: they run on the connection that has written it. So a test with this backend passes, and says
# nothing about the report. Use `on_commit()` all the same. `enqueue()` does not wait for the commit by
# itself; a backend whose queue is a table in the same database makes it an outbox.
#
# In tests, `TestCase` never commits, and callbacks of `on_commit()` are not called. Wrap the call in
# `with self.captureOnCommitCallbacks(execute=True) as callbacks:`, and assert how many there were.
#
# ## The price: at least once, a second system, and retries that pile up
#
# - **At least once.** Each task may run twice: after a death, after a timeout, after a retry. That is a
#   property of every task that you write from now on.
# - **A second system.** A broker has to be installed, watched, upgraded and secured. When it is down, pages
#   must go on: `on_commit(..., robust=True)` logs the error. Before Django 6.1 it needs a function or a lambda
#   there: the error of a `functools.partial` ends in an `AttributeError`. A table needs no second system, and
#   costs the database some writes for each task.
# - **Connections.** Each worker process holds one, or one for each of its threads. They count in the product
#   of [the lesson on connections](../12_connections/lesson.ipynb).
# - **Nobody waits, so nobody notices.** A queue has no error page. Watch the age of its oldest task.
#
# ### A queue that grows
#
# A queue moves work in time. It makes no less of it. Workers that do 50 tasks a second get 40 a second,
# and for one minute 80. How long is the queue?

# %%
MINUTE = 60
waiting, length = 0, {}
for second in range(5 * MINUTE):
    arrive = 80 if MINUTE <= second < 2 * MINUTE else 40
    waiting = max(0, waiting + arrive - 50)
    if second % 10 == 0:
        length[second] = waiting

# %%
chart(
    "One busy minute", {"tasks that wait": length}, x="seconds", y="tasks", across={"it ends": 120}
)

# %% [markdown]
# That is arithmetic, not a measurement: one busy minute is felt for three more, because only the 10 tasks a
# second that workers have to spare shorten the queue. A password e-mail at its end waits 36 seconds. So
# give urgent tasks a queue of their own.
#
# ### Retries at the same moment
#
# A service is down for ten seconds, and 500 tasks fail. Each tries again: after a fixed time, after a time
# that doubles, or after a random part of that (*jitter*). The service can answer 50 requests a second.


# %%
def attempts(delay, tasks=500, down=10, most=50):
    """Return how many requests reach the service in each second, until all are answered."""
    random, due, arrive = Random(15), {0: [1] * tasks}, []
    while due:
        second = len(arrive)
        now = due.pop(second, [])
        arrive.append(len(now))
        answered = 0 if second < down else most
        for tries in now[answered:]:
            later = second + max(1, round(delay(tries, random)))
            due.setdefault(later, []).append(tries + 1)
    return arrive


retries = {
    "every 5 seconds": attempts(lambda tries, random: 5),
    "2, 4, 8 ... seconds": attempts(lambda tries, random: min(60, 2**tries)),
    "a random part of that": attempts(lambda tries, random: random.uniform(0, min(60, 2**tries))),
}

# %%
Pair(
    bars(
        "Most requests in one second, after the service is back",
        {name: max(arrive[10:]) for name, arrive in retries.items()},
        unit="requests",
    ),
    bars(
        "All 500 are answered after",
        {name: len(arrive) for name, arrive in retries.items()},
        unit="seconds",
    ),
)

# %% [markdown]
# Times that double do not spread the tasks: they still come all in the same second, and wait longer between.
# Only the random part spreads them. They are done nearly as soon as with a try every five seconds, and the
# service never sees them all. And let a task give up: one that fails forever does so where nobody looks.
#
# ### Workers and their connections
#
# Celery does not send `request_started`, the signal at which Django looks after its connections. It closes
# them around each task instead, and does not read `CONN_MAX_AGE`. We measured this with three processes of
# a worker of Celery 5.6; no cell starts one here. They ran nine tasks with one query each, three at a time.
# Then PostgreSQL ended all connections, as a restart does, and nine more tasks came.
#
# | configuration | connections for nine tasks | open afterwards | after the restart |
# |---|--:|--:|---|
# | default | 9 | 0 | no task fails |
# | `CONN_MAX_AGE = 600` | 9 | 0 | no task fails |
# | Django's pool (`OPTIONS["pool"]`), of one connection | 9 | 0 | no task fails |
# | `CELERY_DB_REUSE_MAX`, a large number | 3 | 3 | **every task fails**, until the worker restarts |
# | the same, `close_old_connections()` before each task, and health checks | 3 | 3 | no task fails |
#
# A pool belongs to a process, and Celery closes it around each task together with its connection. With
# `CELERY_DB_REUSE_MAX` it stays too, and a pool of the default size then opens four connections in each process.
# Django's own tasks leave connections to the worker that you choose: that of django-tasks-db calls
# [`close_old_connections()`](https://github.com/RealOrangeOne/django-tasks-db/blob/0570c244921ed8750b401f9728b021c367e226f7/django_tasks_db/management/commands/db_worker.py)
# after each task by itself.
#
# A worker that keeps its connections holds them while it is idle: workers times processes, on top of those of
# the web. And a worker with a long task in a transaction keeps `VACUUM` from removing what has died since it
# began, in the table of the tasks as well.


# %% [markdown]
# ## The claim: you will use Celery
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) says that you will use
# Celery, and that Celery complicates connections. Of background tasks Django's manual says: "This keeps
# requests fast, reduces latency, and improves the user experience."
#
# - **Requests fast: true**, for as long as the queue is. You saw what it does not say: the same manual warns
#   that "workers could start to process a Task which uses objects it can't access yet", and the [race](../../site/glossary.md#race) is not
#   rare at all.
# - **Celery: one way of several.** It has routing, schedules and many brokers, and since 5.4 a task has
#   [`delay_on_commit()`](https://docs.celeryq.dev/en/stable/reference/celery.contrib.django.task.html). By
#   default it acknowledges a task before it runs it: "the task won't be redelivered to another worker if the
#   machine loses power, or the worker instance is abruptly killed, mid-execution"
#   ([glossary](https://docs.celeryq.dev/en/stable/glossary.html)). That is the first bar above. With
#   `acks_late` it is the third.
# - **Async: something else.** An `async` view waits for other services without a thread. Its work is lost with
#   its process, and nobody tries again. A task outlives the request.
# - **For a few tasks a second, a table is enough**: no second system, and the outbox comes with it.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task after_commit

# %%
# %check after_commit

# %%
# %task queue_in_postgres

# %%
# %check queue_in_postgres

# %%
# %task twice

# %%
# %check twice

# %%
# %task slow_call

# %%
# %check slow_call

# %%
# %task fan_out

# %%
# %check fan_out

# %%
# %task connections_of_workers

# %%
# %check connections_of_workers
