"""The numbers are cached until the newest ten attempts change. An older attempt changes them too.

Breaks: page
Fails: answer
"""

from django.db.models import Count, Max, Q
from django.template import Context, Engine

from arena.contests.models import Attempt

NUMBERS = {}
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
    newest = list(attempts.select_related("user").order_by("-started_at", "-pk")[:10])
    state = tuple((attempt.pk, attempt.score, attempt.finished_at) for attempt in newest)
    if NUMBERS.get(contest.pk, ())[:1] != (state,):
        NUMBERS[contest.pk] = state, count(attempts, contest)
    context = {"contest": contest, "newest": newest, **NUMBERS[contest.pk][1]}
    return Engine().from_string(TEMPLATE).render(Context(context))


def count(attempts, contest):
    return attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=Count("finished_at"),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
