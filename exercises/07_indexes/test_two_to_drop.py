"""What checks two_to_drop.py."""

import pytest
from django.db import DatabaseError, connection

from kata.checks import MeterBroken, at_most_queries, expect, fail, fetch, plain, plural, same

# Indexes of comments: what is made, and what is asked so that PostgreSQL scans it, if anything.
COMMENTS = {
    "comment_by_day": ("(created_at, id)", "created_at > now()", 60),
    "comment_weekly": ("(is_approved, body)", "is_approved AND body = ''", 1),
    "comment_newest": ("(created_at DESC, post_id)", "", 0),
    "comment_approved": ("(is_approved)", "", 0),
}
# Scans that leave no trace in some of PostgreSQL's other counts.
RARE = {
    "found_nothing": ("(cutoff)", "cutoff = 7", "id"),
    "only_the_index": ("(closes_at)", "closes_at > '2000-01-01'", "closes_at"),
    "by_bitmap": ("(opens_at)", "opens_at > '2000-01-01'", "id"),
}
RULES = """
    CREATE UNIQUE INDEX a_unique_index ON contests_contest (title);
    CREATE UNIQUE INDEX a_unique_part ON contests_contest (setter_id) WHERE is_listed;
    CREATE UNIQUE INDEX a_unique_expression ON contests_contest (lower(title));
    ALTER TABLE contests_contest ADD CONSTRAINT a_unique_later UNIQUE (title, slug) DEFERRABLE;
    ALTER TABLE contests_contest ADD CONSTRAINT an_exclusion
        EXCLUDE USING gist (tstzrange(opens_at, closes_at) WITH &&);
    CREATE TABLE pairs (a int, b int, CONSTRAINT pairs_of_two PRIMARY KEY (a, b));
    CREATE INDEX no_rule ON contests_contest (title);
    CREATE INDEX no_rule_either ON contests_contest (opens_at, closes_at)
"""
FOREIGN_KEYS = """
    CREATE INDEX key_first ON discuss_comment (post_id, created_at);
    CREATE INDEX key_last ON discuss_comment (created_at, post_id);
    CREATE INDEX key_included ON discuss_comment (created_at) INCLUDE (post_id);
    -- Its columns have the numbers of the foreign keys of comments, and no foreign key.
    CREATE TABLE notes (a int, b int, c int, d int, e int, f int, g int);
    CREATE INDEX key_elsewhere ON notes (e);
    CREATE INDEX key_nowhere ON notes (g, e);
    CREATE TABLE badges (id int PRIMARY KEY, code text UNIQUE);
    CREATE TABLE awards (id int PRIMARY KEY, "user" text REFERENCES badges (code));
    CREATE INDEX key_of_text ON awards ("user");
    CREATE INDEX pointed_to ON badges USING hash (code);
    CREATE TABLE pairs (a int, b int, PRIMARY KEY (a, b));
    CREATE TABLE pointers (a int, b int, FOREIGN KEY (a, b) REFERENCES pairs);
    CREATE INDEX key_of_two ON pointers (b)
"""
ONE = """
    INSERT INTO contests_contest (title, slug, opens_at, closes_at, cutoff)
    VALUES ('One', 'one', now(), now(), 0)
"""
KINDS = """
    CREATE INDEX a_part ON contests_contest (cutoff) WHERE is_listed;
    CREATE INDEX "an expression, quoted" ON contests_contest (upper(title), cutoff);
    CREATE INDEX brin_of_time ON contests_contest USING brin (opens_at);
    CREATE INDEX descending ON contests_contest (closes_at DESC NULLS LAST) INCLUDE (title);
    CREATE INDEX full_text ON contests_contest USING gin (to_tsvector('simple', title));
    CREATE MATERIALIZED VIEW openings AS SELECT opens_at FROM contests_contest;
    CREATE INDEX of_a_view ON openings (opens_at)
"""
INVALID = "CREATE INDEX CONCURRENTLY invalid_one ON contests_contest ((100 / cutoff))"
SCHEMAS = """
    CREATE SCHEMA archive;
    CREATE TABLE archive.discuss_comment (id int PRIMARY KEY, body text, day date);
    CREATE INDEX same_name ON archive.discuss_comment (day);
    CREATE INDEX only_there ON archive.discuss_comment (day, body);
    CREATE INDEX used_there ON archive.discuss_comment (body);
    CREATE UNIQUE INDEX unique_there ON archive.discuss_comment (id, body);
    CREATE INDEX same_name ON discuss_comment (created_at);
    CREATE INDEX unique_there ON discuss_comment (body)
"""


def test_answer(answer, site):
    """Lists the two that nobody uses.

    Tries: unused, rule, foreign key, result.
    """
    for name, (columns, condition, times) in COMMENTS.items():
        send(f"CREATE INDEX {name} ON discuss_comment {columns}")
        scan(name, f"SELECT id FROM discuss_comment WHERE {condition}", times)
    listed(answer, ["comment_approved", "comment_newest"])
    send("DROP INDEX comment_weekly")
    scan("comment_approved", "SELECT id FROM discuss_comment WHERE is_approved", 1)
    listed(answer, ["comment_newest"], "after somebody has used comment_approved")
    send("DROP INDEX comment_newest")
    listed(answer, [], "when none is left")


def test_rarely(answer, site):
    """Leaves an index that was scanned once, in whatever way.

    Tries: unused.
    """
    send(ONE)
    send("VACUUM contests_contest")  # a scan of the index alone needs that
    for name, (columns, condition, wanted) in RARE.items():
        send(f"CREATE INDEX {name} ON contests_contest {columns}")
        if name == "by_bitmap":
            send("SET enable_indexscan = off")
        scan(name, f"SELECT {wanted} FROM contests_contest WHERE {condition}", 1)
    send("CREATE INDEX never ON contests_contest (cutoff, title)")
    listed(answer, ["never"])


def test_rules(answer, site):
    """Leaves what enforces a rule.

    Tries: rule.
    """
    send(RULES)
    listed(answer, ["no_rule", "no_rule_either"])


def test_foreign_keys(answer, site):
    """Leaves what a foreign key needs.

    Tries: foreign key.
    """
    send(FOREIGN_KEYS)
    named = ["key_elsewhere", "key_included", "key_last", "key_nowhere", "pointed_to"]
    listed(answer, named)
    send("ALTER TABLE notes ADD FOREIGN KEY (e) REFERENCES badges")
    listed(answer, named[1:], "when key_elsewhere has got a foreign key")


def test_kinds(answer, site):
    """Lists indexes of any kind, however many.

    Tries: any kind, queries, result.
    """
    send(ONE)
    send(KINDS)
    with pytest.raises(DatabaseError):  # a division by zero: it leaves an INVALID index
        send(INVALID)
    named = ["a_part", "an expression, quoted", "brin_of_time", "descending", "full_text"]
    listed(answer, [*named, "invalid_one", "of_a_view"])
    columns = [f"c{n}" for n in range(100, 200)]
    send(f"CREATE TABLE wide ({', '.join(f'{column} int' for column in columns)})")
    send(*(f"CREATE INDEX {column} ON wide ({column})" for column in columns))
    at_most_queries(answer.to_drop, 3, why="for 100 more indexes")
    listed(answer, [*named[:3], *columns, *named[3:], "invalid_one", "of_a_view"], "with 100 more")


def test_schemas(answer, site):
    """Looks at the schema public.

    Tries: schema.
    """
    send(SCHEMAS)
    scan("same_name", "SELECT id FROM discuss_comment WHERE created_at > now()", 1)
    send("CREATE INDEX used_there ON discuss_comment (created_at, body)")
    scan("used_there", "SELECT id FROM archive.discuss_comment WHERE body = ''", 1, "archive")
    listed(answer, ["unique_there", "used_there"])


# What the checks above are made of.


@pytest.fixture
def site(new_database):
    """A database in which each index that was not made for a rule or a foreign key is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(indexname), ', ') FROM pg_indexes"
            " WHERE schemaname = 'public' AND (indexname LIKE '%\\_like'"
            " OR indexname LIKE 'contests_scorechange_attempt%'"
            " OR indexname LIKE 'django_session_expire%')"
        )
        send(f"DROP INDEX {cursor.fetchone()[0]}")


def send(*statements):
    """Send statements, each in a transaction of its own."""
    with connection.cursor() as cursor:
        for statement in ";".join(statements).split(";"):
            cursor.execute(statement)


def scan(name, query, times, schema="public"):
    """Let PostgreSQL scan an index so many times, by a query that needs it."""
    if not times:
        return
    send("SET enable_seqscan = off", *[query] * times, "RESET enable_seqscan")
    send("SELECT pg_stat_force_next_flush()")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT idx_scan FROM pg_stat_user_indexes WHERE schemaname = %s AND indexrelname = %s",
            [schema, name],
        )
        [scans] = cursor.fetchone()
    if scans != times:
        raise MeterBroken(f"PostgreSQL counts {scans} scans of {name}, and not {times}.")


def listed(answer, names, given=""):
    """Fail unless the answer lists these, and changes nothing."""
    before, session = indexes(), settings()
    got = plain(answer.to_drop())
    after, changed = indexes(), sorted(settings() - session)
    expect(not changed, "to_drop() changes the session.", "nothing is changed.", changed)
    gone = [name for name in before if name not in after]
    expect(not gone, f"to_drop() drops {', '.join(gone)}.", "it lists indexes and changes nothing.")
    if isinstance(got, list):
        known = {name for name in got if isinstance(name, str) and name in before}
        for name in sorted(known.symmetric_difference(names)):
            says = "lists" if name in got else "does not list"
            raise fail(f"to_drop(){given and f', {given},'} {says} {name}.", details=before[name])
    same(got, names, call="to_drop()", given=given)


def settings():
    """Return what the session is set to."""
    return {line for [line] in fetch("SELECT name || ' = ' || setting FROM pg_settings")}


def indexes():
    """Return for each name of an index what it is, how often it was scanned, and who needs it."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT indexrelname, pg_get_indexdef(indexrelid), idx_scan, ARRAY(
                SELECT pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conindid = indexrelid AND contype <> 'f'
                    OR contype = 'f' AND conrelid = indrelid AND indkey[0] = ANY(conkey)
            )
            FROM pg_stat_user_indexes JOIN pg_index USING (indexrelid)
            ORDER BY indexrelname, schemaname
            """
        )
        for name, definition, scans, needed in cursor.fetchall():
            lines = [f"{definition}: {plural(scans, 'scan')}", *(f"for {it}" for it in needed)]
            found.setdefault(name, []).extend(lines)
    return found
