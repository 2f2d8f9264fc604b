"""The small world: the rows that one test of an exercise is run against.

A test builds a ``World`` from a seed, asks an answer, shakes the world and asks again. The rows
are few, and awkward in every column: ties, and times that differ by a microsecond; NULL, nothing
and the largest value; keys beyond 32 bits that say nothing about order; text with quotes, percent
signs, backslashes and separators; inactive people, unlisted contests, drafts, rejected comments;
rows that the test did not ask for; and stored counts that are wrong. An exercise that needs less
says why where it takes it away.

The same seed gives the same rows on every Python, Django and database that the course runs on,
SQLite in a browser included: nothing here needs threads, sockets or a driver of its own.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from random import Random
from string import punctuation
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils.text import slugify

from arena.accounts.models import Profile, User
from arena.contests.models import Attempt, Contest, ScoreChange
from arena.discuss.models import Comment, Like, LikeShard, Post, Tag
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

V = TypeVar("V", bound=Hashable)
M = TypeVar("M", bound=Model)
Range = tuple[int, int]  # the fewest and the most, both included

PostTag = Post.tags.through
MAY: tuple[type[Model], ...] = (User.groups.through, User.user_permissions.through)
TABLES: tuple[type[Model], ...] = (
    User,
    Profile,
    Contest,
    Attempt,
    Tag,
    Post,
    PostTag,
    Comment,
    Like,
)


def _hours(first_day: int, days: int) -> tuple[datetime, ...]:
    """Return every full hour of some days, counted from the day on which all worlds begin."""
    start = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=first_day)
    return tuple(start + timedelta(hours=hour) for hour in range(24 * days))


# Each thing happens in a season of its own. Some of it is still to come, so that an answer that
# compares with today's time leaves rows out.
LATER = 365 * 60  # days
JOINING = _hours(0, 60)
OPENING = _hours(60, 60)
PUBLISHING = (*_hours(120, 40), *_hours(LATER, 20))
TALKING = (*_hours(180, 40), *_hours(LATER + 20, 20))

# What shake() changes of a post.
SHAKEN = (
    *("author", "editor", "contest", "title", "body", "published_at"),
    *("kept_likes", "kept_comments"),
)

SCORES = tuple(range(101))
CUTOFFS = (0, 1, *range(2, 100), 100)
RATINGS = (0, 1, 2**31 - 1, *range(2, 3000, 7))
MEDALS = ("", "bronze", "silver", "gold")
TINY = timedelta(microseconds=1)
TAKEN = (
    timedelta(0),
    TINY,
    timedelta(days=3, seconds=1),
    *(timedelta(minutes=minutes, seconds=7 * minutes % 60) for minutes in range(5, 125, 5)),
)
FIRST_KEY = 2**31  # no key fits 32 bits

# What texts may be joined with, and split at: all but NUL, which no text of PostgreSQL can hold.
SEPARATORS = "".join(map(chr, range(1, 32))) + "".join(3 * mark for mark in punctuation)
# What breaks SQL that is put together by hand, COPY, LIKE, JSON, HTML and printf-like formats.
ODD_TITLES = (
    'He said "50%s" and left',
    "C:\\N is not \\. and not NULL",
    "[1, 2] or {'a': 1}?",
    "a\ttab, a semicolon; a -- comment, a || b | c, \x1c\x1d\x1e\x1f and the rest",
    "<b>bold</b> & %(name)s",
    "x" * 150,
)
ODD_SENTENCES = (*ODD_TITLES, f"Two\nlines, one \\t, {SEPARATORS} and a trailing space ", "")
ODD_NAMES = ("", "", "", "'|", '",', "%s;", "\\", " ", "<i>\x1f", "%\n")
TITLES = (*POST_TITLES, *ODD_TITLES)
TEXTS = (*SENTENCES, *ODD_SENTENCES)


@contextmanager
def _unchecked() -> Iterator[bool]:
    """Write in a transaction in which PostgreSQL looks up no foreign key, where it may be told so.

    The rows of a world point at each other: half of the server's time would go into seeing that.
    """
    inside = connection.in_atomic_block or not connection.autocommit
    with transaction.atomic():
        unchecked = _turn_off_triggers()
        yield unchecked
        if unchecked and inside:  # else the transaction ends here, and the setting with it
            _send(["SET LOCAL session_replication_role = DEFAULT"])


def _turn_off_triggers() -> bool:
    """Let no trigger run until the transaction ends, and return whether that was done.

    It is not where this role may not, and where a trigger or a table of an answer needs them.
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN rolsuper"
            " AND NOT EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal)"
            " AND NOT EXISTS (SELECT FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
            " WHERE contype = 'f' AND relname <> ALL(%s))"
            " THEN set_config('session_replication_role', 'replica', true) IS NOT NULL END"
            " FROM pg_roles WHERE rolname = current_user",
            [[model._meta.db_table for model in apps.get_models(include_auto_created=True)]],
        )
        return bool(cursor.fetchone()[0])


class World:
    """Adds awkward rows to the database, and changes them under the feet of a cache.

    Each method adds to what is there, hand-made rows included, and may be called again.
    """

    def __init__(self, seed: int) -> None:
        """Prepare a world; the same seed and the same calls give the same rows."""
        self._random = Random(seed)
        millions = self._random.sample(range(1, 100), len(TABLES))
        self._first_key = {
            table: FIRST_KEY + million * 1_000_000
            for table, million in zip(TABLES, millions, strict=True)
        }
        self._last_key: dict[type[Model], int] = {}  # see _look
        self._counted = False
        self._unchecked = False
        self._read: dict[type[Model], list[Any]] = {}  # what shake() changes

    @_unchecked()
    def people(self, n: int) -> list[User]:
        """Add people, most of them with a profile that is more or less filled in."""
        self._look()
        people = self._add_people(n)
        _reset_sequences()
        return people

    @_unchecked()
    def contests(
        self, n: int, *, attempts: Range = (0, 6), unrelated: bool = True
    ) -> list[Contest]:
        """Add contests, each with a number of attempts from the range.

        People are added first if there are none.

        Args:
            n: how many contests.
            attempts: how many attempts at each contest.
            unrelated: whether the same people also write drafts, which others comment on.
        """
        self._look()
        people = self._people(n)
        contests = self._add_contests(n, people, attempts)
        if unrelated and n:
            self._add_posts(3, people, drafts=1, comments=(1, 3), likes=(1, 3), tags=(0, 2))
        _reset_sequences()
        return contests

    def _add_contests(self, n: int, people: Sequence[int], attempts: Range) -> list[Contest]:
        contests = [
            Contest(
                pk=key,
                title=title,
                slug=_slug(title, key),
                setter_id=None if unknown else self._random.choice(people),
                opens_at=opens,
                closes_at=opens + timedelta(days=self._random.randint(3, 9)),
                cutoff=self._random.choice(CUTOFFS),
                is_listed=not unlisted,
            )
            for key, title, opens, unknown, unlisted in zip(
                self._keys(Contest, n),
                self._repeating((*CONTEST_TITLES, *ODD_TITLES), n),
                self._moments(OPENING, n),
                self._some(n, 1 / 3),
                self._some(n, 1 / 3),
                strict=True,
            )
        ]
        _insert(contests)
        self._add_attempts(contests, people, attempts)
        return contests

    @_unchecked()
    def posts(
        self,
        n: int,
        *,
        comments: Range = (0, 6),
        replies: Range = (0, 2),
        likes: Range = (0, 4),
        tags: Range = (0, 3),
        drafts: float = 0.2,
        counted: bool = False,
        unrelated: bool = True,
    ) -> list[Post]:
        """Add posts, and what people say and think of them.

        People are added first if there are none; tags as well, if there are not enough.
        Nothing in Arena maintains ``kept_likes`` and ``kept_comments``, so they are wrong.

        Args:
            n: how many posts.
            comments: how many comments on each post, the replies to them not counted.
            replies: how many replies to each of those comments.
            likes: how many likes of each post.
            tags: how many tags on each post.
            drafts: the share of posts that are not published, from 0.0 to 1.0.
            counted: whether the stored counts are right.
            unrelated: whether contests are added if there are none: half of the posts are about
                one, and the same people take part in them.

        Raises:
            ValueError: there are fewer people than one post shall have likes.
        """
        self._look()
        people = self._people(n, likes[1])
        if len(people) < likes[1]:
            raise ValueError(
                f"{likes[1]} likes of one post need as many people, and there are {len(people)}."
            )
        self._counted = counted
        if unrelated and n and not _all_keys(Contest):
            self._add_contests(4, people, (0, 3))
        posts = self._add_posts(
            n, people, drafts=drafts, comments=comments, replies=replies, likes=likes, tags=tags
        )
        _reset_sequences()
        return posts

    def _add_posts(
        self,
        n: int,
        people: Sequence[int],
        *,
        drafts: float,
        comments: Range,
        likes: Range,
        tags: Range,
        replies: Range = (0, 1),
    ) -> list[Post]:
        posts = self._new_posts(n, people, drafts)
        self._add_tags(posts, tags)
        said = self._add_comments(posts, people, comments)
        said += self._add_replies(said, people, replies)
        self._count(posts, said, self._add_likes(posts, people, likes))
        # Last, because only now their counts are known. Foreign keys are checked on commit.
        return _insert(posts)

    def _count(
        self, posts: Iterable[Post], comments: Iterable[Comment], likes: Iterable[Like]
    ) -> None:
        """Set the counts of posts, given all that was said and thought of them, or wrong ones."""
        said = Counter(comment.post_id for comment in comments if comment.is_approved)
        liked = Counter(like.post_id for like in likes)
        for post in posts:
            post.kept_comments, post.kept_likes = said[post.pk], liked[post.pk]
            if not self._counted:
                post.kept_comments += self._random.randint(1, 9)
                post.kept_likes += self._random.randint(1, 9)

    @_unchecked()
    def irregular_attempts(self) -> None:
        """Make some attempts early, late or finished without a score, and some contests endless."""
        attempts = _rows(Attempt)
        for number, attempt in enumerate(attempts):
            moved = timedelta(days=(0, 0, 40, 0, -40)[number % 5])
            attempt.started_at += moved
            if attempt.finished_at is not None:
                attempt.finished_at += moved
            if number % 6 == 1:
                attempt.score = None
        store(attempts, "started_at", "finished_at", "score")
        contests = _rows(Contest)[::2]
        for contest in contests:
            contest.closes_at = datetime(2200, 1, 1, tzinfo=UTC)
        store(contests, "closes_at")

    def clear(self) -> None:
        """Delete every row of Arena's tables, and what people belong to and may do."""
        with _unchecked():
            _empty(ScoreChange, LikeShard, *MAY, *reversed(TABLES))

    def shake(self) -> None:
        """Change what the rows say and how they are related, and keep every key and every count.

        People get other names, posts other titles, authors, tags, comments and likes, contests
        other attempts; dates, scores and flags change too. An answer that remembers anything from
        before is now wrong. What was equal stays equal, and what was NULL is NULL as often.
        """
        with _unchecked() as self._unchecked:
            self._read = _rows_of(TABLES)
            people, contests, posts = (self._cycle(self._pks(one)) for one in (User, Contest, Post))
            if self._unchecked:
                _empty(*TABLES)  # in one statement; each table is filled again below
            self._shake_people()
            self._shake_profiles(people)
            self._shake_contests(people, contests)
            self._shake_tags()
            rows = self._shake_posts(people)
            self._shake_post_tags(posts)
            said, liked = self._shake_comments(people, posts), self._shake_likes(people, posts)
            self._count(rows, said, liked)
            self._write(rows, *SHAKEN)

    # Drawing

    def _look(self) -> None:
        """See which keys are taken, also by rows that were made by hand."""
        with connection.cursor() as cursor:  # one statement; the ORM would need nine
            keys = (f"(SELECT max(id) FROM {_quoted(table)})" for table in TABLES)
            cursor.execute("SELECT " + ", ".join(keys))
            highest = cursor.fetchone()
        self._last_key = {
            table: max(key or 0, self._first_key[table])
            for table, key in zip(TABLES, highest, strict=True)
        }

    def _keys(self, table: type[Model], n: int) -> list[int]:
        """Return unused primary keys of a table: with gaps, and in no order."""
        if not n:
            return []
        key = self._last_key[table]
        keys = []
        for _ in range(n):
            key += self._random.randint(2, 9)
            keys.append(key)
        self._last_key[table] = key
        self._random.shuffle(keys)
        return keys

    def _people(self, n: int, at_least: int = 0) -> list[int]:
        """Return the keys of all people; add enough of them for n posts if there are none."""
        if people := _all_keys(User):
            return people
        return sorted(person.pk for person in self._add_people(max(5, n // 3, at_least)))

    def _repeating(self, pool: Sequence[V], n: int) -> list[V]:
        """Return n values of the pool; if n is 3 or more, two of them at least are equal."""
        different = self._random.randint(max(1, n // 2), max(1, n - (n > 2)))
        return self._random.choices(self._random.choices(pool, k=different), k=n)

    def _moments(self, pool: Sequence[datetime], n: int) -> list[datetime]:
        """Return n times, some equal, and some a microsecond apart."""
        times = self._repeating(pool, n)
        for number in self._random.sample(range(n), n // 2):
            times[number] = self._random.choice(times) + TINY * (number % 2)
        if n > 2 and len({*times}) == n:
            times[0] = times[-1]
        return times

    def _some(self, n: int, share: float) -> list[bool]:
        """Return n flags, the given share of them true; of two or more, one of each at least."""
        true = round(n * share)
        if n > 1 and 0 < share < 1:
            true = min(max(true, 1), n - 1)
        flags = [True] * true + [False] * (n - true)
        self._random.shuffle(flags)
        return flags

    def _counts(self, n: int, within: Range) -> list[int]:
        """Return n numbers from the range; of two or more, one is the fewest and one the most."""
        counts = [self._random.randint(*within) for _ in range(n)]
        if n > 1:
            fewest, most = self._random.sample(range(n), 2)
            counts[fewest], counts[most] = within
        return counts

    # Adding

    def _add_people(self, n: int) -> list[User]:
        keys = self._keys(User, n)
        people = [
            User(
                pk=key,
                username=_username(first, last, key),
                first_name=first,
                last_name=last,
                email=_email(key),
                password=f"!{key}",
                date_joined=joined,
                last_login=None if never else joined + timedelta(days=1),
                is_active=not inactive,
                is_staff=staff,
                is_superuser=root,
            )
            for key, first, last, joined, never, inactive, staff, root in zip(
                keys,
                self._repeating((*FIRST_NAMES, ""), n),
                self._repeating((*LAST_NAMES, ""), n),
                self._moments(JOINING, n),
                *(self._some(n, 1 / 4) for _ in range(4)),
                strict=True,
            )
        ]
        _insert(people)
        self._add_profiles(keys)
        return people

    def _add_profiles(self, people: Sequence[int]) -> None:
        without = self._some(len(people), 1 / 5)
        owners = [person for person, none in zip(people, without, strict=True) if not none]
        n = len(owners)
        _insert(
            Profile(
                pk=key,
                user_id=owner,
                country="" if stateless else self._random.choice(COUNTRIES),
                bio="" if silent else self._random.choice((*BIOS, *ODD_TITLES)),
                rating=None if unrated else rating,
            )
            for key, owner, stateless, silent, unrated, rating in zip(
                self._keys(Profile, n),
                owners,
                self._some(n, 1 / 4),
                self._some(n, 1 / 3),
                self._some(n, 1 / 4),
                self._repeating(RATINGS, n),
                strict=True,
            )
        )

    def _add_attempts(
        self, contests: Sequence[Contest], people: Sequence[int], within: Range
    ) -> None:
        counts = self._counts(len(contests), within)
        keys = iter(self._keys(Attempt, sum(counts)))
        _insert(
            attempt
            for contest, n in zip(contests, counts, strict=True)
            for attempt in self._attempts_at(contest, list(islice(keys, n)), people)
        )

    def _attempts_at(
        self, contest: Contest, keys: Sequence[int], people: Sequence[int]
    ) -> Iterable[Attempt]:
        n = len(keys)
        # Nothing, everything, just enough and almost enough are what a wrong answer trips over.
        cutoff = contest.cutoff
        others = self._random.sample(SCORES, min(n, 60) // 2 + 4)
        scores = (0, 100, cutoff, max(cutoff - 1, 0), *others)
        for key, user, unfinished, score, taken in zip(
            keys,
            self._repeating(people, n),
            self._some(n, 1 / 4),
            self._repeating(scores, n),
            self._repeating(TAKEN, n),
            strict=True,
        ):
            started = contest.opens_at + timedelta(hours=self._random.randrange(48))
            started += self._random.choice((0, 0, 1, 999_999)) * TINY
            yield Attempt(
                pk=key,
                contest_id=contest.pk,
                user_id=user,
                started_at=started,
                finished_at=None if unfinished else started + taken,
                score=None if unfinished else score,
                medal=self._random.choice(MEDALS),
            )

    def _new_posts(self, n: int, people: Sequence[int], drafts: float) -> list[Post]:
        contests = _all_keys(Contest)
        return [
            Post(
                pk=key,
                author_id=author,
                editor_id=None if unedited else self._random.choice(people),
                contest_id=None if general or not contests else self._random.choice(contests),
                title=title,
                body=" ".join([*self._random.choices(SENTENCES, k=2), odd]),
                published_at=None if draft else published,
            )
            for key, odd, author, unedited, general, title, draft, published in zip(
                self._keys(Post, n),
                islice(cycle(ODD_SENTENCES), n),
                self._repeating(people, n),
                self._some(n, 1 / 3),
                self._some(n, 1 / 2),
                self._repeating(TITLES, n),
                self._some(n, drafts),
                self._moments(PUBLISHING, n),
                strict=True,
            )
        ]

    def _add_tags(self, posts: Sequence[Post], within: Range) -> None:
        taken = set(_column(Tag, "name"))
        missing = max(2 * within[1] - len(taken), 0)
        new, names = self._keys(Tag, missing), self._tag_names(missing, taken)
        _insert(Tag(pk=key, name=name) for key, name in zip(new, names, strict=True))
        tags = _all_keys(Tag)
        counts = self._counts(len(posts), within)
        keys = iter(self._keys(PostTag, sum(counts)))
        _insert(
            PostTag(pk=next(keys), post_id=post.pk, tag_id=tag)
            for post, n in zip(posts, counts, strict=True)
            for tag in self._random.sample(tags, n)
        )

    def _add_comments(
        self, posts: Sequence[Post], people: Sequence[int], within: Range
    ) -> list[Comment]:
        counts = self._counts(len(posts), within)
        total = sum(counts)
        keys, rejected = iter(self._keys(Comment, total)), iter(self._some(total, 1 / 4))
        comments = [
            Comment(
                pk=next(keys),
                post_id=post.pk,
                author_id=author,
                body=self._random.choice(TEXTS),
                created_at=created,
                is_approved=not next(rejected),
            )
            for post, n in zip(posts, counts, strict=True)
            for author, created in zip(
                self._repeating(people, n), self._moments(TALKING, n), strict=True
            )
        ]
        _insert(comments)
        return comments

    def _add_replies(
        self, comments: Sequence[Comment], people: Sequence[int], within: Range
    ) -> list[Comment]:
        counts = self._counts(len(comments), within)
        total = sum(counts)
        keys, rejected = iter(self._keys(Comment, total)), iter(self._some(total, 1 / 4))
        return _insert(
            Comment(
                pk=next(keys),
                post_id=comment.post_id,
                parent_id=comment.pk,
                author_id=self._random.choice(people),
                body=self._random.choice(TEXTS),
                created_at=comment.created_at + later,
                is_approved=not next(rejected),
            )
            for comment, n in zip(comments, counts, strict=True)
            for later in self._repeating(TAKEN, n)
        )

    def _add_likes(self, posts: Sequence[Post], people: Sequence[int], within: Range) -> list[Like]:
        counts = self._counts(len(posts), within)
        keys = iter(self._keys(Like, sum(counts)))
        return _insert(
            Like(pk=next(keys), post_id=post.pk, user_id=user, created_at=created)
            for post, n in zip(posts, counts, strict=True)
            for user, created in zip(
                self._random.sample(people, n), self._moments(TALKING, n), strict=True
            )
        )

    def _tag_names(self, n: int, taken: set[str]) -> list[str]:
        """Return names that are not taken: the plain words first, then "dp 2", "dp 3" and so on."""
        words = list(map("".join, zip(self._random.sample(TAGS, len(TAGS)), cycle(ODD_NAMES))))
        names = (word if i == 1 else f"{word} {i}" for i in count(1) for word in words)
        return list(islice((name for name in names if name not in taken), n))

    # Shaking

    def _cycle(self, present: Iterable[V | None], pool: Sequence[V] = ()) -> dict[V, V]:
        """Return for each value another one, so that all change and equal ones stay equal.

        Args:
            present: the values that there are; NULL and the empty string are left out.
            pool: more values that may take their place; as many of them as may be needed.
        """
        known = {*present}
        more = self._random.sample(pool, min(len(pool), len(known) + 2))
        values = sorted(known.union(more) - {None, ""})
        self._random.shuffle(values)
        return dict(zip(values, [*values[1:], *values[:1]], strict=True))

    def _changed(self, values: Sequence[V], pool: Sequence[V] = ()) -> list[V]:
        """Return other values for a column; what is NULL or empty stays where it is."""
        cycle = self._cycle(values, pool)
        return [cycle.get(value, value) for value in values]

    def _moved(self, values: Sequence[V], pool: Sequence[V] = ()) -> list[V]:
        """Return other values for a column, with NULL and empty ones at other rows than before."""
        changed = self._changed(values, pool)
        moved = [*changed[1:], *changed[:1]]
        return changed if moved == values else moved

    def _shake_people(self) -> None:
        people = self._read[User]
        flags = [
            _turned([getattr(person, flag) for person in people])
            for flag in ("is_active", "is_staff", "is_superuser")
        ]
        for person, first, last, joined, login, active, staff, root in zip(
            people,
            self._changed([person.first_name for person in people], FIRST_NAMES),
            self._changed([person.last_name for person in people], LAST_NAMES),
            self._changed([person.date_joined for person in people], JOINING),
            self._moved([person.last_login for person in people], JOINING),
            *flags,
            strict=True,
        ):
            person.first_name, person.last_name = first, last
            person.username = _username(first, last, person.pk + 1)
            person.email = _email(person.pk + 1)
            person.date_joined, person.last_login = joined, login
            person.is_active, person.is_staff, person.is_superuser = active, staff, root
        names = ("first_name", "last_name", "username", "email")
        self._write(
            people, *names, "date_joined", "last_login", "is_active", "is_staff", "is_superuser"
        )

    def _shake_profiles(self, people: dict[int, int]) -> None:
        profiles = self._read[Profile]
        for profile, country, bio, rating in zip(
            profiles,
            self._moved([profile.country for profile in profiles], COUNTRIES),
            self._moved([profile.bio for profile in profiles], BIOS),
            self._moved([profile.rating for profile in profiles], RATINGS),
            strict=True,
        ):
            profile.user_id = people[profile.user_id]
            profile.country, profile.bio, profile.rating = country, bio, rating
        self._replace(profiles)

    def _shake_contests(self, people: dict[int, int], contests: dict[int, int]) -> None:
        """Give each contest the attempts and the cut-off of another, at another time."""
        rows, attempts = self._read[Contest], self._read[Attempt]
        scores = self._cycle(
            [*(row.cutoff for row in rows), *(attempt.score for attempt in attempts)], SCORES
        )
        opens = self._cycle([row.opens_at for row in rows], OPENING)
        before = {row.pk: row.opens_at for row in rows}
        later = {key: opens[before[contests[key]]] - before[key] for key in before}
        cutoffs = {contests[row.pk]: scores[row.cutoff] for row in rows}
        for row, title, setter, listed in zip(
            rows,
            self._changed([row.title for row in rows], CONTEST_TITLES),
            self._moved([row.setter_id for row in rows], list(people)),
            _turned([row.is_listed for row in rows]),
            strict=True,
        ):
            row.title, row.slug, row.setter_id = title, _slug(title, row.pk), setter
            row.is_listed = listed
            row.closes_at += opens[row.opens_at] - row.opens_at + timedelta(days=1)
            row.opens_at = opens[row.opens_at]
            row.cutoff = cutoffs[row.pk]
        self._write(rows, "title", "slug", "setter", "opens_at", "closes_at", "cutoff", "is_listed")
        self._shake_attempts(attempts, people, contests, scores, later)

    def _shake_attempts(
        self,
        attempts: Sequence[Attempt],
        people: dict[int, int],
        contests: dict[int, int],
        scores: dict[int, int],
        later: dict[int, timedelta],
    ) -> None:
        """Move attempts to other contests; each starts as long after the opening as before."""
        taken = [
            None if attempt.finished_at is None else attempt.finished_at - attempt.started_at
            for attempt in attempts
        ]
        for attempt, time in zip(attempts, self._changed(taken, TAKEN), strict=True):
            attempt.medal = MEDALS[MEDALS.index(attempt.medal) - 1]
            attempt.started_at += later[attempt.contest_id]
            attempt.finished_at = None if time is None else attempt.started_at + time
            attempt.score = scores.get(attempt.score)
            attempt.contest_id = contests[attempt.contest_id]
            attempt.user_id = people[attempt.user_id]
        self._write(attempts, "contest", "user", "started_at", "finished_at", "score", "medal")

    def _shake_tags(self) -> None:
        tags = self._read[Tag]
        taken = {tag.name for tag in tags}
        for tag, name in zip(tags, self._tag_names(len(tags), taken), strict=True):
            tag.name = name
        self._write(tags, "name")

    def _shake_posts(self, people: dict[int, int]) -> list[Post]:
        """Return the posts as they shall be, without their counts; they are not written yet."""
        posts = self._read[Post]
        for post, editor, contest, title, body, published in zip(
            posts,
            self._moved([post.editor_id for post in posts], list(people)),
            self._moved([post.contest_id for post in posts], self._pks(Contest)),
            self._changed([post.title for post in posts], TITLES),
            self._changed([post.body for post in posts], TEXTS),
            self._moved([post.published_at for post in posts], PUBLISHING),
            strict=True,
        ):
            post.author_id = people[post.author_id]
            post.editor_id, post.contest_id = editor, contest
            post.title, post.body, post.published_at = title, body, published
        return posts

    def _shake_post_tags(self, posts: dict[int, int]) -> None:
        rows = self._read[PostTag]
        tags = self._cycle(self._pks(Tag))
        for row in rows:
            row.post_id, row.tag_id = posts[row.post_id], tags[row.tag_id]
        self._replace(rows)

    def _shake_comments(self, people: dict[int, int], posts: dict[int, int]) -> list[Comment]:
        """Move whole threads to other posts; a reply follows its comment, as long after it."""
        comments = self._read[Comment]
        times = self._cycle([comment.created_at for comment in comments], TALKING)
        before = {comment.pk: comment.created_at for comment in comments}
        flags = [comment.is_approved for comment in comments]
        for comment, body, approved in zip(
            comments,
            self._changed([comment.body for comment in comments], TEXTS),
            [*flags[1:], *flags[:1]],
            strict=True,
        ):
            thread = before[comment.parent_id or comment.pk]
            comment.created_at += times[thread] - thread
            comment.post_id, comment.author_id = posts[comment.post_id], people[comment.author_id]
            comment.body, comment.is_approved = body, approved
        self._write(comments, "post", "author", "body", "created_at", "is_approved")
        return comments

    def _shake_likes(self, people: dict[int, int], posts: dict[int, int]) -> list[Like]:
        likes = self._read[Like]
        for like, created in zip(
            likes, self._changed([like.created_at for like in likes], TALKING), strict=True
        ):
            like.post_id, like.user_id = posts[like.post_id], people[like.user_id]
            like.created_at = created
        self._replace(likes)
        return likes

    def _pks(self, table: type[Model]) -> list[int]:
        return [row.pk for row in self._read[table]]

    def _write(self, rows: Sequence[Model], *fields: str) -> None:
        """Write fields of all rows of a table back: by COPY where no foreign key points at them."""
        if self._unchecked:
            _insert(rows)
        else:
            store(rows, *fields)

    def _replace(self, rows: Sequence[Model]) -> None:
        """Write rows back whose unique columns have changed places, which no UPDATE allows."""
        if rows and not self._unchecked:
            _empty(type(rows[0]))
        _insert(rows)


def _turned(flags: Sequence[bool]) -> list[bool]:
    """Return as many true ones at other rows."""
    return [*flags[1:], *flags[:1]]


def _username(first: str, last: str, key: int) -> str:
    """Return a name to sign in with that is awkward in SQL, formats and HTML for some."""
    return username(first, last, key) + ODD_NAMES[key % len(ODD_NAMES)]


def _email(key: int) -> str:
    """Return an address, empty for some."""
    return f"{key}+50%o'neil@arena.example" if key % 4 else ""


def _slug(title: str, key: int) -> str:
    """Return a contest's slug, which the key makes unique."""
    return f"{slugify(title)[:60]}-{key}"


def _all_keys(table: type[Model]) -> list[int]:
    return _column(table, "id")


def _column(table: type[Model], name: str) -> list[Any]:
    """Return one column of all rows: the ORM takes five times as long to ask for a few."""
    with connection.cursor() as cursor:
        column = connection.ops.quote_name(name)
        cursor.execute(f"SELECT {column} FROM {_quoted(table)} ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def _rows(table: type[Model]) -> list[Any]:
    return list(table._default_manager.order_by("pk"))


def _rows_of(tables: Sequence[type[Model]]) -> dict[type[Model], list[Any]]:
    """Return all rows of tables, by their keys: with one statement, where that is possible."""
    if connection.vendor != "postgresql":
        return {table: _rows(table) for table in tables}
    names = {table: [field.attname for field in table._meta.concrete_fields] for table in tables}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "; ".join(
                f"SELECT {_columns(table)} FROM {_quoted(table)} ORDER BY id" for table in tables
            )
        )
        for table in tables:
            rows = cursor.fetchall()
            found[table] = [table.from_db(connection.alias, names[table], row) for row in rows]
            cursor.nextset()
    return found


def _columns(table: type[Model]) -> str:
    """Return the names of a table's columns as they stand in SQL."""
    fields = table._meta.concrete_fields
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def _insert(rows: Iterable[M]) -> list[M]:
    """Write new rows, and return them: by COPY where there is one, since a check makes many worlds.

    Half of bulk_create's time is spent on writing the INSERT.
    """
    new = list(rows)
    if not new or connection.vendor != "postgresql":
        return new and type(new[0])._default_manager.bulk_create(new)
    table = type(new[0])
    names = [field.attname for field in table._meta.concrete_fields]
    statement = f"COPY {_quoted(table)} ({_columns(table)}) FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for row in new:
            copy.write_row([getattr(row, name) for name in names])
            row._state.adding, row._state.db = False, connection.alias
    return new


def repeat() -> None:
    """Give all posts the same title, and all comments the same author and body.

    Rows then differ in nothing but their ids and times.
    """
    Post.objects.update(title="Again")
    Comment.objects.update(author=User.objects.order_by("pk")[0], body="Yes.")


def tie(number: int, at: datetime) -> None:
    """Publish so many of the newest posts at one moment: a limit comes between equal times."""
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    last = list(newest[:number])[-1]
    Post.objects.filter(published_at__gte=last.published_at).update(published_at=at)


def withdraw() -> None:
    """Make the newest post a draft again."""
    newest = Post.objects.filter(published_at__isnull=False).latest("published_at", "pk")
    Post.objects.filter(pk=newest.pk).update(published_at=None)


def store(rows: Sequence[Model], *fields: str) -> None:
    """Write fields of existing rows of one table back, all rows at once.

    An INSERT that always meets its own key: bulk_update does the same several times slower.
    """
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


def _empty(*tables: type[Model]) -> None:
    """Delete all rows, in SQL so that no signal tells an answer that anything happened."""
    _send([f"DELETE FROM {_quoted(table)};" for table in tables])


def _quoted(table: type[Model]) -> str:
    """Return a table's name as it stands in SQL."""
    return connection.ops.quote_name(table._meta.db_table)


def _reset_sequences() -> None:
    """Let the database continue after the keys that were given here."""
    _send(connection.ops.sequence_reset_sql(no_style(), TABLES))


def _send(statements: Sequence[str]) -> None:
    """Send statements, in one go where that is possible: a check makes dozens of worlds."""
    if statements and connection.vendor != "sqlite":
        statements = [" ".join(statements)]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
