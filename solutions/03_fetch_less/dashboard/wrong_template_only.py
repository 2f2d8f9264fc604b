"""The template asks once. The five numbers are still five queries.

Breaks: queries
Fails: queries
"""

from django.db.models import Max
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
    context = {
        "contest": contest,
        "all": attempts.count(),
        "people": attempts.values("user").distinct().count(),
        "finished": attempts.filter(finished_at__isnull=False).count(),
        "passed": attempts.filter(score__gte=contest.cutoff).count(),
        "best": attempts.aggregate(best=Max("score"))["best"],
        "newest": attempts.select_related("user").order_by("-started_at", "-pk")[:10],
    }
    return Engine().from_string(TEMPLATE).render(Context(context))
