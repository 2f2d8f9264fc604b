"""One query: the ten attempts, and beside each the five numbers as subqueries.

Without attempts there is no row to carry the numbers, and all of them are known.
"""

from django.db.models import Count, Max, OuterRef, Q, Subquery
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

NUMBERS = ("all", "people", "finished", "passed", "best")
NOTHING = {"all": 0, "people": 0, "finished": 0, "passed": 0, "best": None}


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    same_contest = Attempt.objects.filter(contest=OuterRef("contest")).order_by().values("contest")

    def number(aggregate):
        return Subquery(same_contest.annotate(number=aggregate).values("number"))

    newest = list(
        attempts.annotate(
            all=number(Count("pk")),
            people=number(Count("user", distinct=True)),
            finished=number(Count("finished_at")),
            passed=number(Count("pk", filter=Q(score__gte=contest.cutoff))),
            best=number(Max("score")),
        )
        .select_related("user")
        .order_by("-started_at", "-pk")[:10]
    )
    numbers = {name: getattr(newest[0], name) for name in NUMBERS} if newest else NOTHING
    context = {"contest": contest, "newest": newest, **numbers}
    return Engine().from_string(TEMPLATE).render(Context(context))
