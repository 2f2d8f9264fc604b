"""What checks backfill.py, by running its migration the way Django's executor does."""

from collections import Counter
from functools import cache, partial

from django.apps import apps
from django.db import Error, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from arena.discuss.models import Comment
from kata.checks import (
    Meter,
    expect,
    fail,
    in_between,
    interleave,
    killed_before,
    ledger,
    metered,
    moves_data,
    plural,
    send,
    versions,
)

SLICE = 1_000
SITE = 1_000_000  # what the site writes: longer than any body
ROWS = """
    INSERT INTO discuss_comment (id, post_id, author_id, body, created_at, is_approved, length)
    SELECT 2147483648 + i + i / 400 * 1000000000::bigint, {}, {}, repeat('é', i % 40), now(),
        i % 3 > 0, CASE i % 7 WHEN 0 THEN {} + i WHEN 1 THEN 0 END
    FROM generate_series(1, {}) AS i ORDER BY md5(i::text)
"""
# Rows that are locked are left out of the second count, and nobody waits.
LOCKED = """
    SELECT count(*) - (SELECT count(*) FROM
        (SELECT FROM discuss_comment FOR NO KEY UPDATE SKIP LOCKED) AS free) FROM discuss_comment
"""
NEXT = "(SELECT id FROM discuss_comment WHERE length IS NULL ORDER BY id LIMIT 1{})"
FREE = NEXT.format(" FOR UPDATE SKIP LOCKED")
EDIT = "UPDATE discuss_comment SET body = 'edited', length = {} WHERE id = {} RETURNING id, length"
LIMIT = """
    SELECT set_config('lock_timeout', '1ms', {}) WHERE current_setting('lock_timeout') <> '0'
"""
DELETE = f"DELETE FROM discuss_comment WHERE id = {FREE}"
ADD = """
    INSERT INTO discuss_comment (id, post_id, author_id, body, created_at, is_approved, length)
    SELECT id + 1, post_id, author_id, 'added', now(), true, {} FROM discuss_comment
    ORDER BY id DESC LIMIT 1 RETURNING id, length
"""


def test_answer(answer, world):
    """Fills the lengths that are NULL, and writes no other row.

    Tries: length, other lengths.
    """
    for number in (0, 30):
        comments(world, 0)
        world.posts(number)
        send(["UPDATE discuss_comment SET length = id % 5 WHERE id % 3 = 0"])
        for _ in range(2):
            site, before = written(), versions(Comment)
            migrate(answer)
            right(site)
            untouched(site, before, "that had a length")


def test_queries(answer, world):
    """A slice has at most 1,000 comments, and few queries are sent.

    Tries: length, slices, queries, keys.
    """
    site, most, sent = comments(world, number := 6_000), 20 + number // 100, 0

    def stop(_, sql):
        nonlocal sent
        sent += moves_data(sql)
        if sent > most:
            raise fail(f"More than {most} queries for {number:,} comments.", f"at most {most}.")

    with Meter(refuse=stop), metered() as meter:
        migrate(answer)
    ledger.spent(queries=meter.count)
    right(site)
    expect(meter.count <= most, f"{plural(meter.count, 'query', 'queries')}.", f"at most {most}.")
    slices = Counter(at.split()[0] for key, at in versions(Comment).items() if key not in site)
    says = f"One transaction writes {max(slices.values()):,} comments."
    expect(max(slices.values()) <= SLICE, says, f"at most {SLICE:,}.")


def test_others(answer, world):
    """People add, edit and delete comments between any two statements.

    Tries: slices, other lengths, no error.
    """
    site, most = comments(world, 3_000), 0

    def others(turn):
        nonlocal most
        most = max(most, locked())
        site.update(fetched(EDIT.format(SITE + turn, FREE)))
        send([DELETE])
        site.update(fetched(ADD.format(SITE + turn)))

    for error in in_between(partial(migrate, answer), others).errors:
        raise error
    says = f"A transaction locks {plural(most, 'comment')}: an edit of one of them waits for it."
    expect(most <= SLICE, says, f"at most {SLICE:,}.")
    right(site, ", while people add, edit and delete comments")


def test_writer(answer, world):
    """A transaction that writes to a comment is open, and for long, when the migration comes to it.

    Tries: length, other lengths, no error.
    """
    for edit in (True, False):

        def write(site, edit=edit):
            with transaction.atomic():
                [[key]] = fetched(NEXT.format(""))
                send([f"UPDATE discuss_comment SET is_approved = true WHERE id = {key}"])
                site.update(fetched(EDIT.format(SITE, key)) if edit else [])

        call = partial(comments, world, 8), write, lambda _: impatient(answer)
        for meeting in interleave(*call, apart=False):
            for error in meeting.errors:
                raise error
            given = f", while a transaction {'edits' if edit else 'approves of'} a comment"
            right(meeting.given, given, meeting.story)


def test_killed(answer, world):
    """It is killed before any of its statements, and run again.

    Tries: killed, length.
    """
    own, number, killed = set(connection.introspection.table_names()), 0, True
    while killed and number < 50:
        site = comments(world, 2_500)
        killed = killed_before(number, partial(migrate, answer))
        number += 1
        given = f", after the migration was killed before statement {number} and run again"
        done, before = written(), versions(Comment)
        migrate(answer)
        right(site, given)
        untouched(done, before, "that were committed before it was killed")
        send(f"DROP TABLE {name}" for name in {*connection.introspection.table_names()} - own)


# What the checks above are made of.


def migrate(answer):
    """Run the answer's migration."""
    made = getattr(answer, "Migration", None)
    if not (isinstance(made, type) and issubclass(made, migrations.Migration)):
        raise fail("backfill.py has no class Migration(migrations.Migration).")
    migration = made("0002_fill", "discuss")
    with connection.schema_editor(atomic=migration.atomic) as editor:
        migration.apply(state().clone(), editor)


def impatient(answer):
    """Run the migration where others lock a comment for longer than any limit of its own."""

    def elapse(_, sql):
        if moves_data(sql):  # below Django, where it is no statement of the migration's
            connection.connection.pgconn.exec_(LIMIT.format(connection.in_atomic_block).encode())

    with Meter(refuse=elapse):
        migrate(answer)


@cache
def state():
    """Arena's models after the migration that has added the column."""
    made = ProjectState.from_apps(apps)
    made.add_field("discuss", "comment", "length", models.IntegerField(null=True), True)
    assert made.apps  # made now, and copied with each clone
    return made


def comments(world, number):
    """Make so many comments, with gaps between their keys; return what the site has written."""
    world.clear()
    [post] = world.posts(1, comments=(0, 0), unrelated=False)
    send(["ALTER TABLE discuss_comment ADD COLUMN IF NOT EXISTS length integer"])
    send([ROWS.format(post.pk, post.author_id, SITE, number)])
    return written()


def written():
    return dict(fetched("SELECT id, length FROM discuss_comment WHERE length IS NOT NULL"))


def fetched(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def locked():
    """How many comments are locked against an UPDATE."""
    try:
        with transaction.atomic():
            send(["LOCK TABLE discuss_comment IN ROW EXCLUSIVE MODE NOWAIT"])
            [[number]] = fetched(LOCKED)
            transaction.set_rollback(True)
            return number
    except Error:
        return Comment.objects.count()


def untouched(keys, before, which):
    """Fail if a row with one of the keys was written."""
    number = sum(at != before[key] for key, at in versions(Comment).items() if key in keys)
    expect(not number, f"{plural(number, 'row')} {which} were written.", "none is.")


def right(site, given="", details=()):
    """Fail unless each comment has its length, or what the site has written."""
    for key, body, length in fetched("SELECT id, body, length FROM discuss_comment ORDER BY id"):
        expected = site.get(key, len(body))
        if length != expected:
            says = f"The length of comment {key} is {'NULL' if length is None else length}{given}."
            why = "which the site wrote" if key in site else "the characters of its body"
            raise fail(says, f"{expected}, {why}.", details=details)
