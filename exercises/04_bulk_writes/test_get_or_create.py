"""What checks get_or_create.py."""

from functools import partial
from random import Random

from django.db import DatabaseError, IntegrityError, connection, transaction

from arena.discuss.models import Post, Tag
from arena.worlds import PostTag
from kata.checks import (
    at_most_queries,
    clients,
    expect,
    fail,
    interleave,
    killed_before,
    plural,
    same,
    send,
    versions,
    written_columns,
)

NAMES = ["Go", "go", "go ", " go", "GO", "", "50%s", "it's", "naïve", "naive", 'a"b', "x" * 40]
# All constraints and indexes of the tags: a faked migration has made none.
DROP = """
    SELECT 'ALTER TABLE discuss_tag DROP CONSTRAINT ' || quote_ident(conname) FROM pg_constraint
    WHERE conrelid = 'discuss_tag'::regclass AND contype IN ('u', 'x', 'c') UNION ALL
    SELECT 'DROP INDEX ' || indexrelid::regclass FROM pg_index
    WHERE indrelid = 'discuss_tag'::regclass AND NOT indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
ADD = """
    WITH new AS (INSERT INTO discuss_tag (name) VALUES ('go') RETURNING id)
    INSERT INTO discuss_post_tags (post_id, tag_id) SELECT {}, id FROM new
"""
USE = "INSERT INTO discuss_post_tags (post_id, tag_id) VALUES ({}, {})"
DEADLOCK = "40P01"


def test_merge(answer, world):
    """Of equal names one tag stays, with the posts of all.

    Tries: survivor, posts, names.
    """
    for number, most in ((0, 3), (1, 3), (14, 3), (5, 1)):
        expected = site(world, number, most=most)
        answer.migrate()
        right(expected, f"after migrate(), with {plural(number, 'post')}")


def test_constraint(answer, world):
    """The database refuses a second tag with a name, and no other tag.

    Tries: constraint, names.
    """
    site(world, 6)
    answer.migrate()
    Tag.objects.bulk_create(map(Tag, range(1, 6), ("gO", "go  ", "It's", "NAIVE", "y")))
    for name in Tag.objects.values_list("name", flat=True):
        refused(name)


def test_queries(answer, world):
    """Few queries, however many duplicates.

    Tries: queries, posts.
    """
    expected = site(world, 150, tags=250)
    at_most_queries(answer.migrate, 20, "however many duplicates")
    right(expected, "after migrate(), with 250 names")


def test_tag(answer, world):
    """The id of the tag with a name; an existing tag is not written.

    Tries: no write, names.
    """
    site(world, 6)
    answer.migrate()
    before = versions(Tag)
    for key, name in list(Tag.objects.values_list("pk", "name")):
        same(answer.tag(name), key, call=f"tag({name!r})")
    number = len(before.items() ^ versions(Tag).items()) // 2
    expect(not number, f"tag() writes {plural(number, 'tag')} that existed.", "none.")
    for name in ("gO", "new", "new "):
        key = answer.tag(name)
        same([*Tag.objects.filter(name=name).values("pk")], [{"pk": key}], call=f"tag({name!r})")


def test_together(answer, world):
    """Two visitors use new tags at the same time, each in a transaction.

    Tries: together, no write.
    """
    site(world, 3)
    answer.migrate()
    one, two, *_ = Post.objects.order_by("pk").values_list("pk", flat=True)
    both = ["new", "newer"]

    def prepare():
        PostTag.objects.filter(tag__name__in=both).delete()
        Tag.objects.filter(name__in=both).delete()

    @transaction.atomic
    def use(post, names, undo, _):
        keys = [answer.tag(name) for name in names]
        PostTag.objects.bulk_create(PostTag(post_id=post, tag_id=key) for key in keys)
        transaction.set_rollback(undo)
        return keys

    with clients() as among, written_columns(Tag) as columns:
        for names, undo in ((both[:1], False), (both[:1], True), (both, False)):
            # In opposite orders, each could wait for the tag of the other.
            call = prepare, partial(use, one, names, undo), partial(use, two, names[::-1], False)
            for meeting in interleave(*call, every_role=True, among=among):
                for error in meeting.errors:
                    says = f"Two visitors use {plural(len(names), 'new tag')}, and one gets "
                    says += f"{type(error).__name__}: {error}"
                    raise fail(says, "both succeed.", details=meeting.story)
                stored = [*Tag.objects.filter(name__in=names).values_list("pk", flat=True)]
                returned = {key for keys in meeting.results[undo:] for key in keys}
                says = f"tag() returns {sorted(returned)}. The tag is stored with ids {stored}."
                right = returned == {*stored} and len(stored) == len(names)
                expect(right, says, "one for each name.", meeting.story)
    says = "Two visitors use a new tag, and one updates the tag that the other has made."
    expect(not columns, says, "tag() doesn't write an existing tag.")


def test_killed(answer, world):
    """It is killed before any of its statements, or behind the last one, and run again.

    Tries: killed, posts.
    """
    number, killed = 0, True
    while killed and number < 60:
        expected = site(world, 6)
        killed = killed_before(number, answer.migrate)
        answer.migrate()
        number += 1
        where = f"before statement {number}" if killed else "after its last statement"
        right(expected, f"after migrate() was killed {where} and run again")
        refused("go")


def test_meantime(answer, world):
    """Another session adds a duplicate, or uses one, while migrate() runs.

    Tries: meantime, posts, constraint.
    """

    @transaction.atomic
    def write(sql, _):
        post = Post.objects.earliest("pk").pk
        send([sql.format(post, Tag.objects.filter(name="go").latest("pk").pk)])

    def migrate(_):
        send(["DISCARD TEMP"])
        try:
            answer.migrate()
        except Exception as error:
            if state(error) != DEADLOCK:
                raise
            answer.migrate()  # PostgreSQL may have ended either of the two

    for sql, what in ((ADD, "adds a duplicate"), (USE, "tags a post")):
        call = partial(site, world, 0, 2), migrate, partial(write, sql)
        for meeting in interleave(*call, every_role=True):
            mine, other = meeting.outcomes
            if mine.error:
                says = f"Another session {what}, and migrate() raises {type(mine.error).__name__}: "
                raise fail(f"{says}{mine.error}", "it succeeds.", details=meeting.story)
            if other.error and not isinstance(other.error, DatabaseError):
                raise other.error
            number = PostTag.objects.filter(tag__name="go").count()
            says = f"Another session {what} while migrate() runs; the post has it {number} times."
            expect(number == 1 or other.error, says, "once.", meeting.story)
            refused("go", meeting.story)


# What the checks above are made of.


def site(world, number, tags=10, most=3):
    """Make posts with tags, many of them twice or more; return what shall become of it."""
    with connection.cursor() as cursor:
        cursor.execute(DROP)
        send(statement for (statement,) in cursor.fetchall())
    known = {*connection.introspection.django_table_names(), "django_migrations"}
    send(f'DROP TABLE "{name}"' for name in {*connection.introspection.table_names()} - known)
    send(["DISCARD TEMP", "SELECT setval('discuss_tag_id_seq', 2000000000000)"])
    world.clear()
    posts = world.posts(number + 1, tags=(0, 0), comments=(0, 0), likes=(0, 0), unrelated=False)
    random = Random(number)
    names = [*NAMES, *(f"tag {i}" for i in range(tags))]
    names = [name for i, name in enumerate(names) for _ in range(1 + i % most)]
    keys = dict(zip(random.sample(range(10, 10**12), len(names)), names, strict=True))
    Tag.objects.bulk_create(map(Tag, keys, names))
    used = {post.pk: random.sample(sorted(keys), random.randint(0, 15)) for post in posts[1:]}
    PostTag.objects.bulk_create(
        PostTag(post_id=post, tag_id=tag) for post, tags in used.items() for tag in tags
    )
    links = {(post, keys[tag]) for post, tags in used.items() for tag in tags}
    return sorted((min(k for k in keys if keys[k] == n), n) for n in {*names}), sorted(links)


def right(expected, given):
    """Fail unless the tags and the posts are as expected."""
    tags, links = expected
    got = Tag.objects.order_by("pk").values_list("pk", "name")
    same(got, tags, call="The tags", given=given)
    got = PostTag.objects.values_list("post_id", "tag__name")
    same(got, links, ordered=False, call="The posts' tags", given=given)


def refused(name, details=()):
    """Fail unless the database refuses a second tag with a name."""
    try:
        with transaction.atomic():
            Tag.objects.create(name=name)
            send(["SET CONSTRAINTS ALL IMMEDIATE"])
            transaction.set_rollback(True)
    except IntegrityError:
        return
    raise fail(f"After migrate() the database accepts a second tag {name!r}.", details=details)


def state(error):
    """Return PostgreSQL's code of an error, by Django's cursor or the driver's own."""
    return getattr(error, "sqlstate", getattr(error.__cause__, "sqlstate", None))
