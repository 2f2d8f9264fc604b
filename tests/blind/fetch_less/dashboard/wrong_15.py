"""Wrong (page): four numbers are window functions in the query of the newest ten. A contest without attempts has no row to take them from, and shows empty places instead of 0 and
"none"."""

from django.db.models import Count, F, Max, Q, Window
from django.template import Context, Engine

from arena.contests.models import Attempt

TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ numbers.all }} attempts by {{ people }} people: {{ numbers.finished }} finished,
{{ numbers.passed }} passed.</p>
<p>Best score: {{ numbers.best|default_if_none:"none" }}</p>
{% if newest %}
  <h2>The newest {{ newest|length }}</h2>
  <ol>
    {% for attempt in newest %}
      <li>{{ attempt.username }}: {{ attempt.score|default_if_none:"no score" }}</li>
    {% endfor %}
  </ol>
{% else %}
  <p>Nobody has tried yet.</p>
{% endif %}
"""


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    newest = list(
        attempts.annotate(
            all=Window(Count("pk")),
            finished=Window(Count("finished_at")),
            passed=Window(Count("pk", filter=Q(score__gte=contest.cutoff))),
            best=Window(Max("score")),
        )
        .order_by("-started_at", "-pk")
        .values("all", "finished", "passed", "best", "score", username=F("user__username"))[:10]
    )
    context = {
        "contest": contest,
        "people": attempts.aggregate(people=Count("user", distinct=True))["people"],
        "numbers": newest[0] if newest else None,
        "newest": newest,
    }
    return Engine().from_string(TEMPLATE).render(Context(context))
