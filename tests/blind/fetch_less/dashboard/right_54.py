"""One query for all: window functions and a subquery next to each of the ten rows; without rows the numbers are known."""

from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Window
from django.template import Context, Engine

from arena.contests.models import Attempt

TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ all }} attempts by {{ people }} people: {{ finished }} finished, {{ passed }} passed.</p>
<p>Best score: {{ best|default_if_none:"none" }}</p>
{% if newest %}
  <h2>The newest {{ newest|length }}</h2>
  <ol>
    {% for attempt in newest %}
      <li>{{ attempt.user.username }}: {{ attempt.score|default_if_none:"no score" }}</li>
    {% endfor %}
  </ol>
{% else %}
  <p>Nobody has tried yet.</p>
{% endif %}
"""

NOTHING = {"all": 0, "people": 0, "finished": 0, "passed": 0, "best": None}


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    people = (
        Attempt.objects.filter(contest=OuterRef("contest"))
        .order_by()
        .values("contest")
        .annotate(number=Count("user", distinct=True))
        .values("number")
    )
    newest = list(
        attempts.annotate(
            all=Window(Count("pk")),
            people=Subquery(people),
            finished=Window(Count("finished_at")),
            passed=Window(Count("pk", filter=Q(score__gte=contest.cutoff))),
            best=Window(Max("score")),
            username=F("user__username"),
        )
        .order_by("-started_at", "-pk")
        .values("score", "username", *NOTHING)[:10]
    )
    numbers = {name: newest[0][name] for name in NOTHING} if newest else NOTHING
    rows = [{"score": row["score"], "user": {"username": row["username"]}} for row in newest]
    context = Context({"contest": contest, "newest": rows, **numbers})
    return Engine().from_string(TEMPLATE).render(context)
