"""Count() counts every value that is not NULL, so a 0 for those who failed counts as well.

Breaks: page
Fails: answer
"""

from django.db.models import Case, Count, Max, Value, When
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


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    numbers = attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=Count("finished_at"),
        passed=Count(Case(When(score__gte=contest.cutoff, then=1), default=Value(0))),
        best=Max("score"),
    )
    newest = attempts.select_related("user").order_by("-started_at", "-pk")[:10]
    context = {"contest": contest, "newest": newest, **numbers}
    return Engine().from_string(TEMPLATE).render(Context(context))
