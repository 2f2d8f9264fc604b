"""The page is made for one fingerprint: a second query sends the texts and the fingerprint at once."""

from django.db import connection
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from django.views.decorators.vary import vary_on_headers

from arena.accounts.models import User
from arena.discuss.models import Post

NEWEST = f"""
    WITH newest AS (
        SELECT p.id, p.title, u.username, p.published_at, p.body
        FROM {Post._meta.db_table} p
        JOIN {User._meta.db_table} u ON u.id = p.author_id
        WHERE p.published_at IS NOT NULL
        ORDER BY p.published_at DESC, p.id DESC
        LIMIT 20
    ), fingerprint AS (
        SELECT encode(sha256(convert_to(coalesce(
            json_agg(
                json_build_array(
                    title, username, to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), body
                )
                ORDER BY published_at DESC, id DESC
            )::text,
            'nothing'
        ), 'UTF8')), 'hex') AS value
        FROM newest
    )
"""


def quoted(fingerprint, request):
    return f'"{get_language_from_request(request)}:{fingerprint}"'


def current_etag(request):
    with connection.cursor() as cursor:
        cursor.execute(NEWEST + "SELECT value FROM fingerprint")
        return quoted(cursor.fetchone()[0], request)


def page(posts):
    rows = [
        (title, name, date_format(moment), mark_safe(linebreaks(body, autoescape=True)))
        for title, name, moment, body in posts
    ]
    html = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    return HttpResponse(format_html("<h1>Newest posts</h1>{}", html))


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
@condition(current_etag)
def home(request):
    with connection.cursor() as cursor:
        cursor.execute(
            NEWEST
            + "SELECT title, username, published_at, body, value "
            + "FROM fingerprint LEFT JOIN newest ON true "
            + "ORDER BY published_at DESC, id DESC"
        )
        found = cursor.fetchall()
    posts = [row[:4] for row in found if row[0] is not None]
    with override(get_language_from_request(request)):
        response = page(posts)
    response["ETag"] = quoted(found[0][4], request)
    return response
