"""page

Sum() over no rows is None: a contest that nobody has tried shows "None finished, None passed" instead of 0.
"""

from django.db.models import Case, Count, IntegerField, Max, Sum, When
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


def when(**condition):
    return Sum(Case(When(then=1, **condition), default=0, output_field=IntegerField()))


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    numbers = attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=when(finished_at__isnull=False),
        passed=when(score__gte=contest.cutoff),
        best=Max("score"),
    )
    newest = attempts.select_related("user").order_by("-started_at", "-pk")[:10]
    context = {"contest": contest, "newest": list(newest), **numbers}
    return Engine().from_string(TEMPLATE).render(Context(context))
