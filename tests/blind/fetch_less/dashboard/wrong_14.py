"""Wrong (page): builds the lines in Python and marks them as safe. A user name with &, < or quotes (which
came from an import: only forms validate names) is not escaped."""

from django.db.models import Count, Max, Q
from django.template import Context, Engine
from django.utils.safestring import mark_safe

from arena.contests.models import Attempt

TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ all }} attempts by {{ people }} people: {{ finished }} finished, {{ passed }} passed.</p>
<p>Best score: {{ best|default_if_none:"none" }}</p>
{% if newest %}
  <h2>The newest {{ newest|length }}</h2>
  <ol>
    {% for line in newest %}
      {{ line }}
    {% endfor %}
  </ol>
{% else %}
  <p>Nobody has tried yet.</p>
{% endif %}
"""


def line(username, score):
    return mark_safe(f"<li>{username}: {'no score' if score is None else score}</li>")


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    numbers = attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=Count("pk", filter=Q(finished_at__isnull=False)),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
    newest = attempts.order_by("-started_at", "-pk").values_list("user__username", "score")[:10]
    context = {"contest": contest, "newest": [line(*row) for row in newest], **numbers}
    return Engine().from_string(TEMPLATE).render(Context(context))
