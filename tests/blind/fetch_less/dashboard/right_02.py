"""RIGHT: the template stays. The queryset is evaluated first; exists() and count() then answer from its cache."""

from django.db.models import Count, Max, Q
from django.template import Context, Engine

from arena.contests.models import Attempt

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
    newest = attempts.select_related("user").order_by("-started_at", "-pk")[:10]
    # Fills the queryset's cache, that the template's exists and count are answered from.
    len(newest)
    context = attempts.aggregate(
        all=Count("*"),
        people=Count("user_id", distinct=True),
        finished=Count("finished_at"),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
    context["contest"] = contest
    context["newest"] = newest
    return Engine().from_string(TEMPLATE).render(Context(context))
