"""Post.objects.raw(), and the hash of a whole record."""

from hashlib import md5

from django.db import connection
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.http import parse_etags
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from arena.accounts.models import User
from arena.discuss.models import Post

# The text of a record quotes its values: no two records have the same.
SEAL = """
    md5(ROW(
        post.title, author.username, post.body, (post.published_at AT TIME ZONE 'UTC')::date
    )::text)
"""
FROM = f"""
    FROM {Post._meta.db_table} AS post
    JOIN {User._meta.db_table} AS author ON author.id = post.author_id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT 20
"""


def etag_of(seals, language):
    text = " ".join([language, *seals])
    return '"' + md5(text.encode(), usedforsecurity=False).hexdigest() + '"'


def fits(request, etag):
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in asked or etag in [one.removeprefix("W/") for one in asked]


def page(posts):
    rows = [
        (title, name, date_format(moment), mark_safe(linebreaks(body, autoescape=True)))
        for title, name, moment, body in posts
    ]
    html = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    return HttpResponse(format_html("<h1>Newest posts</h1>{}", html))


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    language = get_language_from_request(request)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SEAL} {FROM}")
        etag = etag_of([row[0] for row in cursor.fetchall()], language)
    if fits(request, etag):
        return HttpResponseNotModified(headers={"ETag": etag})
    posts = list(
        Post.objects.raw(
            "SELECT post.id, post.title, post.body, post.published_at, "
            f"author.username AS name, {SEAL} AS seal {FROM}"
        )
    )
    with override(language):
        response = page((post.title, post.name, post.published_at, post.body) for post in posts)
    response["ETag"] = etag_of([post.seal for post in posts], language)
    return response
