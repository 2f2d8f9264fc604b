"""Wrong (fetched): one line for each person. A contest with more than some 30 people fetches more than 40
rows."""

from django.db.models import Count, Max, Q
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
    people = attempts.values("user").annotate(
        attempts=Count("pk"),
        finished=Count("finished_at"),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
    people = list(people.order_by())
    numbers = {
        "all": sum(person["attempts"] for person in people),
        "people": len(people),
        "finished": sum(person["finished"] for person in people),
        "passed": sum(person["passed"] for person in people),
        "best": max(
            (person["best"] for person in people if person["best"] is not None), default=None
        ),
    }
    newest = attempts.select_related("user").order_by("-started_at", "-pk")[:10]
    context = {"contest": contest, "newest": newest, **numbers}
    return Engine().from_string(TEMPLATE).render(Context(context))
