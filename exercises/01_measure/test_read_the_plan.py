"""What checks read_the_plan.py."""

from django.db.models import Count, F, Max, OuterRef, Subquery, Window
from django.db.models.expressions import RowRange

from arena.accounts.models import Profile, User
from arena.contests.models import Attempt, Contest
from arena.discuss.models import Comment, Post
from kata.checks import Meter, explain, same
from kata.checks.same import plain
from kata.checks.work import counting_instances
from kata.verdict import MeterBroken, fail, ledger, plural

TRIES = 2  # a busy machine can stop a query in the middle of any step


def count(rows, outside):
    """Return a sub-query that counts the rows of each object outside."""
    return Subquery(rows.order_by().values(outside).annotate(n=Count("*")).values("n"))


ONE_TABLE = {
    "every profile": Profile.objects.all(),
    "people called Ada": User.objects.filter(first_name="Ada", username__contains="ada"),
    "profiles of no country": Profile.objects.filter(country="??"),
    "drafts": Post.objects.filter(published_at=None),
}
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


def test_answer(answer, large_world):
    """One table: how it is read, and how many rows that throws away."""
    for name, queryset in ONE_TABLE.items():
        table = queryset.model._meta.db_table
        removed = queryset.model.objects.count() - queryset.count()
        right = {"scans": [["Seq Scan", table]], "removed": removed, "costliest": "Seq Scan"}
        same(answer.facts(queryset.all()), right, call=f"facts() of {name}")


def test_work(answer, large_world):
    """Leaves the rows where they are."""
    with counting_instances() as built, Meter() as meter:
        answer.facts(User.objects.filter(username__contains="ada"))
    ledger.spent(queries=meter.count, rows=meter.rows)
    if meter.rows > 100 or built[0] or meter.count > 2:
        raise fail(
            f"{meter.rows:,} rows fetched and {built[0]:,} instances built, by "
            f"{plural(meter.count, 'statement')}, to say what happens in one.",
            "at most 100 rows, no instance, 2 statements. PostgreSQL has counted the rows.",
            meter.lines(),
        )


def test_scans(answer, large_world):
    """Every step that reads a table, however deep, and no index."""
    for queryset in (OF_COUNTRY, BY_INDEX, BEST, QUALIFIED):
        plan = explain(queryset)
        scans = sorted([step.kind, step.relation] for step in plan.nodes() if step.relation)
        agree(answer, queryset, plan, "scans", scans)


def test_removed(answer, large_world):
    """The rows thrown away in all loops of all steps."""
    for queryset in (QUALIFIED, BEST):
        plan = explain(queryset)
        agree(answer, queryset, plan, "removed", sum(step.removed for step in plan.nodes()))


def test_costliest(answer, large_world):
    """The step that took the most time of its own."""
    for queryset in (UNAPPROVED, LATE, RECORDS):
        plan = clear(queryset)
        agree(answer, queryset, plan, "costliest", plan.costliest.kind)


def clear(queryset):
    """Return a plan in which one step took by far the most time: else the answer is a guess."""
    for _ in range(2 * TRIES):
        plan = explain(queryset)
        first, second = sorted((step.own_ms for step in plan.nodes()), reverse=True)[:2]
        if first > 5 * second:
            return plan
    raise MeterBroken(f"No step of this plan stands out, so nothing was judged: {plan.sql}")


def agree(answer, queryset, plan, key, right):
    """Fail, and show the plan, unless a fact is what the plan says."""
    loops = sum(step.loops for step in plan.nodes() if step.removed)
    for _ in range(TRIES if key == "costliest" else 1):
        got = plain(answer.facts(queryset.all()))[key]
        if got == right or (key == "removed" and abs(got - right) <= loops):
            return
    rows = queryset.model._meta.verbose_name_plural
    raise fail(
        f"facts() of {rows}: {key!r} is not what the plan says.",
        details=[f"expected  {right}", f"got       {got}", "", *drawn(plan.root)],
    )


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
