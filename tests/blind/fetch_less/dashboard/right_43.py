"""The contest's row aggregates its attempts; the list is rendered by a loop that may be empty."""

from django.db.models import Count, F, Max, Q
from django.template import Context, Engine

from arena.contests.models import Attempt, Contest

TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ all }} attempts by {{ people }} people: {{ finished }} finished, {{ passed }} passed.</p>
<p>Best score: {{ best|default_if_none:"none" }}</p>
{% for attempt in newest %}
  {% if forloop.first %}
    <h2>The newest {{ newest|length }}</h2>
    <ol>
  {% endif %}
      <li>{{ attempt.username }}: {{ attempt.score|default_if_none:"no score" }}</li>
  {% if forloop.last %}
    </ol>
  {% endif %}
{% empty %}
  <p>Nobody has tried yet.</p>
{% endfor %}
"""

# Parsed once: only the context differs from page to page.
PAGE = Engine().from_string(TEMPLATE)


def dashboard(contest):
    passed = Q(attempts__score__gte=contest.cutoff)
    context = Contest.objects.filter(pk=contest.pk).aggregate(
        all=Count("attempts"),
        people=Count("attempts__user", distinct=True),
        finished=Count("attempts__finished_at"),
        passed=Count("attempts", filter=passed),
        best=Max("attempts__score"),
    )
    context["contest"] = contest
    # Evaluated by the loop, and then asked for its length: one query.
    context["newest"] = (
        Attempt.objects.filter(contest=contest)
        .order_by("-started_at", "-pk")
        .values("score", username=F("user__username"))[:10]
    )
    return PAGE.render(Context(context))
