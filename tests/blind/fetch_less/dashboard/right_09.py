"""Right: two SQL statements, and tuples in the template."""

from django.db import connection
from django.template import Context, Engine

NUMBERS = """
    SELECT count(*), count(DISTINCT user_id), count(finished_at),
        count(*) FILTER (WHERE score >= %s), max(score)
    FROM contests_attempt
    WHERE contest_id = %s
"""
NEWEST = """
    SELECT u.username, a.score
    FROM contests_attempt AS a
    JOIN accounts_user AS u ON u.id = a.user_id
    WHERE a.contest_id = %s
    ORDER BY a.started_at DESC, a.id DESC
    LIMIT 10
"""
TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ all }} attempts by {{ people }} people: {{ finished }} finished, {{ passed }} passed.</p>
<p>Best score: {{ best|default_if_none:"none" }}</p>
{% for username, score in newest %}
  {% if forloop.first %}
    <h2>The newest {{ newest|length }}</h2>
    <ol>
  {% endif %}
  <li>{{ username }}: {{ score|default_if_none:"no score" }}</li>
  {% if forloop.last %}</ol>{% endif %}
{% empty %}
  <p>Nobody has tried yet.</p>
{% endfor %}
"""


def dashboard(contest):
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [contest.cutoff, contest.pk])
        numbers = dict(
            zip(("all", "people", "finished", "passed", "best"), cursor.fetchone(), strict=True)
        )
        cursor.execute(NEWEST, [contest.pk])
        newest = cursor.fetchall()
    context = Context({"contest": contest, "newest": newest, **numbers})
    return Engine().from_string(TEMPLATE).render(context)
