"""RIGHT: the numbers are annotations of the contest's row; the attempts are dictionaries."""

from django.db.models import Count, Max, Q
from django.template import Context, Engine

from arena.contests.models import Attempt, Contest

TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ numbers.tries }} attempts by {{ numbers.people }} people: {{ numbers.finished }} finished, {{ numbers.passed }} passed.</p>
<p>Best score: {{ numbers.best|default_if_none:"none" }}</p>
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


def dashboard(contest):
    numbers = (
        Contest.objects.filter(pk=contest.pk)
        .annotate(
            tries=Count("attempts"),
            people=Count("attempts__user", distinct=True),
            finished=Count("attempts__finished_at"),
            passed=Count("attempts", filter=Q(attempts__score__gte=contest.cutoff)),
            best=Max("attempts__score"),
        )
        .values("tries", "people", "finished", "passed", "best")
        .get()
    )
    newest = list(
        Attempt.objects.filter(contest=contest)
        .order_by("-started_at", "-pk")
        .values("user__username", "score")[:10]
    )
    context = Context({"contest": contest, "numbers": numbers, "newest": newest})
    return Engine().from_string(TEMPLATE).render(context)
