"""page

The numbers are remembered for as long as a contest's newest ten attempts stay the same: shows at the
second call, after an older attempt was added, changed or deleted, or the cut-off was changed.
"""

from django.db.models import Count, Max, Q
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


_numbers = {}


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    newest = list(attempts.select_related("user").order_by("-started_at", "-pk")[:10])
    state = tuple((attempt.pk, attempt.score, attempt.finished_at) for attempt in newest)
    if _numbers.get(contest.pk, (None,))[0] != state:
        _numbers[contest.pk] = state, count(attempts, contest)
    context = {"contest": contest, "newest": newest, **_numbers[contest.pk][1]}
    return Engine().from_string(TEMPLATE).render(Context(context))


def count(attempts, contest):
    return attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=Count("finished_at"),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
