import pytest

from kata.checks import sql


@pytest.mark.parametrize(
    "statement",
    [
        "BEGIN",
        "begin isolation level serializable",
        "COMMIT",
        "ROLLBACK TO SAVEPOINT s1",
        'SAVEPOINT "s1_x1"',
        'RELEASE SAVEPOINT "s1_x1"',
        "SET CONSTRAINTS ALL IMMEDIATE",
        "SET LOCAL statement_timeout = 10",
        "PRAGMA foreign_keys = OFF",
        "FETCH FORWARD (10) FROM c",
        "CLOSE c",
        "/* who */ COMMIT",
        "-- a remark\n  ROLLBACK",
        "SELECT set_config('TimeZone', 'UTC', false)",
        "BEGIN; SET LOCAL lock_timeout = 10; COMMIT",
        "  ",
    ],
)
def test_housekeeping_is_not_counted(statement):
    assert not sql.moves_data(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "INSERT INTO t VALUES (1)",
        "UPDATE settings SET a = 1",
        "DECLARE c CURSOR FOR SELECT 1",
        "COPY t FROM STDIN",
        "SELECT settings FROM t",
        "/* BEGIN */ SELECT 1",
        "CALL work()",
        "DELETE FROM t",
        "EXPLAIN SELECT 1",
        "SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM t",
        "BEGIN; SELECT 1; COMMIT",
    ],
)
def test_data_is_counted(statement):
    assert sql.moves_data(statement)


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        ("SELECT 1", 1),
        ("SELECT 1;", 1),
        ("SELECT 1; SELECT 2", 2),
        ("SELECT ';'", 1),
        ("SELECT ';' ; SELECT 'a;b';", 2),
        ("BEGIN; SELECT 1; COMMIT", 3),
    ],
)
def test_parts(statement, count):
    assert len(sql.parts(statement)) == count


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT * FROM t WHERE id = 1", "SELECT * FROM t WHERE id = 23"),
        ("SELECT * FROM t WHERE id = %s", "SELECT * FROM t WHERE id = $1"),
        ("SELECT * FROM t WHERE a = 'x'", "SELECT * FROM t WHERE a = 'it''s'"),
        ("SELECT * FROM t WHERE id IN (1, 2)", "SELECT * FROM t WHERE id IN (%s, %s, %s)"),
        (
            "SELECT * FROM t WHERE (id) IN ((1), (2))",
            "SELECT * FROM t WHERE (id) IN ((%s), (%s), (%s))",
        ),
        ("INSERT INTO t VALUES (1, 2), (3, 4)", "INSERT INTO t VALUES (%s, %s), (1, 2), (5, 6)"),
        ("SELECT *  FROM t\n WHERE id=1", "SELECT * FROM t WHERE id=1"),
    ],
)
def test_statements_that_differ_in_values_have_one_shape(one, other):
    assert sql.shape(one) == sql.shape(other)


def test_names_with_digits_are_no_values():
    assert sql.shape('SELECT t1.a2 FROM "x_3" t1') == 'SELECT t1.a2 FROM "x_3" t1'


def test_short_elides_the_columns_of_the_outer_select():
    text = (
        'SELECT "t"."id", "t"."title", (SELECT COUNT(*) FROM "c" WHERE "c"."t_id" = ("t"."id")) '
        'AS "n" FROM "t" WHERE "t"."id" = %s'
    )
    assert sql.short(text) == "SELECT ... FROM t WHERE id = ?"


def test_short_fits_a_line():
    assert len(sql.short("SELECT " + "x, " * 100 + "x FROM t")) <= sql.WIDTH
    assert len(sql.short("UPDATE t SET " + "x = 1, " * 100)) <= sql.WIDTH
