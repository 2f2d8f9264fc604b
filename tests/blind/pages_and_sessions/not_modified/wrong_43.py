"""fresh: the three texts of a post are hashed one after the other, without anything between them.
Shows when letters move from the end of one to the beginning of the next: title "News" by "annb" becomes
title "Newsann" by "b", and the browser gets 304.
"""

from hashlib import sha256

from django.db import connection
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.http import parse_etags
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

NEWEST = """
    SELECT post.published_at,
        sha256(convert_to(post.title || author.username || post.body, 'UTF8'))
        {texts}
    FROM discuss_post AS post JOIN accounts_user AS author ON author.id = post.author_id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC LIMIT 20
"""
FINGERPRINTS = NEWEST.format(texts="")
PAGE = NEWEST.format(texts=", post.title, author.username, post.body")


def newest(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def etag_of(rows):
    """Of what the active language makes of these rows; it is the same on each server."""
    sums = sha256()
    for published_at, digest, *_ in rows:
        sums.update(sha256(date_format(published_at).encode()).digest() + bytes(digest))
    return f'"{sums.hexdigest()}"'


def known(request, etag):
    """Tell whether the browser has a copy with this ETag; a weak one will do."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return tags == ["*"] or etag in {tag.removeprefix("W/") for tag in tags}


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    conditional = request.method == "GET" and "If-None-Match" in request.headers
    with override(get_language_from_request(request)):
        if conditional and "If-Match" not in request.headers:
            etag = etag_of(newest(FINGERPRINTS))
            if known(request, etag):
                return HttpResponseNotModified(headers={"ETag": etag})
        found = newest(PAGE)
        etag = etag_of(found)
        rows = [
            (title, username, date_format(day), mark_safe(linebreaks(body, autoescape=True)))
            for day, _, title, username, body in found
        ]
    posts = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    response = HttpResponse(format_html("<h1>Newest posts</h1>{}", posts))
    if request.method == "GET":
        response.headers["ETag"] = etag
        response = get_conditional_response(request, etag=etag, response=response)
    return response
