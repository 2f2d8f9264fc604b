"""page

The lines of the list are put together in Python and marked as safe, without escaping: shows when a
username has an apostrophe, an ampersand or a tag in it.
"""

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
    {{ lines }}
  </ol>
{% else %}
  <p>Nobody has tried yet.</p>
{% endif %}
"""


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    numbers = attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=Count("finished_at"),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
    newest = (
        attempts.order_by("-started_at", "-pk").values_list("user__username", "score")[:10]
    )
    lines = "".join(
        f"<li>{name}: {'no score' if score is None else score}</li>" for name, score in newest
    )
    context = {"contest": contest, "newest": newest, "lines": mark_safe(lines), **numbers}
    return Engine().from_string(TEMPLATE).render(Context(context))
