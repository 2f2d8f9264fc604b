"""What checks comment_count.py."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement, product, zip_longest
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag
from arena.worlds import TALKING
from kata.checks import (
    clients,
    expect,
    fail,
    fails_at,
    interleave,
    ledger,
    lockstep,
    measure,
    plural,
)

MANY = 200
PORTION = 12  # comments on a post, more than fit into a small batch
HISTORIES, STEPS = 6, 10
SIGNALS = (pre_save, post_save, pre_delete, post_delete, m2m_changed)
LATER = TALKING[-1] + timedelta(hours=1)
REFUSED = ("reply", "last word")
NAMED = ("body", "pk", "is_approved")


@pytest.fixture
def site(new_database, answer, world):
    """The answer at work on posts with comments; what it connects is gone after the check.

    Its database has seen no install(): the task says that it is called once.
    """
    receivers = [(signal, list(signal.receivers)) for signal in SIGNALS]
    world.people(8)
    world.posts(5, comments=(1, 5), replies=(0, 2), counted=True)
    answer.install()
    yield answer
    for signal, before in receivers:
        signal.receivers = before
        signal.sender_receivers_cache.clear()


def test_answer(site):
    """Right for one comment at a time, and for its replies, named with it or not.

    Tries: number, docstrings.
    """
    post, author = Post.objects.order_by("pk").first(), User.objects.order_by("pk").first()
    for approved, named in product((True, False), (0, 2)):
        comment = new(post, author, is_approved=approved)
        does(site, "say", comment)
        [key] = newest(1)
        replies = [new(post, author, parent_id=key, is_approved=flag) for flag in (True, False)]
        for reply in replies:
            does(site, "say", reply)
        does(site, "take_back", [key, *newest(named)])
    does(site, "take_back", [key])
    talker = Comment.objects.filter(replies__isnull=False).order_by("pk").first().author_id
    does(site, "forget", talker)


def test_bulk(site):
    """Right after an import of comments.

    Tries: number, docstrings.
    """
    posts, authors = list(Post.objects.order_by("pk")), list(User.objects.order_by("pk"))
    comments = [
        new(post, authors[number], is_approved=bool((number + post.pk) % 3))
        for post in posts
        for number in range(post.pk % 4 + 1)
    ]
    does(site, "say_many", comments)
    does(site, "say_many", [])


def test_flags(site):
    """Right after comments are approved and hidden.

    Tries: number, docstrings.
    """
    everything = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    for approved, keys in ((False, everything[::2]), (True, everything), (False, everything)):
        for _ in range(2):  # the second time there is nothing to change
            does(site, "judge", [*keys, 1], approved)
    does(site, "judge", [], True)


def test_histories(site):
    """Right after each step of random histories, rolled back or not.

    Tries: number, transaction, docstrings.
    """
    comment = new(Post.objects.order_by("pk").first(), User.objects.order_by("pk").first())
    with suppress(RolledBack), transaction.atomic():
        does(site, "say", comment, given=", inside the caller's transaction")
        raise RolledBack
    does(site, "say", comment, given=", once more after the caller's transaction was rolled back")
    for seed in range(HISTORIES):
        told, random = [], Random(seed)
        for _ in range(STEPS):
            step, arguments = drawn(random)
            undo = random.random() < 0.25
            told.append(f"{step}({brief(arguments)})")
            before = rows()
            with suppress(RolledBack), transaction.atomic():
                does(site, step, *arguments, given=", inside the caller's transaction", told=told)
                if undo:
                    raise RolledBack
            told[-1] += ", rolled back" * undo
            right(told[-1], told)
            expect(not undo or rows() == before, f"{told[-1]}: comments have changed.")


def test_failure(site):
    """A function that fails changes nothing.

    Tries: failure, no error.
    """
    post, author = Post.objects.order_by("pk").first(), User.objects.order_by("pk").first()
    taken = newest(1)[0]
    pages = Post.objects.order_by("pk")[:2]
    for number, refused in zip((1, MANY, 3 * MANY), (post, *pages), strict=True):
        before = rows()
        with suppress(IntegrityError):
            said = [new(pages[n % 2], author) for n in range(number)]
            site.say_many([*said, new(refused, author, pk=taken)])
        given = f"say_many() with {plural(number, 'new comment')} and a key that is taken"
        expect(rows() == before, f"{given} has saved some comments.")
        right(given)
    for field, name in product(("post_id", "author_id", "parent_id"), ("say", "say_many")):
        sound, orphan, before = new(post, author), new(post, author), rows()
        setattr(orphan, field, 1_000_000)
        given = f"{name}() with a comment whose {field[:-3]} is gone"
        silent = succeeds(getattr(site, name), orphan if name == "say" else [sound, orphan])
        expect(not silent, f"{given} reports nothing.", "an error.")
        expect(rows() == before, f"{given} has saved some comments.")
        right(given)
    for name, make in STATEMENTS.items():
        for number in range(12):
            arguments, before = make(post, author), rows()
            done, there = changed(name, arguments, before), counts()
            failed = fails_at(number, partial(getattr(site, name), *arguments))
            given = f"{name}(), whose statement {number + 1} failed"
            right(given)
            if not failed:
                break
            undone = rows() == before and counts() == there
            expect(
                undone or not differences(done, rows(), before),
                f"After {given}, some rows have changed.",
                "nothing changed.",
            )


def test_crowd(site):
    """Right when a second call comes in at any point of the first.

    Tries: number, docstrings, no error.
    """
    names = ("say", "import", "hide", "approve", "take back", "forget")
    meet(site, lambda call: call, combinations_with_replacement(names, 2))


def test_gone(site):
    """Right when a comment comes in while what it needs is deleted.

    Tries: number, docstrings, no error.
    """
    pairs = [("reply", "take back"), ("reply", "forget"), ("last word", "forget")]
    meet(site, lambda call: call, [*pairs, *(pair[::-1] for pair in pairs)])


def test_transactions(site):
    """Right when a second call comes in at any point of a caller's transaction.

    Tries: number, transaction, docstrings, no error.
    """
    # Where each function sends one statement, calls meet here and not above.
    pairs = [
        *combinations_with_replacement(("take back", "hide", "import"), 2),
        *(("say", "say"), ("approve", "approve"), ("forget", "hide")),
    ]
    meet(site, transaction.atomic, pairs, points=3)


def test_orders(site):
    """Calls that name posts or comments in opposite order do not deadlock.

    Tries: no error.
    """
    scene = Scene(site)
    one, other, _ = scene.posts
    names = "say_many", "judge", "take_back"
    pairs = *zip(names, names, strict=True), *(("say_many", name) for name in names[1:])
    for (name, second), looks in product(pairs, range(3)):
        # Two authors edit a post each, and one is done first. The two calls wait for a post each.
        scene.set(anew=True)
        calls = scene.opposite(name)[0], scene.opposite(second)[1]
        authors = partial(scene.edit, one, looks), partial(scene.edit, other, looks + 1)
        turns = lockstep(*authors, *calls)
        given = f"{name}() and {second}() in opposite order, while two people edit posts"
        scene.judge(turns, given)


def test_queries(site):
    """A few queries, however many comments.

    Tries: queries.
    """
    # Other checks ask whether the number is right: here it must only not fall below 0.
    Post.objects.update(kept_comments=10 * MANY)
    author = User.objects.order_by("pk").first()
    posts = Post.objects.order_by("pk")[:3]
    comments = [new(post, author) for post in posts for _ in range(MANY // 3 + 1)][:MANY]
    for name, *flag in (("say_many",), ("judge", False), ("judge", True), ("take_back",)):
        given = comments if name == "say_many" else newest(MANY)
        work = measure(partial(getattr(site, name), given, *flag))
        ledger.spent(queries=work.queries)
        if work.queries > 30:
            raise fail(
                f"{name}() sends {work.queries} queries for {MANY} comments on 3 posts.",
                "at most 30.",
                work.meter.lines(),
            )


# What the checks above are made of.


class RolledBack(Exception):
    """Ends a transaction."""


def new(post, author, **more):
    """Return a comment that is not saved."""
    more = {"body": "So it is.", "created_at": LATER, **more}
    return Comment(post_id=post.pk, author_id=author.pk, **more)


def succeeds(call, *arguments):
    """Return whether a call ends without an error."""
    with suppress(Exception):
        call(*arguments)
        return True
    return False


def newest(number):
    """Return the keys of the comments that were saved last."""
    return list(Comment.objects.order_by("-pk").values_list("pk", flat=True)[:number])


def rows(posts=()):
    """Return what the table of comments says, by key: of all posts, or of some."""
    comments = Comment.objects.filter(post__in=posts) if posts else Comment.objects.all()
    fields = ("post_id", "author_id", "parent_id", "body", "created_at", "is_approved")
    return {pk: row for pk, *row in comments.order_by("pk").values_list("pk", *fields)}


def counts():
    """Return how many posts and people there are."""
    return Post.objects.count(), User.objects.count()


def changed(name, arguments, before):
    """Return what ``rows()`` has to say after a call; new comments have keys of our own."""
    after = {pk: list(row) for pk, row in before.items()}
    if name in {"say", "say_many"}:
        [comments] = arguments
        for comment in comments if name == "say_many" else [comments]:
            row = [comment.post_id, comment.author_id, comment.parent_id, comment.body]
            after[object()] = [*row, comment.created_at, comment.is_approved]
    elif name == "judge":
        for pk in set(arguments[0]) & set(after):
            after[pk][-1] = arguments[1]
    else:
        gone = set(arguments[0]) if name == "take_back" else set()
        if name == "forget":
            theirs = set(Post.objects.filter(author=arguments[0]).values_list("pk", flat=True))
            gone = {pk for pk, row in after.items() if row[1] == arguments[0] or row[0] in theirs}
        after = {pk: row for pk, row in after.items() if pk not in gone and row[2] not in gone}
    return after


def differences(expected, got, before):
    """Return lines about the first rows that differ; whatever key a new comment has is right."""
    lines = []
    for pk in sorted(before):
        if expected.get(pk) != got.get(pk):
            lines += [f"expected  {show(pk, expected)}", f"got       {show(pk, got)}"]
    added = [
        Counter(tuple(row) for pk, row in these.items() if pk not in before)
        for these in (expected, got)
    ]
    lines += [f"missing   {row}" for row in added[0] - added[1]]
    lines += [f"too much  {row}" for row in added[1] - added[0]]
    return [line[:78] for line in lines[:2]]


def show(pk, these):
    """Return a comment as few words."""
    if pk not in these:
        return f"no comment {pk}"
    post, _, parent, *_, approved = these[pk]
    reply = f", a reply to {parent}" if parent else ""
    return f"comment {pk} on post {post}{reply}, {'approved' if approved else 'not approved'}"


def does(site, name, *arguments, given="", told=()):
    """Call a function; fail unless comments and numbers are right afterwards."""
    before = rows()
    expected = changed(name, arguments, before)
    getattr(site, name)(*arguments)
    given = f"{name}({brief(arguments)}){given}"
    if lines := differences(expected, rows(), before):
        raise fail(
            f"After {given}: the comments are not as its docstring says.", details=[*told, *lines]
        )
    if name == "forget":
        there = User.objects.filter(pk=arguments[0]).exists()
        expect(not there, "forget() has left the person.", details=told)
    right(given, told)


def right(after, details=()):
    """Fail unless every post knows how many approved comments it has."""
    approved = Count("comments", filter=Q(comments__is_approved=True))
    posts = Post.objects.annotate(n=approved).values_list("kept_comments", "n")
    for stored, number in posts:
        if stored != number:
            raise fail(
                f"After {after}: a post has {plural(number, 'approved comment')}, and "
                f"kept_comments is {stored}.",
                "as many as there are, for every post.",
                details=details,
            )


def approved_keys(number):
    """Return the keys of some approved comments."""
    approved = Comment.objects.filter(is_approved=True).order_by("pk")
    return list(approved.values_list("pk", flat=True)[:number])


# Arguments for each function, with which it has a number to change.
STATEMENTS = {
    "say": lambda post, author: (new(post, author),),
    "say_many": lambda post, author: ([new(post, author) for _ in range(4)],),
    "judge": lambda *_: (approved_keys(2), False),
    "take_back": lambda *_: (approved_keys(1),),
    "forget": lambda *_: (Comment.objects.filter(is_approved=True).order_by("pk")[0].author_id,),
}


def drawn(random):
    """Return the name of a function and its arguments, drawn at random for what is there now."""
    posts = list(Post.objects.order_by("pk"))
    people = list(User.objects.order_by("pk"))
    keys = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    tops = list(Comment.objects.filter(parent=None).order_by("pk"))
    some = random.sample(keys, min(len(keys), random.randint(0, 6)))

    def comment():
        flag = random.random() < 0.7
        if tops and random.random() < 0.4:
            parent = random.choice(tops)
            return new(parent.post, random.choice(people), parent_id=parent.pk, is_approved=flag)
        return new(random.choice(posts), random.choice(people), is_approved=flag)

    names = ["judge", "judge", "take_back"]
    if posts and people:
        names += ["say", "say", "say_many", "say_many"]
    if len(people) > 3:
        names += ["forget"]
    name = random.choice(names)
    return name, {
        "judge": lambda: (some, random.random() < 0.5),
        "take_back": lambda: (some[:2],),
        "say": lambda: (comment(),),
        "say_many": lambda: ([comment() for _ in range(random.randint(0, 8))],),
        "forget": lambda: (random.choice(people).pk,),
    }[name]()


def brief(arguments):
    """Return arguments as few words."""
    words = [plural(len(a), "comment") if isinstance(a, list) else str(a) for a in arguments]
    return ", ".join("a comment" if word.startswith("comment ") else word for word in words)


class Scene:
    """Three posts and their comments, which the answer's own functions set before each meeting."""

    def __init__(self, site):
        """Make three posts and the people who comment on them."""
        self.site = site
        author, self.reader, self.talker = User.objects.order_by("pk")[:3]
        key = max(Post.objects.values_list("pk", flat=True)) + 10
        posts = [Post(pk=key - n, author=author, title="Hm", body="Hm.") for n in (0, 1, 2)]
        self.posts = Post.objects.bulk_create(posts)
        self.quiet = self.posts[-1]
        self.leaver = User.objects.create(username="leaver")
        self.keys, self.before = {}, {}

    def set(self, anew=False):
        """Make what is missing, and put right what was judged; return the scene."""
        one, other, _ = self.posts
        here = Comment.objects.filter(post__in=self.posts)
        if anew:
            self.site.take_back(list(here.values_list("pk", flat=True)))
        there = {body: (pk, flag) for body, pk, flag in here.values_list(*NAMED)}
        comments = [
            new(one, self.leaver, body="a"),
            new(other, self.leaver, body="b"),
            new(one, self.talker, body="hidden c", is_approved=False),
            new(other, self.talker, body="hidden d", is_approved=False),
            new(other, self.talker, body="e"),
            new(one, self.talker, body="f"),
        ]
        missing = [comment for comment in comments if comment.body not in there]
        if "b" not in there and not User.objects.filter(pk=self.leaver.pk).exists():
            self.leaver.save(force_insert=True)
        if missing:
            self.site.say_many(missing)
        if "reply" not in there:
            [parent] = here.filter(body="a").values_list("pk", flat=True)
            self.site.say(new(one, self.reader, body="reply", parent_id=parent))
        for wanted in (False, True):
            wrong = [
                pk
                for body, (pk, flag) in there.items()
                if flag is not wanted and body.startswith("hidden") is not wanted
            ]
            if wrong:
                self.site.judge(wrong, wanted)
        if missing or "reply" not in there:
            self.keys = {body: pk for body, pk, _ in here.values_list(*NAMED)}
        self.before = rows(self.posts)
        return self

    def operations(self):
        """Return name and arguments of all that two people may do at the same time."""
        one, key = self.posts[0], self.keys
        return {
            "say": ("say", new(one, self.talker)),
            "reply": ("say", new(one, self.talker, parent_id=key["a"])),
            "last word": ("say", new(self.quiet, self.leaver)),
            "import": ("say_many", [new(post, self.talker) for post in self.posts[:2]]),
            "hide": ("judge", [key["a"], key["reply"], key["b"]], False),
            "approve": ("judge", [key["hidden d"], key["hidden c"], key["a"]], True),
            "take back": ("take_back", [key["a"], key["hidden c"]]),
            "forget": ("forget", self.leaver.pk),
        }

    def opposite(self, name):
        """Return two calls of a function that name the posts, or comments on them, in turn."""
        one, other, _ = self.posts
        here, there = (
            [new(post, self.talker) for post in posts for _ in range(PORTION)]
            for posts in ((one, other), (other, one))
        )
        if name != "say_many":
            here, there = [[self.keys[body] for body in bodies] for bodies in ("ab", "ef")]
        flag = [False] * (name == "judge")
        call = getattr(self.site, name)
        return partial(call, here, *flag), partial(call, there, *flag)

    @transaction.atomic
    def edit(self, post, looks):
        """Change the title of a post, and look around before the commit."""
        Post.objects.filter(pk=post.pk).update(title="Edited")
        for _ in range(looks):
            Tag.objects.exists()

    def judge(self, turns, given, *names):
        """Fail if a call failed because of another, or if a number is wrong.

        A comment may be refused when what it replies to, or who says it, is gone.
        """
        for name, outcome in zip_longest(names, turns.outcomes):
            error = outcome.error
            if not error or (name in REFUSED and isinstance(error, IntegrityError)):
                continue
            raise fail(
                f"{given}: {' '.join(str(error).split())[:100]}",
                "no error because of another call.",
                details=[line for line in turns.story if "discuss_tag" not in line],
            )
        right(given, turns.story)


def meet(site, around, pairs, points=30):
    """Let the second operation of each pair come in at every point of the first."""
    scene = Scene(site)

    def call(name, around):
        def run(scene):
            function, *arguments = scene.operations()[name]
            return around(getattr(site, function))(*arguments)

        return run

    with clients() as among:
        scene.set()
        for first, second in pairs:
            given = f"{second} in the middle of {first}"
            calls = call(first, around), call(second, lambda function: function)
            walk = interleave(scene.set, *calls, apart=False, points=points, among=among)
            for meeting in walk:
                scene.judge(meeting, given, first, second)
                doing = [scene.operations()[name] for name in (first, second)]
                got = rows(scene.posts)
                lines = [
                    differences(in_order(calls, scene.before), got, scene.before)
                    for calls in (doing, doing[::-1])
                ]
                if all(lines):
                    raise fail(
                        f"{given}: the comments are not as after one call and then the other.",
                        details=[*meeting.story, *lines[0]],
                    )


def in_order(calls, before):
    """Return what ``rows()`` has to say after calls, one after the other."""
    for name, *arguments in calls:
        before = changed(name, arguments, before)
    return before
