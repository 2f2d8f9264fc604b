"""What checks read_the_plan.py."""

from itertools import repeat
from pprint import pformat

from django.db import connection
from django.db.models import Count, F, Func, Max, OuterRef, Subquery, TextField, Value, Window
from django.db.models.expressions import RowRange

from arena.accounts.models import Profile, User
from arena.contests.models import Attempt, Contest
from arena.discuss.models import Comment, Post, Tag
from kata.checks import (
    Meter,
    MeterBroken,
    counting_instances,
    explain,
    fail,
    ledger,
    plain,
    plural,
    read_plan,
    same,
)

TRIES = 5  # a busy machine can stop a query in the middle of any step


def count(rows, outside):
    """Return a sub-query that counts the rows of each object outside."""
    return Subquery(rows.order_by().values(outside).annotate(n=Count("*")).values("n"))


ONE_TABLE = {
    "every profile": Profile.objects.all(),
    "people called Ada": User.objects.filter(first_name="Ada", username__contains="ada"),
    "profiles of no country": Profile.objects.filter(country="??"),
    "drafts": Post.objects.filter(published_at=None),
    "contests called O'Ñeil 50%": Contest.objects.filter(title="O'Ñeil 50%"),
}
BY_KEY = User.objects.filter(pk__in=[7, 8, 9])
BY_INDEX = Attempt.objects.filter(user_id__in=[7, 8, 9])
OF_COUNTRY = Post.objects.filter(author__profile__country="IN", published_at=None)
BEST = Attempt.objects.filter(contest__cutoff=60, score__gte=95).order_by("user_id")
QUALIFIED = Contest.objects.annotate(
    n=count(
        Attempt.objects.filter(contest=OuterRef("pk"), score__gte=OuterRef("cutoff")), "contest"
    )
).order_by("-n")
LATE = Attempt.objects.filter(score__gte=100).order_by("-finished_at")[:20]
REPLIES = Comment.objects.filter(parent__isnull=False)
UNAPPROVED = (
    Post.objects.filter(published_at__year=2024, editor=None, contest=None)
    .annotate(n=count(REPLIES.filter(post=OuterRef("pk"), is_approved=False), "post"))
    .order_by("-n")[:20]
)
RECORDS = (
    Attempt.objects.filter(pk__lte=2000, score__isnull=False)
    .annotate(
        record=Window(Max("score"), order_by=F("pk").asc(), frame=RowRange(start=-500, end=0))
    )
    .order_by("-record")[:20]
)


TOO_EARLY = Attempt.objects.filter(contest__opens_at__gt=F("started_at"), score__gte=95)
# Its sub-query runs once, before the rest: PostgreSQL calls that an InitPlan.
ABOVE = Contest.objects.filter(
    cutoff__gte=Subquery(
        Post.objects.filter(published_at=None).order_by("-kept_likes").values("kept_likes")[:1]
    )
)
EITHER = User.objects.filter(first_name="Ada").union(
    User.objects.filter(last_name="Smith"), all=True
)
# There is no such post, so PostgreSQL never looks for its comments.
NEVER_RUN = Comment.objects.filter(post__title="no such title", is_approved=True)
# Two workers share the scan: "Actual Loops" is 2.
PARALLEL = """
    SET max_parallel_workers_per_gather = 2; SET parallel_leader_participation = off;
    SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0
"""


def napping(queryset, ms):
    """Return a column of rows each of which takes some milliseconds, on every machine."""
    nap = Func(
        Value(ms / 1000),
        function="pg_sleep",
        template="%(function)s(%(expressions)s)::text",
        output_field=TextField(),
    )
    return queryset.annotate(nap=nap).values("nap")


def one_slow_step(times):
    """Return a query with a step of 20 ms, or so many times that, and 16 short ones.

    The short steps are of another kind, and together they take longer than the slow one.
    """
    short = (napping(Tag.objects.all(), times)[:1] for _ in range(16))
    return napping(User.objects.filter(pk=7), 20 * times).union(*short, all=True)


def test_answer(answer, large_world):
    """One table: how it is read, and how many rows that throws away

    Tries: scans, removed, costliest.
    """
    for name, queryset in ONE_TABLE.items():
        table = queryset.model._meta.db_table
        removed = queryset.model.objects.count() - queryset.count()
        right = {"scans": [["Seq Scan", table]], "removed": removed, "costliest": "Seq Scan"}
        same(answer.facts(queryset.all()), right, call=f"facts() of {name}")


def test_work(answer, large_world):
    """Leaves the rows where they are

    Tries: statements, rows.
    """
    for queryset in (*ONE_TABLE.values(), OF_COUNTRY, QUALIFIED, LATE, EITHER):
        of_plans = 2 * parts_of_plan(queryset)
        with counting_instances() as built, Meter() as meter:
            answer.facts(queryset.all())
        rows = max(0, meter.load.rows - of_plans)
        ledger.spent(queries=meter.count)
        if rows > 100 or built[0] or meter.count > 2:
            raise fail(
                f"{plural(meter.count, 'statement')}, {rows:,} rows fetched (not counting plans) "
                f"and {built[0]:,} instances built, to say what happens in one statement.",
                "at most 2 statements, 100 rows, no instance. PostgreSQL has counted the rows.",
                meter.lines(),
            )


def test_scans(answer, large_world):
    """Every step that reads a table, however deep, and no index

    Tries: scans.
    """
    for queryset in (OF_COUNTRY, BY_INDEX, BEST, QUALIFIED, EITHER, ABOVE, NEVER_RUN):
        plan = explain(queryset)
        agree(answer, queryset, plan, "scans", scans_of(plan))


def test_removed(answer, large_world):
    """The rows that filters removed, in all loops of all steps

    Tries: removed.
    """
    for queryset in (QUALIFIED, BEST, UNAPPROVED, TOO_EARLY, EITHER, ABOVE):
        plan = explain(queryset)
        agree(answer, queryset, plan, "removed", removed_of(plan))
    profiles = ONE_TABLE["profiles of no country"]
    removed = Profile.objects.count() - profiles.count()
    with connection.cursor() as cursor:
        cursor.execute(PARALLEL)
    try:
        agree(answer, profiles, explain(profiles), "removed", removed)
    finally:
        connection.close()


def test_again(answer, large_world):
    """Reads the plan each time: the same query has another plan tomorrow

    Tries: scans, removed.
    """
    before = explain(BY_KEY)
    agree(answer, BY_KEY, before, "scans", scans_of(before))
    with connection.cursor() as cursor:
        for way in ("bitmapscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET enable_{way} = off")  # as if the index were gone
    try:
        plan = explain(BY_KEY)
        agree(answer, BY_KEY, plan, "scans", scans_of(plan))
        agree(answer, BY_KEY, plan, "removed", removed_of(plan))
    finally:
        connection.close()


def test_costliest(answer, large_world):
    """The step that took the most time of its own

    Tries: costliest.
    """
    # A busy machine adds some milliseconds to each nap, so longer naps are tried after short ones.
    naps = map(one_slow_step, (1, 1, 2, 4, 8, 16, 32))
    for tries in (*(repeat(each, 2 * TRIES) for each in (UNAPPROVED, LATE, RECORDS, BEST)), naps):
        queryset, plan = clear(tries)
        agree(answer, queryset, plan, "costliest", plan.costliest.kind)


def scans_of(plan):
    return sorted([step.kind, step.relation] for step in plan.nodes() if step.relation)


def removed_of(plan):
    """Return what the task asks for: not what joins and index rechecks removed."""
    return sum(by_filter(step) * step.loops for step in plan.nodes())


def by_filter(step):
    return step.raw.get("Rows Removed by Filter", 0)


def parts_of_plan(queryset):
    """Return how much there is to fetch of the longest plan; the meter counts parts of JSON."""
    sql, params = queryset.query.sql_with_params()
    with connection.cursor() as cursor, Meter() as meter:
        cursor.execute(f"EXPLAIN (ANALYZE, VERBOSE, BUFFERS, WAL, FORMAT JSON) {sql}", params)
        cursor.fetchall()
    return meter.load.rows


def clear(tries):
    """Return a query, and a plan in which one step took by far the most time.

    Of any other plan the costliest step is a guess.
    """
    for queryset in tries:
        plan = explain(queryset)
        first, second = sorted((step.own_ms for step in plan.nodes()), reverse=True)[:2]
        if first > 5 * second:
            return queryset, plan
    raise MeterBroken(f"No step of this plan stands out, so nothing was judged: {plan.sql}")


def agree(answer, queryset, plan, key, right):
    """Fail, and show the plan, unless a fact is what the plan says."""
    rounding = sum(step.loops for step in plan.nodes() if by_filter(step)) / 2
    for _ in range(TRIES if key == "costliest" else 1):
        fetched = []
        with Meter(watch=fetched.append):
            got = plain(answer.facts(queryset.all()))[key]
        if got == right or (key == "removed" and near(got, right, rounding)):
            return
        # A busy machine can stop the answer's own plan in another step: that is the one it read.
        if key == "costliest" and got in costliest_of(fetched):
            return
    rows = queryset.model._meta.verbose_name_plural
    raise fail(
        f"facts() of {rows}: {key!r} is not what the plan says.",
        details=[
            *told("expected", right),
            *told("got", got),
            "",
            *(line[:76] for line in drawn(plan.root)),
        ],
    )


def costliest_of(rows):
    """Return the costliest step of each plan among rows that an answer has fetched."""
    plans = (read_plan(value) for row in rows if isinstance(row, tuple) for value in row)
    return {plan.costliest.kind for plan in plans if plan}


def told(name, value):
    """Return a fact in lines that fit the screen."""
    lines = pformat(value, width=66, compact=True).splitlines()
    return [f"{name if not nth else '':<10}{line}"[:76] for nth, line in enumerate(lines)]


def near(got, right, rounding):
    """Whether a number of rows is right; the plan rounds that of each loop."""
    return type(got) in (int, float) and abs(got - right) <= rounding


def drawn(step, depth=0):
    """Return a line for each step of a plan: its loops, and what one of them took and removed."""
    raw = step.raw
    yield (
        f"{raw['Actual Loops']:>4} x {raw['Actual Total Time']:>7.2f} ms "
        f"{raw.get('Rows Removed by Filter', 0):>8,.0f} removed  {'  ' * depth}"
        f"{step.kind}{f' on {step.relation}' if step.relation else ''}"
    )
    for child in step.children:
        yield from drawn(child, depth + 1)
