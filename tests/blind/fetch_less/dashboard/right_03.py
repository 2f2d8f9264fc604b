"""RIGHT: raw SQL, a single query: the numbers, joined to the newest ten (or to none)."""

from django.db import connection
from django.template import Context, Engine

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

SQL = """
WITH mine AS (
    SELECT id, user_id, started_at, finished_at, score
    FROM contests_attempt
    WHERE contest_id = %s
),
numbers AS (
    SELECT
        count(*) AS tries,
        count(DISTINCT user_id) AS people,
        count(finished_at) AS finished,
        count(*) FILTER (WHERE score >= %s) AS passed,
        max(score) AS best
    FROM mine
),
newest AS (
    SELECT id, user_id, started_at, score
    FROM mine
    ORDER BY started_at DESC, id DESC
    LIMIT 10
)
SELECT
    numbers.tries, numbers.people, numbers.finished, numbers.passed, numbers.best,
    newest.id, person.username, newest.score
FROM numbers
LEFT JOIN newest ON true
LEFT JOIN accounts_user AS person ON person.id = newest.user_id
ORDER BY newest.started_at DESC, newest.id DESC
"""


def dashboard(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest.pk, contest.cutoff])
        rows = cursor.fetchall()
    # The numbers are the same in each row, and there is always one.
    tries, people, finished, passed, best = rows[0][:5]
    newest = [
        {"user": {"username": username}, "score": score}
        for *_, attempt_id, username, score in rows
        if attempt_id is not None
    ]
    context = {
        "contest": contest,
        "all": tries,
        "people": people,
        "finished": finished,
        "passed": passed,
        "best": best,
        "newest": newest,
    }
    return Engine().from_string(TEMPLATE).render(Context(context))
