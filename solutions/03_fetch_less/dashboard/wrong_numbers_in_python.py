"""One query, by fetching every attempt of the contest and counting in Python.

For ten attempts nobody notices. A contest with 300,000 of them fills the memory of the server.

Breaks: fetched
Fails: rows
"""

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
    newest_first = list(attempts.select_related("user").order_by("-started_at", "-pk"))
    scores = [attempt.score for attempt in newest_first if attempt.score is not None]
    context = {
        "contest": contest,
        "all": len(newest_first),
        "people": len({attempt.user_id for attempt in newest_first}),
        "finished": sum(attempt.finished_at is not None for attempt in newest_first),
        "passed": sum(score >= contest.cutoff for score in scores),
        "best": max(scores, default=None),
        "newest": newest_first[:10],
    }
    return Engine().from_string(TEMPLATE).render(Context(context))
