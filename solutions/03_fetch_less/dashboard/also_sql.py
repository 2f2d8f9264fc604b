"""Both queries in SQL, and the HTML by format_html(), which escapes as a template does."""

from django.db import connection
from django.utils.html import format_html, format_html_join

NUMBERS = """
    SELECT count(*), count(DISTINCT user_id), count(finished_at),
           coalesce(sum(CASE WHEN score >= %s THEN 1 ELSE 0 END), 0), max(score)
    FROM contests_attempt WHERE contest_id = %s
"""
NEWEST = """
    SELECT person.username, attempt.score
    FROM contests_attempt attempt JOIN accounts_user person ON person.id = attempt.user_id
    WHERE attempt.contest_id = %s ORDER BY attempt.started_at DESC, attempt.id DESC LIMIT 10
"""


def dashboard(contest):
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [contest.cutoff, contest.pk])
        everything, people, finished, passed, best = cursor.fetchone()
        cursor.execute(NEWEST, [contest.pk])
        newest = cursor.fetchall()
    head = format_html(
        "<h1>{}</h1><p>{} attempts by {} people: {} finished, {} passed.</p><p>Best score: {}</p>",
        *(contest.title, everything, people, finished, passed, "none" if best is None else best),
    )
    if not newest:
        return head + format_html("<p>{}</p>", "Nobody has tried yet.")
    items = ((username, "no score" if score is None else score) for username, score in newest)
    rows = format_html_join("", "<li>{}: {}</li>", items)
    return head + format_html("<h2>The newest {}</h2><ol>{}</ol>", len(newest), rows)
