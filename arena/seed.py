"""The large world: a busy site after two years, loaded into PostgreSQL in a few seconds.

Skewed like real life: a dozen posts have twenty thousand comments each and most have none or a
few, a handful of people write a large part of everything, and what can be NULL sometimes is. The
same code always makes the same rows; ``version()`` names the code.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from arena.words import (
    BIOS,
    CONTEST_TITLES,
    COUNTRIES,
    FIRST_NAMES,
    LAST_NAMES,
    POST_TITLES,
    SENTENCES,
    TAGS,
    username,
)

Progress = Callable[[str, float], None]
Connection = psycopg.Connection[tuple[Any, ...]]

# Time is counted in seconds from the first midnight. People join for a year, and then the
# history of two years begins.
DAY = 86_400
QUARTER = 900  # of an hour: coarse enough that some posts are published together
BEGIN = 365 * DAY
LENGTH = 730 * DAY
END = BEGIN + LENGTH
DATES = [str(date(2023, 1, 1) + timedelta(days=day)) for day in range(1_100)]
CLOCK = [f" {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}+00" for s in range(DAY)]

HERE = Path(__file__).parent
SOURCES = [
    HERE / "seed.py",
    HERE / "words.py",
    *sorted(HERE.glob("*/models.py")),
    *sorted(HERE.glob("*/migrations/*.py")),
]

NULL = r"\N"
BLOCK = 5_000  # rows sent at a time


@dataclass(frozen=True)
class Size:
    """How many rows there are of each kind; the default is the course's large world.

    A smaller one keeps the proportions roughly: there are fewer likes and tags than pairs of
    things to like and to tag.
    """

    people: int = 20_000
    contests: int = 200
    attempts: int = 300_000
    posts: int = 10_000
    comments: int = 500_000
    likes: int = 300_000
    tags: int = 200
    post_tags: int = 25_000


LARGE = Size()


@dataclass(frozen=True)
class Table:
    """A table to fill, about how many rows it gets, and they as lines of COPY's text format."""

    name: str
    rows: int
    columns: str
    lines: Iterable[str]


def version() -> str:
    """Return a short hash of the code that decides what the large world holds."""
    return sha256(b"\0".join(file.read_bytes() for file in SOURCES)).hexdigest()[:12]


def seed(connection_string: str, progress: Progress | None = None, size: Size = LARGE) -> None:
    """Fill a migrated, empty database: with everything, or with nothing if something fails.

    Args:
        connection_string: names the database, in any form that libpq reads.
        progress: called with a short sentence and the share that is done, from 0.0 to 1.0.
        size: how many rows to make.

    Raises:
        ValueError: a table already has rows.
        psycopg.Error: the server cannot be reached, or has no such tables.
    """
    tell = progress or (lambda sentence, share: None)
    tables = History(size).tables()
    names = [table.name for table in tables]
    with psycopg.connect(connection_string, autocommit=True) as connection:
        with connection.transaction():
            _refuse_rows(connection, names)
            _load(connection, tables, tell)
        tell("Vacuuming and analysing", 0.95)
        connection.execute(SQL("VACUUM (ANALYZE, FREEZE) {}").format(_list(names)))
    tell("Arena is ready", 1.0)


class History:
    """Who did what in two years. Each table is told by one method, a line for each row.

    Every method draws from a source of its own, so that a change of one table leaves the others
    as they are. Keys count from 1 and follow time, likes to within a day. Posts come last: each
    tells how many comments and likes were told before.
    """

    def __init__(self, size: Size) -> None:
        self._size = size
        draw = Random("publishing")
        quarters = sorted(int((LENGTH - DAY) // QUARTER * draw.random()) for _ in range(size.posts))
        self._published = {
            post: BEGIN + QUARTER * quarter
            for post, quarter in enumerate(quarters, 1)
            if draw.random() > 0.05  # the others are drafts
        }
        self._opened = {
            contest: BEGIN + contest * (LENGTH - 10 * DAY) // size.contests
            for contest in range(1, size.contests + 1)
        }
        self._liked, self._approved = Counter[int](), Counter[int]()

    def tables(self) -> list[Table]:
        """Return the tables in the order in which they must be told."""
        return [
            Table(
                "accounts_user",
                self._size.people,
                "id, username, first_name, last_name, email, password, date_joined, last_login, "
                "is_superuser, is_staff, is_active",
                self._people(),
            ),
            Table(
                "accounts_profile",
                self._size.people,
                "id, user_id, country, bio, rating",
                self._profiles(),
            ),
            Table(
                "contests_contest",
                self._size.contests,
                "id, title, slug, setter_id, opens_at, closes_at, cutoff",
                self._contests(),
            ),
            Table(
                "contests_attempt",
                self._size.attempts,
                "id, contest_id, user_id, started_at, finished_at, score",
                self._attempts(),
            ),
            Table("discuss_tag", self._size.tags, "id, name", self._tags()),
            Table(
                "discuss_post_tags", self._size.post_tags, "id, post_id, tag_id", self._post_tags()
            ),
            Table(
                "discuss_comment",
                self._size.comments,
                "id, post_id, parent_id, author_id, created_at, is_approved, body",
                self._comments(),
            ),
            Table(
                "discuss_like", self._size.likes, "id, post_id, user_id, created_at", self._likes()
            ),
            Table(
                "discuss_post",
                self._size.posts,
                "id, author_id, editor_id, contest_id, title, body, published_at, "
                "kept_likes, kept_comments",
                self._posts(),
            ),
        ]

    def _people(self) -> Iterator[str]:
        draw = Random("people")
        for person in range(1, self._size.people + 1):
            first, last = draw.choice(FIRST_NAMES), draw.choice(LAST_NAMES)
            joined = person * BEGIN // self._size.people
            login = _at(joined + int(LENGTH * draw.random())) if draw.random() < 0.8 else NULL
            yield (
                f"{person}\t{username(first, last, person)}\t{first}\t{last}\t"
                f"{person}@arena.example\t!\t{_at(joined)}\t{login}\tf\tf\tt\n"
            )

    def _profiles(self) -> Iterator[str]:
        draw = Random("profiles")
        key = 0
        for person in range(1, self._size.people + 1):
            if draw.random() < 0.2:
                continue
            key += 1
            country = draw.choice(COUNTRIES) if draw.random() < 0.75 else ""
            bio = draw.choice(BIOS) if draw.random() < 0.6 else ""
            rating = int(3000 * draw.random() * draw.random()) if draw.random() < 0.75 else NULL
            yield f"{key}\t{person}\t{country}\t{bio}\t{rating}\n"

    def _contests(self) -> Iterator[str]:
        draw = Random("contests")
        for contest, opens in self._opened.items():
            setter = self._somebody(draw) if draw.random() < 0.7 else NULL
            closes = opens + (3 + int(6 * draw.random())) * DAY
            yield (
                f"{contest}\t{draw.choice(CONTEST_TITLES)} {contest}\tround-{contest}\t{setter}\t"
                f"{_at(opens)}\t{_at(closes)}\t{5 * (8 + int(8 * draw.random()))}\n"
            )

    def _attempts(self) -> Iterator[str]:
        draw = Random("attempts")
        popular = [1 / (0.02 + draw.random()) for _ in self._opened]
        contests = sorted(draw.choices(list(self._opened), popular, k=self._size.attempts))
        random = draw.random
        for key, contest in enumerate(contests, 1):
            started = self._opened[contest] + int(3 * DAY * random())
            person = 1 + int(self._size.people * random() ** 2)
            if random() < 0.15:
                end = f"{NULL}\t{NULL}"
            else:
                taken = 60 + 15 * int(480 * random())
                end = f"{_at(started + taken)}\t{5 * int(10.5 * (random() + random()))}"
            yield f"{key}\t{contest}\t{person}\t{_at(started)}\t{end}\n"

    def _tags(self) -> Iterator[str]:
        for tag in range(self._size.tags):
            again, word = divmod(tag, len(TAGS))
            yield f"{tag + 1}\t{TAGS[word]}{f' {again + 1}' if again else ''}\n"

    def _posts(self) -> Iterator[str]:
        draw = Random("posts")
        for post in range(1, self._size.posts + 1):
            editor = self._somebody(draw) if draw.random() < 0.65 else NULL
            contest = 1 + int(self._size.contests * draw.random()) if draw.random() < 0.5 else NULL
            part = f", part {2 + int(9 * draw.random())}" if draw.random() < 0.5 else ""
            body = " ".join(draw.choices(SENTENCES, k=3 + int(30 * draw.random() ** 3)))
            published = _at(self._published[post]) if post in self._published else NULL
            yield (
                f"{post}\t{self._somebody(draw)}\t{editor}\t{contest}\t"
                f"{draw.choice(POST_TITLES)}{part}\t{body}\t{published}\t"
                f"{self._liked[post]}\t{self._approved[post]}\n"
            )

    def _post_tags(self) -> Iterator[str]:
        draw = Random("post tags")
        pairs: set[tuple[int, int]] = set()
        while len(pairs) < self._size.post_tags:
            post = 1 + int(self._size.posts * draw.random())
            pairs.add((post, 1 + int(self._size.tags * draw.random() ** 2)))
        for key, (post, tag) in enumerate(sorted(pairs), 1):
            yield f"{key}\t{post}\t{tag}\n"

    def _comments(self) -> Iterator[str]:
        draw = Random("comments")
        texts = [
            " ".join(draw.choices(SENTENCES, k=draw.choice((1, 1, 2, 4)))) for _ in range(5000)
        ]
        bodies = draw.choices(texts, k=self._size.comments)
        latest: dict[int, int] = {}
        random = draw.random
        for key, ((minute, post), body) in enumerate(zip(self._talk(draw), bodies, strict=True), 1):
            parent: int | str = NULL
            if post in latest and random() < 0.1:
                parent = latest[post]
            else:
                latest[post] = key
            author, approved = self._somebody(draw), random() >= 0.1
            self._approved[post] += approved
            yield (
                f"{key}\t{post}\t{parent}\t{author}\t{_at(60 * minute)}\t"
                f"{'t' if approved else 'f'}\t{body}\n"
            )

    def _talk(self, draw: Random) -> Iterator[tuple[int, int]]:
        """Yield the minute and the post of each comment, in order of time."""
        posts = list(self._published)
        giants = draw.sample(posts[: len(posts) // 2], max(1, self._size.posts // 800))
        talked = [post for post in giants for _ in range(self._size.comments // 25)]
        talked += draw.choices(
            posts, [_interest(draw) for _ in posts], k=self._size.comments - len(talked)
        )
        random = draw.random
        # One number for each comment: half a million of them sort faster than as many pairs.
        stamps = []
        for post in talked:
            published = self._published[post]
            minute = (published + int((END - published) * random() ** 3)) // 60 + 1
            stamps.append(minute * 1_000_000 + post)
        stamps.sort()
        return (divmod(stamp, 1_000_000) for stamp in stamps)

    def _likes(self) -> Iterator[str]:
        random, people = Random("likes").random, self._size.people
        posts = list(self._published)
        seen: set[tuple[int, int]] = set()
        for key in range(1, self._size.likes + 1):
            # By this time so many posts are out, and those that came first are known best.
            out = 1 + key * (len(posts) - 1) // self._size.likes
            post, user = posts[int(out * random() ** 2)], 1 + int(people * random() ** 2)
            while (post, user) in seen:
                post, user = posts[int(out * random() ** 2)], 1 + int(people * random() ** 2)
            seen.add((post, user))
            self._liked[post] += 1
            liked = self._published[posts[out - 1]] + int(DAY * random())
            yield f"{key}\t{post}\t{user}\t{_at(liked)}\n"

    def _somebody(self, draw: Random) -> int:
        """Return a person; one in eight of them is half of the answers."""
        return 1 + int(self._size.people * draw.random() ** 3)


def _interest(draw: Random) -> float:
    """Return how much a post is talked about: most not at all or a little, some very much."""
    rank = draw.random()
    if rank < 0.45:
        return 0
    if rank < 0.85:
        return 3
    return 38 / (draw.random() + 0.01)


def _at(second: int) -> str:
    return DATES[second // DAY] + CLOCK[second % DAY]


def _list(names: Iterable[str]) -> Composed:
    return SQL(", ").join(Identifier(name) for name in names)


def _refuse_rows(connection: Connection, names: Sequence[str]) -> None:
    for name in names:
        if connection.execute(SQL("SELECT 1 FROM {} LIMIT 1").format(Identifier(name))).fetchone():
            raise ValueError(f"The table {name} already has rows: seed an empty database.")


def _load(connection: Connection, tables: Sequence[Table], tell: Progress) -> None:
    """Fill the tables, with indexes and constraints set aside: three times as fast, at least."""
    names = [table.name for table in tables]
    connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
    tell("Setting indexes aside", 0.0)
    statements = _set_aside(connection, names)
    # Rows can be written as frozen only into a table that is emptied by the same transaction.
    connection.execute(SQL("TRUNCATE {}").format(_list(names)))
    expected = sum(table.rows for table in tables)
    loaded = 0
    for table in tables:
        for rows in _copy(connection, table):
            loaded += rows
            tell(f"Loading {table.name}", 0.7 * loaded / expected)
    for done, statement in enumerate(statements):
        tell("Making indexes and constraints", 0.7 + 0.25 * done / len(statements))
        connection.execute(statement)
    for name in names:
        _finish(connection, name)


def _set_aside(connection: Connection, names: Sequence[str]) -> list[str]:
    """Drop the foreign keys and all indexes but the primary ones; return what makes them again."""
    constraints = connection.execute(
        """
        SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
        FROM pg_constraint
        WHERE contype IN ('f', 'u')
          AND (conrelid = ANY(%(names)s::regclass[]) OR confrelid = ANY(%(names)s::regclass[]))
        ORDER BY contype DESC, oid
        """,
        {"names": list(names)},
    ).fetchall()
    indexes = connection.execute(
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
        FROM pg_index
        WHERE indrelid = ANY(%s::regclass[])
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
        ORDER BY indexrelid
        """,
        [list(names)],
    ).fetchall()
    for table, name, _ in constraints:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    return [
        *(f"ALTER TABLE {table} ADD CONSTRAINT {name} {what}" for table, name, what in constraints),
        *(definition for _, definition in indexes),
    ]


def _copy(connection: Connection, table: Table) -> Iterator[int]:
    """Copy a table's rows, and yield how many were sent after each block."""
    statement = SQL("COPY {} ({}) FROM STDIN (FREEZE)").format(
        Identifier(table.name), SQL(table.columns)
    )
    lines = iter(table.lines)
    with connection.cursor().copy(statement) as copy:
        while block := list(islice(lines, BLOCK)):
            copy.write("".join(block))
            yield len(block)


def _finish(connection: Connection, name: str) -> None:
    """Let keys continue where the rows end, and keep autovacuum from moving plans and blocks."""
    table = Identifier(name)
    connection.execute(
        SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {}").format(name, table)
    )
    connection.execute(SQL("ALTER TABLE {} SET (autovacuum_enabled = false)").format(table))
