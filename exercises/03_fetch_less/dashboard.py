"""The dashboard of a contest sends eight queries.

It shows five numbers and the newest ten attempts. Each number is a query of its own. The template
asks three times more: whether there are attempts, how many, and for the attempts themselves.

Change dashboard(), TEMPLATE or both, so that two queries are enough.

Rules:
- page: the HTML stays the same for every contest, apart from white space.

Allowed:
- queries: at most 2, those of the template included.
- fetched: at most 40 rows and 20 KiB, however many attempts there are.
"""

from django.db.models import Max
from django.template import Context, Engine

from arena.contests.models import Attempt

# TODO: which of these questions can be one query, and which need no query at all?
TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ all }} attempts by {{ people }} people: {{ finished }} finished, {{ passed }} passed.</p>
<p>Best score: {{ best|default_if_none:"none" }}</p>
{% if newest.exists %}
  <h2>The newest {{ newest.count }}</h2>
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
