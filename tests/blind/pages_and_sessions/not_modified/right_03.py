"""Raw SQL: both queries have the hash of each row, with the day; the language stands in the ETag."""

from hashlib import md5

from django.db import connection
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag
from django.views.decorators.vary import vary_on_headers

from arena.accounts.models import User
from arena.discuss.models import Post

SEAL = """
    md5(
        md5(post.title) || md5(author.username) || md5(post.body)
        || to_char(post.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')
    )
"""
FROM = f"""
    FROM {Post._meta.db_table} AS post
    JOIN {User._meta.db_table} AS author ON author.id = post.author_id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT 20
"""
ONLY_SEALS = f"SELECT {SEAL} {FROM}"
EVERYTHING = f"SELECT post.title, author.username, post.published_at, post.body, {SEAL} {FROM}"


def fetch(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def etag_of(seals, language):
    joined = "".join(seals)
    return f'"{md5(joined.encode(), usedforsecurity=False).hexdigest()}-{language}"'


def current_etag(request):
    seals = [seal for (seal,) in fetch(ONLY_SEALS)]
    return etag_of(seals, get_language_from_request(request))


def page(posts):
    rows = [
        (title, name, date_format(moment), mark_safe(linebreaks(body, autoescape=True)))
        for title, name, moment, body in posts
    ]
    html = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    return HttpResponse(format_html("<h1>Newest posts</h1>{}", html))


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
@etag(current_etag)
def home(request):
    language = get_language_from_request(request)
    found = fetch(EVERYTHING)
    with override(language):
        response = page(row[:4] for row in found)
    # The ETag of these very rows; the decorator leaves it.
    response["ETag"] = etag_of([row[4] for row in found], language)
    return response
