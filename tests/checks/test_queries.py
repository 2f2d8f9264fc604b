import asyncio
import threading
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, reset_queries, transaction
from django.db.backends.utils import CursorWrapper

from arena.accounts.models import User
from arena.discuss.models import Post, Tag
from kata.checks import queries, truth
from kata.checks.findings import CheckFailed, MeterBroken, ledger
from kata.checks.queries import Meter, at_most_queries, counted, metered

EXECUTE = CursorWrapper._execute_with_wrappers


def in_thread(call):
    def work():
        call()
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


async def count_ten_times():
    for _ in range(10):
        await User.objects.acount()


def on_other_alias():
    connections.databases["other"] = connections["default"].settings_dict
    try:
        for _ in range(10):
            User.objects.using("other").count()
    finally:
        connections["other"].close()


def on_a_copy():
    own = connection.copy()
    with own.cursor() as cursor:
        for _ in range(10):
            cursor.execute("SELECT 1")
    own.close()


def then_reset(undo):
    for _ in range(10):
        User.objects.count()
    undo()


WAYS = {
    "plainly": lambda: [User.objects.count() for _ in range(10)],
    "in a thread": lambda: in_thread(WAYS["plainly"]),
    "by asyncio": lambda: asyncio.run(count_ten_times()),
    "on another alias": on_other_alias,
    "on a copied connection": on_a_copy,
    "and then reset_queries": lambda: then_reset(reset_queries),
    "and then wrappers cleared": lambda: then_reset(connection.execute_wrappers.clear),
    "in nested transactions": lambda: in_transactions(),
    "as executemany": lambda: execute_many(),
    "several in a string": lambda: several(),
    "after a setting in the same string": lambda: several("SET LOCAL work_mem = '5MB'; "),
}


def in_transactions():
    with transaction.atomic(), transaction.atomic():
        WAYS["plainly"]()


def execute_many():
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE accounts_user SET email = %s", ([str(n)] for n in range(10)))


def several(first=""):
    with connection.cursor() as cursor:
        cursor.execute(first + "SELECT 1; " * 10)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_ten_statements_are_ten_however_they_are_sent(world, way):
    with metered() as meter:
        way()
    assert meter.count == 10


def test_more_than_django_remembers(world):
    with Meter() as meter, connection.cursor() as cursor:
        for _ in range(9_500):
            cursor.execute("SELECT 1")
    assert meter.count == 9_500


def by_a_connection_of_its_own():
    import psycopg

    parameters = connection.get_connection_params()
    names = {"dbname", "user", "host", "port"}
    with psycopg.connect(**{k: v for k, v in parameters.items() if k in names}) as own:
        own.execute("SELECT 1 FROM accounts_user")


def test_a_connection_that_django_did_not_open_is_counted(world):
    with metered() as meter:
        by_a_connection_of_its_own()
    assert meter.count == 1


def past_every_cursor():
    connection.ensure_connection()
    connection.connection.pgconn.exec_(b"SELECT 1 FROM accounts_user")


def test_statements_that_bypass_every_cursor_fail_the_check(world):
    with pytest.raises(CheckFailed, match="only 0 of them went through a cursor"), metered():
        past_every_cursor()


def test_a_statement_that_fails_is_counted_and_is_no_excuse_for_another(world):
    def fails_and_bypasses():
        with connection.cursor() as cursor, pytest.raises(Exception, match="no_such"):
            cursor.execute("SELECT no_such_column")
        past_every_cursor()

    with pytest.raises(CheckFailed, match="only 0 of them"), metered():
        fails_and_bypasses()


DEFERRED = """
CREATE FUNCTION keep_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE discuss_tag SET name = name || '!'
   WHERE id = NEW.id AND name NOT LIKE '%!';
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keep_tags AFTER INSERT ON discuss_tag
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keep_tags();
"""


def test_what_a_deferred_trigger_does_at_commit_was_sent_by_no_client(world):
    with connection.cursor() as cursor:
        cursor.execute(DEFERRED)
    try:
        with metered() as meter:
            Tag.objects.create(name="one")
        assert meter.count == 1
        assert Tag.objects.get().name == "one!"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION keep_tags CASCADE")


def test_copy_is_seen_as_one(world):
    into_tags = "COPY discuss_tag (name) FROM STDIN"
    with metered() as meter, connection.cursor() as cursor, cursor.copy(into_tags) as copy:
        for number in range(5):
            copy.write_row([f"tag {number}"])
    assert meter.count == 1
    assert Tag.objects.count() == 5


def test_what_a_foreign_key_makes_the_database_ask_is_nobodys_statement(world):
    """It is asked at COMMIT, once for each row, and looks as if it went round Django."""
    author, *_ = world.people(2)
    with metered() as meter:
        Post.objects.bulk_create(Post(author=author, title="Hi") for _ in range(20))
    assert meter.count == 1
    assert meter.truth.count == 1
    assert meter.truth.blocks > 20


def test_a_server_side_cursor_is_one(world):
    world.people(50)
    with metered() as meter:
        assert len(list(User.objects.iterator(chunk_size=5))) == 50
    assert meter.count == 1
    assert meter.rows == 50


@pytest.mark.parametrize("fetch", ["one", "many", "all", "iterate"])
def test_rows_are_counted_however_they_are_fetched(world, fetch):
    def fetched(cursor):
        if fetch == "one":
            while cursor.fetchone():
                pass
        elif fetch == "many":
            while cursor.fetchmany(3):
                pass
        elif fetch == "all":
            cursor.fetchall()
        else:
            list(cursor)

    with Meter() as meter, connection.cursor() as cursor:
        cursor.execute("SELECT generate_series(1, 10)")
        fetched(cursor)
    assert meter.rows == 10


def test_meters_may_be_nested_and_django_is_put_back(world):
    with Meter() as outer:
        User.objects.count()
        with Meter() as inner:
            User.objects.count()
    assert (outer.count, inner.count) == (2, 1)
    assert CursorWrapper._execute_with_wrappers is EXECUTE
    with pytest.raises(ZeroDivisionError), Meter():
        raise ZeroDivisionError
    assert CursorWrapper._execute_with_wrappers is EXECUTE


def test_warm_caches_save_nobody_a_query(world):
    ContentType.objects.get_for_model(User)
    _, meter = counted(lambda: ContentType.objects.get_for_model(User))
    assert meter.count == 1


def test_lazy_results_are_read_inside(world):
    world.people(3)
    for lazy in (lambda: User.objects.all(), lambda: (user for user in User.objects.all())):
        result, meter = counted(lazy)
        assert (len(result), meter.count) == (3, 1)


def test_the_message_names_the_line_and_counts_it(world, aimed_here):
    world.posts(5)
    posts = Post.objects.all()
    with pytest.raises(CheckFailed) as failed:
        at_most_queries(lambda: [post.author.username for post in posts], 2)
    failure = failed.value.failure
    assert failure.says == "6 queries."
    assert failure.allowed == "at most 2."
    assert failure.lines[0].count == 5
    assert failure.lines[0].where.startswith("test_queries.py:")
    assert "post.author.username" in failure.lines[0].source
    assert failure.lines[0].sql == "SELECT ... FROM accounts_user WHERE id = ? LIMIT ?"


def test_what_was_spent_is_kept(world):
    ledger.clear()
    assert at_most_queries(lambda: User.objects.count(), 1) == 0
    assert ledger.cost == {"queries": 1}


def test_a_broken_meter_says_so_and_blames_nobody(world, monkeypatch):
    monkeypatch.setattr(queries, "_trusted", set())
    monkeypatch.setattr(queries.Hook, "report", lambda *_: None)
    with pytest.raises(MeterBroken, match="counted 0"), metered():
        pass


def test_a_driver_that_sees_too_little_is_a_broken_meter(world, monkeypatch):
    monkeypatch.setattr(queries, "_trusted", set())
    monkeypatch.setattr(truth._Seen, "fill", lambda *_, **__: None)
    with pytest.raises(MeterBroken, match="the database 0"), metered():
        pass


def test_where_nobody_reads_pg_stat_statements_the_verdict_says_so(world, monkeypatch):
    ledger.clear()
    monkeypatch.setattr(truth, "_statements", None)
    monkeypatch.setattr(queries, "_trusted", set())
    with metered() as meter:
        User.objects.count()
    assert meter.count == 1
    assert ledger.notes[0].startswith("Nothing here reads pg_stat_statements")


def test_without_pg_stat_statements_the_verdict_says_what_was_not_looked_for(world, monkeypatch):
    ledger.clear()
    monkeypatch.setattr("kata.services.postgres.up", lambda: SimpleNamespace(has_statements=False))
    monkeypatch.setattr(queries, "_trusted", set())
    with metered() as meter:
        User.objects.count()
    assert meter.count == 1
    assert "not looked for" in ledger.notes[0]
