"""A small Func hashes each row as JSON with SHA-256; the view compares the ETags itself, with Django's parse_etags()."""

import hashlib

from django.db.models import CharField, Func
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.http import HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post


class Sha256(Func):
    """SHA-256 of several values, kept apart by JSON."""

    template = "encode(sha256(convert_to(jsonb_build_array(%(expressions)s)::text, 'UTF8')), 'hex')"
    output_field = CharField()


PUBLISHED = Post.objects.filter(published_at__isnull=False).annotate(
    digest=Sha256("title", "author__username", "body")
)


def newest():
    return PUBLISHED.order_by("-published_at", "-pk")


def make_etag(language, digests):
    """Return an ETag; digests are pairs of a date (published_at) and a post's hash."""
    whole = hashlib.sha256(f"home 1 {language}".encode())
    for published_at, digest in digests:
        whole.update(f"|{published_at.date().isoformat()} {digest}".encode())
    return f'"{whole.hexdigest()}"'


def same(request, etag):
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    return asked == ["*"] or etag in [one.removeprefix("W/") for one in asked]


def page(language, posts):
    with override(language):
        rows = [
            (
                post.title,
                post.author.username,
                date_format(post.published_at),
                mark_safe(linebreaks(post.body, autoescape=True)),
            )
            for post in posts
        ]
    html = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    return HttpResponse(format_html("<h1>Newest posts</h1>{}", html))


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    language = get_language_from_request(request)
    if request.method == "GET" and "If-None-Match" in request.headers:
        etag = make_etag(language, newest().values_list("published_at", "digest")[:20])
        if same(request, etag):
            return HttpResponseNotModified(headers={"ETag": etag})
    posts = list(newest().select_related("author")[:20])
    response = page(language, posts)
    if request.method == "GET":
        response["ETag"] = make_etag(language, [(post.published_at, post.digest) for post in posts])
    return response
