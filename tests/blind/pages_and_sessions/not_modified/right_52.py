"""One raw statement, with or without the texts, computes the hash of all posts in the database; get_conditional_response() compares."""

from django.db import connection
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.utils.cache import get_conditional_response
from django.views.decorators.vary import vary_on_headers

NEWEST = """
    WITH newest AS MATERIALIZED (
        SELECT p.id, p.title, u.username, p.published_at, p.body
        FROM discuss_post p JOIN accounts_user u ON u.id = p.author_id
        WHERE p.published_at IS NOT NULL
        ORDER BY p.published_at DESC, p.id DESC
        LIMIT 20
    ),
    hashed AS (
        SELECT encode(sha256(convert_to(coalesce(string_agg(
            jsonb_build_array(title, username, (published_at AT TIME ZONE 'UTC')::date, body)::text,
            ',' ORDER BY published_at DESC, id DESC
        ), ''), 'UTF8')), 'hex') AS digest
        FROM newest
    )
"""
DIGEST = NEWEST + "SELECT digest FROM hashed"
POSTS = NEWEST + """
    SELECT digest, title, username, published_at, body
    FROM hashed LEFT JOIN newest ON true
    ORDER BY published_at DESC, id DESC
"""


def fetch(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    language = get_language_from_request(request)
    conditional = request.method == "GET"
    if conditional and ("If-None-Match" in request.headers or "If-Match" in request.headers):
        [(digest,)] = fetch(DIGEST)
        etag = f'"{language}-{digest}"'
        answer = get_conditional_response(request, etag=etag)
        if answer is not None:
            if answer.status_code == 304:
                answer["ETag"] = etag
            return answer

    found = fetch(POSTS)
    digest = found[0][0]
    with override(language):
        rows = [
            (title, username, date_format(date), mark_safe(linebreaks(body, autoescape=True)))
            for _, title, username, date, body in found
            if title is not None
        ]
    posts = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    response = HttpResponse(format_html("<h1>Newest posts</h1>{}", posts))
    if conditional:
        response["ETag"] = f'"{language}-{digest}"'
    return response
