"""fetched

One query fetches all attempts, and Python counts: that is more than 40 rows as soon as a contest has more than 40 attempts.
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
    attempts = list(
        Attempt.objects.filter(contest=contest)
        .select_related("user")
        .only("contest", "score", "finished_at", "started_at", "user__username")
        .order_by("-started_at", "-pk")
    )
    scores = [attempt.score for attempt in attempts if attempt.score is not None]
    context = {
        "contest": contest,
        "all": len(attempts),
        "people": len({attempt.user_id for attempt in attempts}),
        "finished": sum(attempt.finished_at is not None for attempt in attempts),
        "passed": sum(score >= contest.cutoff for score in scores),
        "best": max(scores, default=None),
        "newest": attempts[:10],
    }
    return Engine().from_string(TEMPLATE).render(Context(context))
