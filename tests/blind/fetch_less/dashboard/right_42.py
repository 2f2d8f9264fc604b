"""A single SQL statement joins the five numbers to the newest ten rows."""

from django.db import connection
from django.template import Context, Engine

TEMPLATE = """
<h1>{{ contest.title }}</h1>
<p>{{ all }} attempts by {{ people }} people: {{ finished }} finished, {{ passed }} passed.</p>
<p>Best score: {{ best|default_if_none:"none" }}</p>
{% if newest %}
  <h2>The newest {{ newest|length }}</h2>
  <ol>
    {% for username, score in newest %}
      <li>{{ username }}: {{ score|default_if_none:"no score" }}</li>
    {% endfor %}
  </ol>
{% else %}
  <p>Nobody has tried yet.</p>
{% endif %}
"""

SQL = """
SELECT numbers.*, newest.id, newest.username, newest.score
FROM (
    SELECT count(*), count(DISTINCT user_id), count(finished_at),
           count(*) FILTER (WHERE score >= %(cutoff)s), max(score)
    FROM contests_attempt
    WHERE contest_id = %(contest)s
) AS numbers
LEFT JOIN (
    SELECT attempt.id, attempt.started_at, person.username, attempt.score
    FROM contests_attempt AS attempt
    JOIN accounts_user AS person ON person.id = attempt.user_id
    WHERE attempt.contest_id = %(contest)s
    ORDER BY attempt.started_at DESC, attempt.id DESC
    LIMIT 10
) AS newest ON true
ORDER BY newest.started_at DESC, newest.id DESC
"""


def dashboard(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contest": contest.pk, "cutoff": contest.cutoff})
        rows = cursor.fetchall()
    context = dict(zip(("all", "people", "finished", "passed", "best"), rows[0][:5], strict=True))
    context["contest"] = contest
    context["newest"] = [(username, score) for *_, key, username, score in rows if key is not None]
    return Engine().from_string(TEMPLATE).render(Context(context))
