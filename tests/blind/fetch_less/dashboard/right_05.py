"""RIGHT: the old style of conditional counts, Sum over Case, with a default for a contest without attempts; the list is of named tuples."""

from django.db.models import Case, Count, F, IntegerField, Max, Sum, Value, When
from django.template import Context, Engine

from arena.contests.models import Attempt

TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ all }} attempts by {{ people }} people: {{ finished }} finished, {{ passed }} passed.</p>
<p>Best score: {{ best|default_if_none:"none" }}</p>
{% if shown %}
  <h2>The newest {{ shown }}</h2>
  <ol>
    {% for attempt in newest %}
      <li>{{ attempt.name }}: {{ attempt.score|default_if_none:"no score" }}</li>
    {% endfor %}
  </ol>
{% else %}
  <p>Nobody has tried yet.</p>
{% endif %}
"""


def how_many(**condition):
    return Sum(
        Case(When(**condition, then=Value(1)), default=Value(0), output_field=IntegerField()),
        default=0,
    )


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    newest = []
    for attempt in (
        attempts.annotate(name=F("user__username"))
        .order_by("-started_at", "-pk")
        .values_list("name", "score", named=True)[:10]
    ):
        newest.append(attempt)
    numbers = attempts.aggregate(
        tries=Count("id"),
        people=Count("user", distinct=True),
        finished=how_many(finished_at__isnull=False),
        passed=how_many(score__gte=contest.cutoff),
        best=Max("score"),
    )
    context = {
        "contest": contest,
        "all": numbers["tries"],
        "people": numbers["people"],
        "finished": numbers["finished"],
        "passed": numbers["passed"],
        "best": numbers["best"],
        "newest": newest,
        "shown": len(newest),
    }
    return Engine().from_string(TEMPLATE).render(Context(context))
