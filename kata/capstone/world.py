"""What is in Slowbook's database: the same rows each time, sent by COPY.

The columns are those of the original's first migration. A learner's own migrations run later, on
these rows.
"""

import base64
import hashlib
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection

SEED = 19
MEMBERS, CONTESTS, POSTS = 2_000, 60, 500
ATTEMPTS, COMMENTS, LIKES = 40_000, 15_000, 60_000
QUIET_POST, LONG_THREAD = 13, 7
BEGIN = datetime(2024, 1, 6, 9, tzinfo=UTC)
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)

# Those who can log in, with their password. Nobody else has one.
PASSWORD = "slow-and-steady"
KNOWN = """
ada alan amir anna barbara chen dana edsger frances grace hedy ines jun katherine linus
margaret niklaus olga priya zoë
"""
PEOPLE = dict.fromkeys(KNOWN.split(), PASSWORD)
ROUNDS, SALT = 2_000, "workbookworkbookworkbook"

NAMES = """
alex bela carla dmitri elena farid gita hana igor jana kofi lena malik nadia omar pia
quentin rosa sven tara uma vera wei xenia yusuf zara
"""
COUNTRIES = ("IN", "DE", "US", "BR", "NG", "JP", "FR", "PL", "KE", "GB")
TAGS = """
arrays strings graphs trees heaps sorting searching hashing greedy dynamic recursion math
geometry bits queues stacks sql networks unicode testing logic games puzzles caching
"""
WORDS = """
array string graph tree heap order search table greedy path loop number line point bit queue
stack node matrix interval window prime game puzzle set cache lock token pattern row packet
secret float date letter file stream test rule dice range find count return given each every
shortest longest smallest largest first last next between before after without exactly at
most input output answer limit memory time linear constant sum product pair three seven
twelve hundred thousand and or not is has must may can with from into over the a of to in on
for that which naïve café Straße Zürich größer ключ поиск 並列 検索
"""
RARE = ("zugzwang", "bijection", "palindrome", "knapsack", "100%", "snake_case", "O'Brien", "C++")
FLAGS = {
    "banner": False,
    "tags": True,
    "people": True,
    "comments": True,
    "likes": True,
    "search": True,
    "exports": True,
    "similar": True,
    "uploads": True,
    "archive": True,
    "stats": True,
    "beta": False,
}

Rows = Iterable[Sequence[Any]]


def fill(connection: "Connection[Any]", share: float = 1.0) -> None:
    """Fill the tables of the original's first migration, in one transaction.

    Args:
        connection: to a database in which these tables are empty.
        share: of the attempts, comments and likes.
    """
    with connection.transaction(), connection.cursor() as cursor:
        for table, columns, rows in World(share).tables():
            names = ", ".join(columns.split())
            sql = f"COPY slowbook_{table} ({names}) FROM STDIN"
            with cursor.copy(sql.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            if columns.startswith("id "):
                after = f"(SELECT max(id) FROM slowbook_{table})"
                sequence = f"pg_get_serial_sequence('slowbook_{table}', 'id')"
                cursor.execute(f"SELECT setval({sequence}, {after})".encode())


class World:
    """All rows, in the order in which foreign keys allow them."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.words, self.tags = WORDS.split(), len(TAGS.split())
        self.random = random.Random(SEED)
        self.authors: list[int] = []
        self.likes = self._spread(LIKES, POSTS, most=600)
        self.comments = self._spread(COMMENTS, POSTS, most=120)
        for counts in (self.likes, self.comments):
            counts[QUIET_POST - 1] = 0
        self.comments[LONG_THREAD - 1] = round(150 * share)
        self.contests = [self._contest(post) for post in range(1, POSTS + 1)]
        self.made: list[tuple[Any, ...]] = []

    def tables(self) -> Iterable[tuple[str, str, Rows]]:
        """Yield each table with its columns and rows."""
        yield "flag", "id name is_on", ((n, *flag) for n, flag in enumerate(FLAGS.items(), 1))
        yield (
            "tag",
            "id slug name",
            ((n, tag, tag.title()) for n, tag in enumerate(TAGS.split(), 1)),
        )
        yield (
            "person",
            "id password is_superuser username first_name last_name email is_staff is_active "
            "date_joined country bio avatar last_seen",
            self._people(),
        )
        yield "person_follows", "from_person_id to_person_id", self._follows()
        yield "contest", "id slug title text starts ends", self._contests()
        yield "contest_moderators", "contest_id person_id", self._moderators()
        yield "post", "id contest_id author_id title text created hot", self._posts()
        yield "post_tags", "post_id tag_id", self._tags()
        yield (
            "attempt",
            "id post_id person_id answer score seconds created copied",
            self._attempts(),
        )
        yield "comment", "id post_id author_id parent_id text created", self._comments()
        yield "like", "person_id post_id created", self._likes()
        yield "notice", "id person_id comment_id is_read", self._notices()

    def _spread(self, total: int, parts: int, most: int) -> list[int]:
        """Return how many of a total each part gets: some many, some few."""
        total = round(total * self.share)
        weights = [self.random.paretovariate(1.6) for _ in range(parts)]
        whole = sum(weights)
        return [min(most, round(total * weight / whole)) for weight in weights]

    def _text(self, least: int, most: int) -> str:
        words = self.random.choices(self.words, k=self.random.randint(least, most))
        if self.random.random() < 0.06:
            words.insert(len(words) // 2, self.random.choice(RARE))
        return " ".join(words)

    def _contest(self, post: int) -> int:
        """Return the contest of a post; the last one has no posts."""
        return 1 + (post - 1) * (CONTESTS - 1) // POSTS

    def _people(self) -> Rows:
        key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), SALT.encode(), ROUNDS)
        password = f"pbkdf2_sha256${ROUNDS}${SALT}${base64.b64encode(key).decode()}"
        known, names = list(PEOPLE), NAMES.split()
        for n in range(1, MEMBERS + 1):
            may_log_in = n <= len(known)
            name = known[n - 1] if may_log_in else f"{names[n % len(names)]}{n}"
            if n % 97 == 0:
                name = name.title()
            # Those of the judge are active from the beginning: a visit changes no other page.
            seen = FUTURE if may_log_in else BEGIN + timedelta(days=n % 600)
            yield (
                *(n, password if may_log_in else "!", False, name, "", "", f"{n}@slowbook.example"),
                *(False, True, BEGIN - timedelta(days=n % 300)),
                *(self.random.choice(COUNTRIES), self._bio(n), "", seen),
            )

    def _bio(self, n: int) -> str:
        return f"**{self._text(3, 6)}**\n\n{self._text(10, 60)}" if n % 3 else ""

    def _follows(self) -> Rows:
        pairs = {(100 + known * 80 + n, known) for known in range(1, 21) for n in range(24)}
        for n in range(1, MEMBERS + 1):
            pairs |= {(n, other) for other in self.random.sample(range(1, MEMBERS + 1), 2)}
        return sorted((n, other) for n, other in pairs if n != other)

    def _contests(self) -> Rows:
        for n in range(1, CONTESTS + 1):
            begins = BEGIN + timedelta(days=12 * (n - 1))
            title = f"Contest {n}: {self._text(2, 3)}"
            ends = begins + timedelta(days=2)
            yield n, f"contest-{n:02}", title, f"{self._text(20, 60)}\n\n- one\n- two", begins, ends

    def _moderators(self) -> Rows:
        for n in range(1, CONTESTS + 1):
            for person in {1 + n % 20, 30 + n, 100 + n}:
                yield n, person

    def _posts(self) -> Rows:
        for n in range(1, POSTS + 1):
            author = self.random.randint(1, 20 if n % 5 == 0 else MEMBERS)
            self.authors.append(author)
            contest = self.contests[n - 1]
            # Several have the same time.
            created = BEGIN + timedelta(days=12 * (contest - 1), minutes=n // 2)
            hot = 3 * self.likes[n - 1] + self.comments[n - 1]
            yield n, contest, author, self._title(n), self._post(), created, hot

    def _title(self, n: int) -> str:
        return f"{self._text(2, 5).capitalize()} <{n}>" if n % 9 == 0 else self._text(2, 6).title()

    def _post(self) -> str:
        parts = [self._text(30, 70) for _ in range(self.random.randint(2, 4))]
        parts.insert(1, "- " + "\n- ".join(self._text(4, 9) for _ in range(3)))
        parts.append(
            f"Given **{self._text(2, 3)}**, return `{self._text(1, 2)}`.{self._mention(0.3)}"
        )
        return "\n\n".join(parts)

    def _mention(self, share: float) -> str:
        """Return the name of a person, of nobody, or nothing."""
        if self.random.random() >= share:
            return ""
        name = self.random.choice(
            ["ada", "Alan", "GRACE", "nobody_here", "linus", "chen", "omar25"]
        )
        return f" Thanks to @{name}!"

    def _tags(self) -> Rows:
        for n in range(1, POSTS + 1):
            if n != QUIET_POST:
                for tag in self.random.sample(range(1, self.tags + 1), self.random.randint(1, 4)):
                    yield n, tag

    def _attempts(self) -> Rows:
        counts = self._spread(ATTEMPTS, POSTS, most=700)
        counts[QUIET_POST - 1] = 0
        counts[0] += round(ATTEMPTS * self.share) - sum(counts)
        n = 0
        for post, count in enumerate(counts, 1):
            begins = BEGIN + timedelta(days=12 * (self.contests[post - 1] - 1))
            for _ in range(count):
                n += 1
                person = min(MEMBERS, 1 + int(self.random.expovariate(1 / 450)))
                score, seconds = 5 * self.random.randint(0, 20), self.random.randint(20, 900)
                created = begins + timedelta(minutes=self.random.randint(0, 2 * 24 * 60))
                copied = self.random.randint(0, 60)
                yield n, post, person, self._text(8, 30), score, seconds, created, copied

    def _comments(self) -> Rows:
        n = 0
        for post, count in enumerate(self.comments, 1):
            begins = BEGIN + timedelta(days=12 * (self.contests[post - 1] - 1))
            first = n + 1
            for number in range(count):
                n += 1
                parent = None
                if number and self.random.random() < 0.4:
                    parent = self.random.randint(max(first, n - 6), n - 1)
                text = self._text(6, 40) + self._mention(0.25)
                author = self.random.randint(1, MEMBERS)
                row = (n, post, author, parent, text, begins + timedelta(minutes=number // 2))
                self.made.append(row)
                yield row

    def _likes(self) -> Rows:
        for post, count in enumerate(self.likes, 1):
            # The visitors of the judge like few, so that there is something left to like.
            for person in self.random.sample(range(21, MEMBERS + 1), count):
                yield person, post, BEGIN

    def _notices(self) -> Rows:
        for n, post, *_ in self.made:
            yield n, self.authors[post - 1], n, n % 25 != 0
