import psycopg
import pytest
from django.db import connection
from django.db.models import F

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from kata.checks import Meter, analyze, explain, read_plan, rows_read


@pytest.fixture
def analysed(world):
    world.posts(80, comments=(20, 30))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_a_scan_says_what_it_removed(analysed):
    unapproved = Comment.objects.filter(is_approved=False)
    plan = explain(unapproved)
    scan = plan.nodes("Seq Scan", "discuss_comment")[0]
    assert scan.rows == unapproved.count()
    assert scan.removed == Comment.objects.count() - scan.rows
    assert scan.blocks > 0
    assert plan.costliest is scan
    assert plan.execution_ms > 0


def test_an_index_is_named(analysed):
    plan = explain(Comment.objects.filter(pk=Comment.objects.first().pk))
    assert plan.indexes == {"discuss_comment_pkey"}
    assert plan.nodes("Index Scan")[0].rows == 1


def test_numbers_are_over_all_loops(analysed):
    with connection.cursor() as cursor:
        for way in ("hashjoin", "mergejoin", "material", "memoize", "bitmapscan"):
            cursor.execute(f"SET enable_{way} = off")
    plan = explain(Comment.objects.select_related("post"))
    with connection.cursor() as cursor:
        cursor.execute("RESET ALL")
    inner = max(plan.root.walk(), key=lambda node: node.loops)
    assert inner.loops > 1
    assert inner.rows == Comment.objects.count()
    assert str(inner).startswith("Index ")


def test_own_time_and_pages_leave_out_the_steps_below(analysed):
    plan = explain(Post.objects.order_by("body"))
    sort, scan = plan.root, plan.root.children[0]
    assert (sort.kind, scan.kind) == ("Sort", "Seq Scan")
    assert sort.blocks == sort.own_blocks + scan.blocks
    assert sum(node.own_blocks for node in plan.root.walk()) == plan.root.blocks


def test_a_write_is_rolled_back(analysed):
    before = User.objects.count()
    plan = explain("DELETE FROM discuss_like")
    assert plan.root.kind == "ModifyTable"
    assert User.objects.count() == before
    explain(
        "UPDATE accounts_user SET username = 'all the same' WHERE id = %s",
        [User.objects.first().pk],
    )
    assert not User.objects.filter(username="all the same").exists()


@pytest.mark.parametrize(
    ("sql", "runner"),
    [
        (
            "SELECT * FROM discuss_comment WHERE id = "
            "(SELECT sum(length(body)) FROM discuss_comment)::bigint",
            "Index Scan",
        ),
        (
            "WITH all_of_them AS MATERIALIZED (SELECT body FROM discuss_comment) "
            "SELECT * FROM all_of_them a, all_of_them b LIMIT 1",
            "CTE Scan",
        ),
    ],
)
def test_what_another_step_runs_is_not_its_own(analysed, sql, runner):
    plan = explain(sql)
    scan = plan.nodes("Seq Scan", "discuss_comment")[0]
    waits = plan.nodes(runner)[0]
    assert scan.own_blocks > 0
    assert waits.blocks >= scan.own_blocks
    assert waits.own_blocks < scan.own_blocks
    assert sum(node.own_blocks for node in plan.root.walk()) == plan.root.blocks


def test_a_new_index_is_used_while_another_check_has_an_open_transaction(world):
    from kata.databases import clones
    from kata.services import postgres

    with clones.scratch() as name, psycopg.connect(postgres.up().url(name)) as other:
        other.execute("INSERT INTO discuss_tag (name) VALUES ('older')")
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE numbers (key int, n int) WITH (fillfactor = 50)")
            cursor.execute("INSERT INTO numbers SELECT n, n FROM generate_series(1, 20000) n")
            cursor.execute("UPDATE numbers SET n = n + 1 WHERE key % 3 = 0")
            cursor.execute("CREATE INDEX by_number ON numbers (n)")
        analyze()
        assert explain("SELECT * FROM numbers WHERE n = 5").indexes == {"by_number"}


def test_statistics_of_known_tables_stay(world):
    def estimates():
        with connection.cursor() as cursor:
            names = ["discuss_post", "discuss_comment"]
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = ANY(%s)", [names])
            return {int(rows) for (rows,) in cursor.fetchall()}

    world.posts(7, comments=(2, 2), replies=(0, 0))
    analyze()
    assert estimates() == {7, 14}
    world.posts(7, comments=(2, 2), replies=(0, 0))
    analyze(known=[Post])
    assert estimates() == {7, 28}


def test_the_rows_are_counted_that_a_table_was_read_for(world):
    world.posts(7)
    before = rows_read(Post)
    assert len(Post.objects.filter(title="nowhere")) == 0
    assert rows_read(Post) - before == Post.objects.count()


def test_a_plan_that_an_answer_has_fetched_can_be_read(world):
    world.posts(3)
    fetched: list[tuple[object, ...]] = []
    with Meter(watch=fetched.append):
        Post.objects.order_by("body").explain(format="json", analyze=True)
    [plan] = [read_plan(value) for row in fetched for value in row]
    assert plan is not None
    assert plan.root.kind == "Sort"


@pytest.mark.parametrize("other", ["Sort on post", "[]", "[{}]", "7", 7, None, [{"Plan": {}}]])
def test_what_is_no_plan_is_none(other: object) -> None:
    assert read_plan(other) is None


def test_the_steps_whose_estimate_is_wrong_are_named(world):
    world.posts(80, comments=(5, 9))
    analyze()
    numbers = Comment.objects.filter(pk=F("pk") * 1).order_by("pk")  # PostgreSQL expects 1 in 200
    plan = explain(numbers)
    scan = plan.nodes(relation="discuss_comment")[0]
    assert scan in plan.misestimated(3)
    assert any(f"{scan.rows:,}" in line and str(scan) in line for line in plan.drawn())
    assert not explain(Comment.objects.all()).misestimated(3)


def test_a_step_below_a_limit_may_be_stopped(world):
    world.posts(80, comments=(5, 9))
    analyze()
    assert not explain(Comment.objects.order_by("pk")[:5]).misestimated(3)
