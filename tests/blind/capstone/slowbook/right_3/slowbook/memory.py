"""What the pages are made from: the tables in the memory of each worker.

Visitors write attempts, comments, likes, notices and uploads. All other tables change with a
release only, and a release starts new workers. So a worker reads everything once, and asks at most
every 0.3 s for the rows that are new: no page is older than that. Attempts, comments and likes are
never changed or deleted, only added. Notices, uploads and sessions are not in here.
"""

import time
from bisect import bisect_left, insort
from collections import Counter
from operator import attrgetter

from django.db import connection

from slowbook import markup

# In seconds. The rules allow one second.
OLD = 0.3
# How long a transaction may take, in seconds: gunicorn stops a worker earlier.
LONG = 120


class Thing:
    """A row. Pieces of HTML and JSON that were made from it are in `made`."""

    def __init__(self, **values):
        self.__dict__.update(values)
        self.made = {}

    def piece(self, name, make):
        """Return what was made from this thing since it has changed."""
        if name not in self.made:
            self.made[name] = make(self)
        return self.made[name]


def rows_of(sql, params=None):
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


class Feed:
    """The new rows of a table, each one once.

    A transaction can commit after another one with higher ids. So ids that were left out are asked
    for until their transaction must have ended.
    """

    def __init__(self, sql):
        self.sql = sql
        self.highest = 0
        self.missing = {}

    def read(self, now):
        """Return the rows that were not returned before."""
        if self.missing:
            self.missing = {key: at for key, at in self.missing.items() if now - at < LONG}
        rows = rows_of(self.sql, [self.highest, list(self.missing)])
        first = self.highest == 0
        for row in rows:
            key = row[0]
            if key > self.highest:
                # At the start, older gaps are those of rows that were deleted.
                start = max(self.highest + 1, key - 500) if first else self.highest + 1
                for gap in range(start, key):
                    self.missing[gap] = now
                self.highest = key
            else:
                self.missing.pop(key, None)
        return rows


class Memory:
    """All tables that pages need."""

    def __init__(self):
        self.asked = 0.0
        self.made = {}
        self.version = Counter()
        self.load()
        self.likes = Feed(
            "SELECT id, person_id, post_id FROM slowbook_like"
            " WHERE id > %s OR id = ANY(%s) ORDER BY id"
        )
        self.comments = Feed(
            "SELECT id, post_id, author_id, parent_id, text, upper(text), created"
            " FROM slowbook_comment WHERE id > %s OR id = ANY(%s) ORDER BY id"
        )
        self.attempts = Feed(
            "SELECT id, person_id, post_id, score, seconds, created FROM slowbook_attempt"
            " WHERE id > %s OR id = ANY(%s) ORDER BY id"
        )
        self.seen = None
        self.refresh(time.monotonic())

    def load(self):
        """Read what changes with a release only."""
        self.flags = dict(rows_of("SELECT name, is_on FROM slowbook_flag"))
        self.people = {}
        self.names = {}
        sql = "SELECT id, username, upper(username), country, bio, last_seen FROM slowbook_person"
        for key, name, upper, country, bio, seen in rows_of(sql + " ORDER BY id DESC"):
            self.people[key] = self.names[upper] = Thing(
                id=key,
                name=name,
                country=country,
                bio=bio,
                seen=seen,
                points=0,
                tries=0,
                liked=0,
                attempts=[],
                posts=[],
            )
        mentions = {key: person.name for key, person in self.names.items()}
        self.render = lambda text: markup.render(text, mentions)
        self.tags = {}
        for key, slug, name in rows_of("SELECT id, slug, name FROM slowbook_tag"):
            self.tags[key] = Thing(slug=slug, name=name, posts=[])
        self.contests = {}
        sql = "SELECT id, slug, title, text, starts, ends FROM slowbook_contest"
        for key, slug, title, text, starts, ends in rows_of(sql + " ORDER BY starts DESC, id DESC"):
            self.contests[key] = Thing(
                id=key,
                slug=slug,
                title=title,
                html=self.render(text),
                starts=starts,
                ends=ends,
                posts=[],
                moderators=[],
                best={},
                totals={},
                tries=0,
            )
        sql = "SELECT contest_id, person_id FROM slowbook_contest_moderators"
        for contest, person in rows_of(sql):
            self.contests[contest].moderators.append(self.people[person])
        for contest in self.contests.values():
            contest.moderators.sort(key=attrgetter("name"))
            contest.editors = {person.id for person in contest.moderators}
        self.posts = {}
        sql = "SELECT id, contest_id, author_id, title, text, upper(title), upper(text), created"
        for key, contest, author, title, text, *uppers, created in rows_of(
            sql + " FROM slowbook_post ORDER BY created DESC, id DESC"
        ):
            html = self.render(text)
            post = self.posts[key] = Thing(
                id=key,
                contest=self.contests[contest],
                author=self.people[author],
                title=title,
                html=html,
                excerpt=markup.excerpt(html),
                minutes=markup.minutes(html),
                upper_title=uppers[0],
                upper_text=uppers[1],
                upper_comments="",
                created=created,
                tags=[],
                likes=set(),
                comments=[],
                by_id={},
                attempts=0,
                best=[],
            )
            # The newest are first.
            post.contest.posts.append(post)
            post.author.posts.append(post)
        for post, tag in rows_of("SELECT post_id, tag_id FROM slowbook_post_tags"):
            self.posts[post].tags.append(self.tags[tag])
        # In the order of `posts`, so that those of a tag have it too.
        for post in self.posts.values():
            post.tags.sort(key=attrgetter("slug"))
            for tag in post.tags:
                tag.posts.append(post)
        for post in self.posts.values():
            mine = set(post.tags)
            shared = {it: len(mine.intersection(it.tags)) for it in post.contest.posts}
            others = [it for it, number in shared.items() if number and it is not post]
            post.similar = sorted(others, key=lambda it: (-shared[it], -it.id))[:5]
        self.new = list(self.posts.values())
        self.by_key = sorted(self.new, key=lambda it: -it.id)
        for contest in self.contests.values():
            contest.in_order = sorted(contest.posts, key=lambda it: (it.created, it.id))
        self.tag_of = {tag.slug: tag for tag in self.tags.values()}
        self.contest_of = {contest.slug: contest for contest in self.contests.values()}
        tags = sorted(self.tags.values(), key=lambda it: (-len(it.posts), it.slug))
        self.popular = tags[:12]
        # All attempts by time and by id, and how long they took.
        self.tries = []
        self.by_id = []
        self.seconds = []
        self.months = Counter()
        self.number_of_likes = 0
        self.number_of_comments = 0
        self.newest = []
        numbers = Counter(person.country for person in self.people.values())
        self.countries = sorted(numbers.items(), key=lambda it: (-it[1], it[0]))

    def refresh(self, now):
        """Read the rows that are new."""
        self.asked = now
        for _, person, post in self.likes.read(now):
            self.add_like(person, self.posts[post])
        for row in self.comments.read(now):
            self.add_comment(*row)
        rows = self.attempts.read(now)
        for row in rows:
            self.add_attempt(len(rows) > 1000, *row)
        if len(rows) > 1000:
            self.tries.sort()
            self.by_id.sort()
            self.seconds.sort()
            for person in self.people.values():
                person.attempts.sort()
        # Two seconds, because a clock and a commit are not the same.
        sql = "SELECT id, last_seen FROM slowbook_person WHERE last_seen > "
        if self.seen is None:
            found = rows_of("SELECT max(last_seen) FROM slowbook_person")
            self.seen = found[0][0]
        elif found := rows_of(sql + "%s - interval '5 seconds'", [self.seen]):
            for key, seen in found:
                self.people[key].seen = seen
                self.seen = max(self.seen, seen)

    def add_like(self, person, post):
        post.likes.add(person)
        post.made = {}
        post.author.liked += 1
        post.contest.made.pop("main", None)
        self.number_of_likes += 1
        self.version["hot"] += 1

    def add_comment(self, key, post, author, parent, text, upper, created):
        post = self.posts[post]
        comment = Thing(
            id=key,
            post=post,
            author=self.people[author],
            parent=parent,
            text=text,
            created=created,
        )
        insort(post.comments, comment, key=lambda it: (it.created, it.id))
        post.by_id[key] = comment
        # No visitor can ask for a zero byte.
        post.upper_comments += "\0" + upper
        post.made = {}
        post.contest.made.pop("main", None)
        self.number_of_comments += 1
        self.version["hot"] += 1
        self.version["side"] += 1
        self.newest.append((created, key, comment))
        if len(self.newest) > 100:
            self.newest = sorted(self.newest)[-5:]

    def add_attempt(self, is_first, key, person, post, score, seconds, created):
        person, post = self.people[person], self.posts[post]
        contest = post.contest
        row = (created, key, person, post, score, seconds)
        month = created.strftime("%Y-%m")
        self.months[month] += 1
        if is_first:
            self.tries.append(row)
            self.by_id.append((key, row))
            self.seconds.append(seconds)
            person.attempts.append(row)
        else:
            insort(self.tries, row)
            insort(self.by_id, (key, row))
            insort(self.seconds, seconds)
            insort(person.attempts, row)
        person.points += score
        person.tries += 1
        person.made = {}
        post.attempts += 1
        insort(post.best, (-score, seconds, key, person))
        del post.best[5:]
        post.made = {}
        contest.made = {}
        contest.tries += 1
        value = (score, -seconds)
        old = contest.best.get((person.id, post.id))
        if old is None or value > old:
            contest.best[person.id, post.id] = value
            points, time_taken, solved = contest.totals.get(person.name, (0, 0, 0))
            if old is not None:
                points, time_taken, solved = points - old[0], time_taken + old[1], solved - 1
            contest.totals[person.name] = (points + score, time_taken + seconds, solved + 1)
        self.version["attempts"] += 1
        self.version["side"] += 1

    def piece(self, name, version, make):
        """Return what was made from all rows since a part of them has changed."""
        version = self.version[version]
        found = self.made.get(name)
        if found is None or found[0] != version:
            found = self.made[name] = (version, make())
        return found[1]

    def hot(self):
        """Return the posts that are most talked about: 3 for each like and 1 for each comment."""

        def make():
            return sorted(
                self.new, key=lambda it: (-3 * len(it.likes) - len(it.comments), -it.id)
            )

        return self.piece("hot", "hot", make)

    def ranking(self):
        """Return all people, the best first, and the sorted points."""

        def make():
            people = sorted(self.people.values(), key=lambda it: (-it.points, it.name))
            return people, sorted(it.points for it in people)

        return self.piece("ranking", "attempts", make)

    def percent(self, person):
        """Return the share of people who have fewer points, in whole per cent."""
        points = self.ranking()[1]
        return 100 * bisect_left(points, person.points) // len(points)

    def newest_comments(self):
        """Return the five newest comments."""
        return [comment for _, _, comment in sorted(self.newest)[:-6:-1]]

    def search(self, asked):
        """Return the posts: matching titles first, then texts, then comments; then newest."""
        asked = upper(asked)
        found = ([], [], [])
        for post in self.by_key:
            if asked in post.upper_title:
                found[0].append(post)
            elif asked in post.upper_text:
                found[1].append(post)
            elif asked in post.upper_comments:
                found[2].append(post)
        return [*found[0], *found[1], *found[2]]


def standings(contest):
    """Return the rows of a contest's table.

    Of each problem a person's best attempt counts: the highest score, and among equal scores the
    fewest seconds. More points are better, then fewer seconds, then the name. Equal points and
    seconds share a rank.
    """
    rows = [
        {"name": name, "points": points, "seconds": seconds, "solved": solved}
        for name, (points, seconds, solved) in contest.totals.items()
    ]
    rows.sort(key=lambda row: (-row["points"], row["seconds"], row["name"]))
    last = {"points": None}
    for number, row in enumerate(rows, 1):
        same = last["points"] == row["points"] and last["seconds"] == row["seconds"]
        row["rank"] = last["rank"] if same else number
        last = row
    return rows


def upper(text):
    """Return text in upper case as PostgreSQL does, which stored it so."""
    if text.isascii():
        return text.upper()
    return rows_of("SELECT upper(%s)", [text])[0][0]


_memory = None


def read():
    """Return the tables, at most 0.3 seconds old."""
    global _memory
    now = time.monotonic()
    if _memory is None:
        _memory = Memory()
    elif now - _memory.asked >= OLD:
        _memory.refresh(now)
    return _memory


def forget():
    """Read again with the next page of this worker: a visitor has written something."""
    if _memory is not None:
        _memory.asked = 0.0
