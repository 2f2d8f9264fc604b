"""The hash of a JSON array for each row; a request without If-None-Match skips the first query."""

from hashlib import md5

from django.db.models import Func, JSONField, TextField
from django.db.models.functions import MD5, Cast
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post

ARRAY = Func(
    "title",
    "author__username",
    "body",
    function="jsonb_build_array",
    output_field=JSONField(),
)
PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")
NEWEST = PUBLISHED.annotate(seal=MD5(Cast(ARRAY, TextField()))).order_by("-published_at", "-pk")


def etag_of(posts):
    text = "".join(f"{seal}{moment:%Y%m%d}" for seal, moment in posts)
    return md5(text.encode(), usedforsecurity=False).hexdigest()


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
    if "If-None-Match" in request.headers:
        etag = f'"{etag_of(NEWEST.values_list("seal", "published_at")[:20])}.{language}"'
        response = get_conditional_response(request, etag=etag)
        if response is not None:
            response["ETag"] = etag
            return response
    posts = list(NEWEST.all()[:20])
    with override(language):
        response = page((p.title, p.author.username, p.published_at, p.body) for p in posts)
    response["ETag"] = f'"{etag_of((p.seal, p.published_at) for p in posts)}.{language}"'
    return response
