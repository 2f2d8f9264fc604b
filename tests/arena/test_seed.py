"""The large world, made small: the same code with fewer rows, in a database of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.db import connection
from psycopg.sql import SQL, Identifier

from arena import seed as seeding
from arena.seed import LARGE, History, Size, seed, version
from arena.worlds import TABLES

ROOT = Path(__file__).parents[2]
NAMES = [table._meta.db_table for table in TABLES]
SMALL = Size(
    people=300,
    contests=10,
    attempts=2_000,
    posts=200,
    comments=5_000,
    likes=2_000,
    tags=30,
    post_tags=500,
)


def url(name: str) -> str:
    """A database on the server that the tests use, as libpq and as Arena's settings read it."""
    settings = connection.settings_dict
    user = quote(settings["USER"] or "", safe="")
    if settings["PASSWORD"]:
        user += ":" + quote(settings["PASSWORD"], safe="")
    where = {key: settings[key.upper()] for key in ("host", "port") if settings[key.upper()]}
    return f"postgresql://{user}@/{name}?{urlencode(where | settings.get('OPTIONS', {}))}"


def on_server(statement: str, *names: str) -> None:
    with psycopg.connect(url("postgres"), autocommit=True) as server:
        server.execute(SQL(statement).format(*map(Identifier, names)))


@contextmanager
def new_database(name: str, template: str) -> Iterator[str]:
    """A copy of another database, which is dropped afterwards."""
    on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    on_server("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE {}", name, template)
    try:
        yield url(name)
    finally:
        on_server("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="module")
def empty() -> Iterator[str]:
    """The name of a migrated database without rows, to be copied."""
    name = f"arena_empty_{os.getpid()}"
    with new_database(name, "template0") as database:
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "-v0", "--settings", "arena.settings"],
            cwd=ROOT,
            env=os.environ | {"KATA_DATABASE_URL": database, "PYTHONPATH": str(ROOT)},
            check=True,
        )
        yield name


@pytest.fixture(scope="module")
def told() -> list[tuple[str, float]]:
    """What the seeding told of its progress."""
    return []


@pytest.fixture(scope="module")
def schemas() -> list[list[tuple]]:
    """The indexes and constraints before and after."""
    return []


@pytest.fixture(scope="module")
def seeded(empty, told, schemas) -> Iterator[str]:
    with new_database(f"arena_seed_{os.getpid()}", empty) as database:
        schemas.append(schema(database))
        seed(database, lambda sentence, share: told.append((sentence, share)), SMALL)
        schemas.append(schema(database))
        yield database


@pytest.fixture
def ask(seeded) -> Iterator[Callable]:
    """Asks the seeded database for the one row, or the one value, that a query returns."""
    with psycopg.connect(seeded, autocommit=True) as database:

        def one(query: str):
            row = database.execute(query).fetchone()
            return row[0] if len(row) == 1 else row

        yield one


def schema(database: str) -> list[tuple]:
    with psycopg.connect(database) as connection:
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        ).fetchall()
        constraints = connection.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        ).fetchall()
    return sorted(indexes) + sorted(constraints)


def content(database: str) -> dict[str, list[tuple]]:
    with psycopg.connect(database) as connection:
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY id").fetchall()
            for name in NAMES
        }


# Sizes


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("accounts_user", SMALL.people),
        ("contests_contest", SMALL.contests),
        ("contests_attempt", SMALL.attempts),
        ("discuss_post", SMALL.posts),
        ("discuss_comment", SMALL.comments),
        ("discuss_like", SMALL.likes),
        ("discuss_tag", SMALL.tags),
        ("discuss_post_tags", SMALL.post_tags),
    ],
)
def test_there_are_as_many_rows_as_asked_for(ask, table, rows):
    assert ask(f"SELECT count(*) FROM {table}") == rows


def test_most_people_have_a_profile(ask):
    assert 0.7 < ask("SELECT count(*) FROM accounts_profile") / SMALL.people < 0.9


def test_the_large_world_is_as_large_as_promised():
    least = (20_000, 200, 300_000, 10_000, 500_000, 300_000, 200, 25_000)
    assert all(size >= enough for size, enough in zip(astuple(LARGE), least, strict=True))


# Skew and truth


def test_few_posts_have_many_comments_and_most_have_none_or_a_few(ask):
    few, most, median = ask(
        """
        SELECT
            count(*) FILTER (WHERE n <= 5),
            max(n),
            percentile_disc(0.5) WITHIN GROUP (ORDER BY n)
        FROM (
            SELECT count(c.id) AS n FROM discuss_post p
            LEFT JOIN discuss_comment c ON c.post_id = p.id GROUP BY p.id
        ) AS posts
        """
    )
    assert few > SMALL.posts / 2
    assert most >= SMALL.comments // 25
    assert median <= 5


def test_a_few_people_do_most(ask):
    share = ask("SELECT avg((author_id <= 60)::int) FROM discuss_comment")
    assert share > 0.5  # a fifth of the people


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("accounts_user", "last_login"),
        ("accounts_profile", "rating"),
        ("contests_contest", "setter_id"),
        ("contests_attempt", "finished_at"),
        ("contests_attempt", "score"),
        ("discuss_post", "editor_id"),
        ("discuss_post", "contest_id"),
        ("discuss_post", "published_at"),
        ("discuss_comment", "parent_id"),
    ],
)
def test_what_can_be_null_sometimes_is(ask, table, column):
    known, rows = ask(f"SELECT count({column}), count(*) FROM {table}")
    assert 0 < known < rows


def test_about_a_tenth_of_the_comments_are_replies_on_the_same_post_and_later(ask):
    assert 0.05 < ask("SELECT avg((parent_id IS NOT NULL)::int) FROM discuss_comment") < 0.15
    assert (
        ask(
            """
            SELECT count(*) FROM discuss_comment r JOIN discuss_comment c ON c.id = r.parent_id
            WHERE r.post_id <> c.post_id OR r.created_at < c.created_at OR c.parent_id IS NOT NULL
            """
        )
        == 0
    )


def test_comments_are_numbered_in_order_of_time_over_two_years(ask):
    assert ask("SELECT max(created_at) - min(created_at) > '600 days' FROM discuss_comment")
    assert (
        ask(
            "SELECT count(*) FROM (SELECT created_at < lag(created_at) OVER (ORDER BY id) AS back"
            " FROM discuss_comment) AS steps WHERE back"
        )
        == 0
    )


@pytest.mark.parametrize("table", ["discuss_comment", "discuss_like"])
def test_nothing_happens_to_a_post_before_it_is_published(ask, table):
    assert (
        ask(
            f"SELECT count(*) FROM {table} c JOIN discuss_post p ON p.id = c.post_id"
            " WHERE p.published_at IS NULL OR c.created_at < p.published_at"
        )
        == 0
    )


@pytest.mark.parametrize(
    ("column", "things"),
    [("kept_likes", "discuss_like"), ("kept_comments", "discuss_comment")],
)
def test_posts_know_how_many_likes_and_approved_comments_they_have(ask, column, things):
    approved = "AND is_approved" if things == "discuss_comment" else ""
    wrong, most = ask(
        f"SELECT count(*) FILTER (WHERE {column} <> (SELECT count(*) FROM {things}"
        f" WHERE post_id = p.id {approved})), max({column}) FROM discuss_post p"
    )
    assert wrong == 0
    assert most > 50


# The database afterwards


def test_indexes_and_constraints_are_as_the_migrations_made_them(seeded, schemas):
    before, after = schemas
    assert before == after


def test_the_next_key_is_free(seeded):
    with psycopg.connect(seeded, autocommit=True) as database:
        new = database.execute("INSERT INTO discuss_tag (name) VALUES ('new') RETURNING id")
        assert new.fetchone() == (SMALL.tags + 1,)
        database.execute("DELETE FROM discuss_tag WHERE name = 'new'")


@pytest.mark.parametrize("table", NAMES)
def test_tables_are_analysed_visible_and_left_alone_by_autovacuum(ask, table):
    options, pages, visible, rows = ask(
        f"SELECT reloptions, relpages, relallvisible, reltuples FROM pg_class"
        f" WHERE oid = '{table}'::regclass"
    )
    assert options == ["autovacuum_enabled=false"]
    assert visible == pages > 0
    assert rows > 0


def test_progress_is_told_from_nothing_to_all(seeded, told):
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert all(sentence for sentence, _ in told)


def test_the_same_code_makes_the_same_rows_on_every_python():
    """The figure was the same on Python 3.11 and 3.13."""
    lines = "".join(line for table in History(SMALL).tables() for line in table.lines)
    assert sha256(lines.encode()).hexdigest()[:12] == "d28e50c948b1"


def test_a_seeding_that_fails_leaves_the_database_as_it_was(empty, monkeypatch):
    def fails(connection, name):
        raise psycopg.OperationalError("the server went away")

    monkeypatch.setattr(seeding, "_finish", fails)
    with new_database(f"arena_failed_{os.getpid()}", empty) as database:
        before = schema(database)
        with pytest.raises(psycopg.OperationalError):
            seed(database, size=SMALL)
        assert not any(content(database).values())
        assert schema(database) == before


def test_a_database_with_rows_is_refused_and_left_as_it_is(seeded):
    before = content(seeded)
    with pytest.raises(ValueError, match=r"^The table accounts_user already has rows: seed an"):
        seed(seeded, size=SMALL)
    assert content(seeded) == before


# The version


def test_the_version_follows_the_code(tmp_path, monkeypatch):
    first = version()
    assert len(first) == 12 and first == version()
    for file in seeding.SOURCES:
        copy = tmp_path / file.name
        copy.write_bytes(file.read_bytes() + b"# changed\n")
        sources = [copy if other == file else other for other in seeding.SOURCES]
        monkeypatch.setattr(seeding, "SOURCES", sources)
        assert version() != first
        monkeypatch.undo()


def test_the_version_covers_seed_models_and_migrations():
    names = {str(file.relative_to(ROOT / "arena")) for file in seeding.SOURCES}
    assert {"seed.py", "words.py"} <= names
    for app in ("accounts", "contests", "discuss"):
        assert {f"{app}/models.py", f"{app}/migrations/0001_initial.py"} <= names
