"""Raw SQL with FILTER for the numbers, values() for the ten rows, and a template that reads plain dictionaries."""

from django.db import connection
from django.template import Context, Engine

from arena.contests.models import Attempt

TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ all }} attempts by {{ people }} people: {{ finished }} finished, {{ passed }} passed.</p>
<p>Best score: {{ best|default_if_none:"none" }}</p>
{% for attempt in newest %}
  {% if forloop.first %}
  <h2>The newest {{ newest|length }}</h2>
  <ol>
  {% endif %}
      <li>{{ attempt.user__username }}: {{ attempt.score|default_if_none:"no score" }}</li>
  {% if forloop.last %}
  </ol>
  {% endif %}
{% empty %}
  <p>Nobody has tried yet.</p>
{% endfor %}
"""

NUMBERS = """
    SELECT count(*), count(DISTINCT user_id), count(finished_at),
           count(*) FILTER (WHERE score >= %s), max(score)
    FROM contests_attempt
    WHERE contest_id = %s
"""


def dashboard(contest):
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [contest.cutoff, contest.pk])
        total, people, finished, passed, best = cursor.fetchone()
    newest = (
        Attempt.objects.filter(contest=contest)
        .order_by("-started_at", "-pk")
        .values("score", "user__username")[:10]
    )
    context = {
        "contest": contest,
        "all": total,
        "people": people,
        "finished": finished,
        "passed": passed,
        "best": best,
        "newest": list(newest),
    }
    return Engine().from_string(TEMPLATE).render(Context(context))
