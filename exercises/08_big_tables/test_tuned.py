"""What checks tuned.py: PostgreSQL reads the text, and then runs with it.

The sums are for the server of the task. What is started is smaller, so that it fits any machine.
"""

import json
import time
from contextlib import ExitStack, contextmanager
from functools import cache

import psycopg

from kata.checks import expect, fail
from kata.services import tuned

GB = 1024**3
MEMORY, MOST, CLIENTS = 16 * GB, 12 * GB, 100
PATIENCE = 10  # seconds in which PostgreSQL ends the check's own connection
UNITS = {"shared_buffers": 8192, "work_mem": 1024}  # bytes that PostgreSQL counts each in
RESERVED = ("superuser_reserved_connections", "reserved_connections")
COSTS = ("random_page_cost", "seq_page_cost")
DATA = """
CREATE ROLE arena LOGIN;
CREATE TABLE visit AS SELECT i AS id, md5(i::text) || md5((i + 1)::text) AS path
    FROM generate_series(1, 150000) AS i;
ALTER TABLE visit ADD CONSTRAINT visit_pkey PRIMARY KEY (id);
CREATE TABLE wanted AS SELECT i * 7919 % 150000 AS id FROM generate_series(1, 900) AS i;
ANALYZE visit;
ANALYZE wanted;
"""
SORT = "SELECT * FROM visit ORDER BY path"
BY_KEY = "SELECT sum(length(path)) FROM visit JOIN wanted USING (id)"


def test_answer(answer):
    """PostgreSQL understands the text.

    Tries: starts.
    """
    understood(answer)


def test_memory(answer):
    """The memory is used, and there is enough of it when all connections sort.

    Tries: cache, memory, starts.
    """
    has = understood(answer)
    shared, each, number = has["shared_buffers"], has["work_mem"], has["max_connections"]
    expect(
        0.25 * MEMORY <= shared <= 0.4 * MEMORY,
        f"shared_buffers is {size(shared)}, {shared / MEMORY:.1%} of 16 GB.",
        "25% to 40%.",
    )
    total = shared + number * each
    expect(
        total <= MOST,
        f"{size(shared)} of shared_buffers and {number:,.0f} x {size(each)} of work_mem are "
        f"{size(total)}.",
        f"at most {size(MOST)}: the rest is for the system and its cache of files.",
    )


def test_clients(answer):
    """There are connections enough, and an SSD is described.

    Tries: clients, disk.
    """
    has = understood(answer)
    enough(has["max_connections"] - sum(has[name] for name in RESERVED))
    random, sequential = (has[name] for name in COSTS)
    expect(
        sequential <= random <= 2 * sequential,
        f"random_page_cost is {random:g} and seq_page_cost is {sequential:g}.",
        "a random page costs 1 to 2 times as much as a sequential one.",
    )


def test_runs(answer):
    """A PostgreSQL runs with it: clients connect, a sort takes place in memory, an index is used.

    Tries: starts, clients, sort, plans.
    """
    with running(answer) as server:
        with server.connect() as connection:
            planned(connection)
        let_in(server)


# What the checks above are made of.


def text_of(answer):
    text = getattr(answer, "TEXT", None)
    expect(isinstance(text, str), f"TEXT is {text!r:.50}.", "the text of a postgresql.conf.")
    return text


def understood(answer):
    """The settings, as PostgreSQL understands them; sizes in bytes."""
    with in_one_sentence():
        return as_understood(text_of(answer))


@cache
def as_understood(text):
    values = tuned.understood(text, *UNITS, *RESERVED, *COSTS, "max_connections")
    return {name: float(value) * UNITS.get(name, 1) for name, value in values.items()}


@contextmanager
def running(answer):
    """A PostgreSQL with the answer's configuration, but for what this machine may not have."""
    with in_one_sentence(), tuned.serving(text_of(answer), shared_buffers="64MB") as server:
        yield server


@contextmanager
def in_one_sentence():
    try:
        yield
    except tuned.ConfigurationRefused as refused:
        raise fail(str(refused), "it starts.", details=refused.log) from None


def planned(connection):
    """Fail unless the sort and the look-ups have the plans that the task asks for."""
    for statement in DATA.split(";\n"):
        connection.execute(statement)
    off = connection.execute(
        "SELECT name FROM pg_settings WHERE name LIKE 'enable\\_%' AND setting <> boot_val"
    ).fetchall()
    expect(not off, f"{', '.join(name for [name] in off)} is changed.", "no enable_ setting is.")
    # One process does it all: what each of several needs is less, and depends on how many.
    connection.execute("SET max_parallel_workers_per_gather = 0")
    [sort] = [step for step in plan(connection, SORT) if step["Node Type"] == "Sort"]
    expect(
        sort["Sort Space Type"] == "Memory",
        f"A sort of 20 MB writes {sort['Sort Space Used'] // 1024} MB to the disk: "
        f"{sort['Sort Method']}.",
        "it sorts in memory.",
    )
    steps = plan(connection, BY_KEY)
    expect(
        any(step.get("Index Name") == "visit_pkey" for step in steps),
        "900 rows by key: PostgreSQL reads all 150,000 rows of the table.",
        "it reads them through the index.",
        [" on ".join(filter(None, (s["Node Type"], s.get("Relation Name")))) for s in steps],
    )


def let_in(server):
    """Fail unless so many clients connect, and stay."""
    limit = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        number = 0
        while number < CLIENTS:
            try:
                stack.enter_context(psycopg.connect(server.url("postgres"), user="arena"))
                number += 1
            except psycopg.OperationalError:
                if time.monotonic() > limit:
                    enough(number)
                time.sleep(0.05)


def enough(clients):
    expect(
        clients >= CLIENTS,
        f"{clients:.0f} clients can connect; the other connections are for superusers.",
        f"{CLIENTS}.",
    )


def plan(connection, sql):
    """Run a statement, and return the steps of its plan."""
    [[document]] = connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}").fetchall()
    document = json.loads(document) if isinstance(document, str) else document
    steps = [document[0]["Plan"]]
    for step in steps:
        steps += step.get("Plans", [])
    return steps


def size(number):
    """Bytes in words."""
    return f"{number / GB:.1f} GB" if number >= GB else f"{number / 1024**2:.0f} MB"
