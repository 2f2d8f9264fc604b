"""Breaks "fresh": a first visit makes the page and then asks for the ETag. If a post is changed in
between, the old page gets the ETag of the new one, and the browser keeps it.
"""

import json
from hashlib import md5

from django.db.models.functions import MD5
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.http import quote_etag
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")
NEWEST = PUBLISHED.order_by("-published_at", "-pk")


def digest(text):
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def etag_of(hashed):
    shown = [(title, name, body, date_format(moment)) for title, name, body, moment in hashed]
    return quote_etag(digest(json.dumps(shown)))


def current_etag(request):
    fields = MD5("title"), MD5("author__username"), MD5("body"), "published_at"
    with override(get_language_from_request(request)):
        return etag_of(NEWEST.values_list(*fields)[:20])


def page(posts):
    rows = [
        (title, name, date_format(moment), mark_safe(linebreaks(body, autoescape=True)))
        for title, name, moment, body in posts
    ]
    html = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    return HttpResponse(format_html("<h1>Newest posts</h1>{}", html))


def whole_page(request):
    posts = [(p.title, p.author.username, p.published_at, p.body) for p in NEWEST.all()[:20]]
    with override(get_language_from_request(request)):
        return page(posts)


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    if "If-None-Match" in request.headers:
        etag = current_etag(request)
        response = get_conditional_response(request, etag=etag) or whole_page(request)
    else:
        response = whole_page(request)
        etag = current_etag(request)
    response["ETag"] = etag
    return response
