"""The numbers are annotations of the contest itself, and the newest ten a list of their own."""

from django.db.models import Count, Max, Q
from django.template import Context, Engine

from arena.contests.models import Contest

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


def numbers_of(contest):
    """Count with one query: a left join, so a contest without attempts has zeros and no best score."""
    return Contest.objects.filter(pk=contest.pk).aggregate(
        all=Count("attempts"),
        people=Count("attempts__user", distinct=True),
        finished=Count("attempts", filter=Q(attempts__finished_at__isnull=False)),
        passed=Count("attempts", filter=Q(attempts__score__gte=contest.cutoff)),
        best=Max("attempts__score"),
    )


def newest_of(contest):
    newest = contest.attempts.order_by("-started_at", "-pk").select_related("user")
    return list(newest.only("contest", "score", "user__username")[:10])


def dashboard(contest):
    context = Context(numbers_of(contest))
    context["contest"] = contest
    context["newest"] = newest_of(contest)
    return Engine().from_string(TEMPLATE).render(context)
