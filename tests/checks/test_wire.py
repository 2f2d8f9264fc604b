import psycopg
from django.db import connection

from kata.checks.wire import Reader
from kata.services import postgres
from kata.services.relay import Relay


def read(*statements):
    server, reader = postgres.up(), Reader()
    name = connection.settings_dict["NAME"]
    with Relay(f"{server.host}/.s.PGSQL.{server.port}", reader.tap) as relay:
        where = {"host": "127.0.0.1", "port": relay.port, "dbname": name, "user": server.user}
        plain = {"sslmode": "disable", "gssencmode": "disable"}
        client = psycopg.connect(**where, **plain, autocommit=True)
        for call in statements:
            call(client)
        client.close()
    return [(one.rows, len(one.content)) for one in reader.statements]


def test_rows_are_counted_for_each_statement(world):
    counts = read(
        lambda client: client.execute("SELECT generate_series(1, 3)"),
        lambda client: client.execute("SELECT repeat('x', 100000)"),
        lambda client: client.execute("SELECT 1 WHERE false"),
    )
    assert [rows for rows, _ in counts] == [3, 1, 0]
    assert counts[1][1] > 100_000


def test_each_fetch_of_a_cursor_counts_alone(world):
    def fetch(client):
        with client.transaction(), client.cursor("c") as cursor:
            cursor.execute("SELECT generate_series(1, 30)")
            cursor.fetchmany(20)
            cursor.fetchmany(20)

    assert [rows for rows, _ in read(fetch) if rows] == [20, 10]


def test_rows_of_copy_are_none(world):
    def copy(client):
        with client.cursor().copy("COPY (SELECT generate_series(1, 9)) TO STDOUT") as rows:
            assert len(list(rows.rows())) == 9

    assert max(rows for rows, _ in read(copy)) == 0
