"""Each row brings its hash along, in both queries; the view asks get_conditional_response()."""

from hashlib import sha256

from django.db.models import F, TextField
from django.db.models.functions import MD5, Concat
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

NEWEST = (
    Post.objects.filter(published_at__isnull=False)
    .annotate(name=F("author__username"))
    .annotate(
        seal=Concat(
            MD5("title"), MD5("author__username"), MD5("body"), output_field=TextField()
        )
    )
    .order_by("-published_at", "-pk")
)


def etag_of(seals):
    text = "\n".join(f"{seal} {date_format(moment)}" for seal, moment in seals)
    return quote_etag(sha256(text.encode()).hexdigest())


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
    with override(get_language_from_request(request)):
        etag = etag_of(NEWEST.values_list("seal", "published_at")[:20])
        response = get_conditional_response(request, etag=etag)
        if response is None:
            found = NEWEST.values_list("title", "name", "published_at", "body", "seal")[:20]
            posts = list(found)
            etag = etag_of((seal, moment) for _, _, moment, _, seal in posts)
            response = page(post[:4] for post in posts)
        response["ETag"] = etag
        return response
