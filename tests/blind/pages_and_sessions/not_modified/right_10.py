"""The ETag is a hash over what is shown, with the hash of each text in place of the text."""

from dataclasses import dataclass
from hashlib import md5, sha1

from django.db.models.functions import MD5
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.http import parse_etags
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")
NEWEST = PUBLISHED.order_by("-published_at", "-pk")


def hashed(text):
    return md5(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Line:
    """What the page shows of a post, hashed."""

    title: str
    name: str
    body: str
    day: str

    @classmethod
    def of(cls, post):
        day = date_format(post.published_at)
        return cls(hashed(post.title), hashed(post.author.username), hashed(post.body), day)

    def __str__(self):
        return "|".join((self.title, self.name, self.body, self.day))


def etag_of(lines):
    text = "\n".join(map(str, lines))
    return '"%s"' % sha1(text.encode(), usedforsecurity=False).hexdigest()


def stored_lines():
    found = NEWEST.values_list(MD5("title"), MD5("author__username"), MD5("body"), "published_at")
    return [Line(*hashes, date_format(moment)) for *hashes, moment in found[:20]]


def is_known(etag, header):
    for candidate in parse_etags(header):
        if candidate == "*" or candidate.removeprefix("W/") == etag:
            return True
    return False


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    header = request.headers.get("If-None-Match")
    with override(get_language_from_request(request)):
        if header:
            etag = etag_of(stored_lines())
            if is_known(etag, header):
                return HttpResponseNotModified(headers={"ETag": etag})
        found = list(NEWEST.all()[:20])
        rows = [
            (
                post.title,
                post.author.username,
                date_format(post.published_at),
                mark_safe(linebreaks(post.body, autoescape=True)),
            )
            for post in found
        ]
        etag = etag_of(map(Line.of, found))
    posts = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    html = format_html("<h1>Newest posts</h1>{}", posts)
    return HttpResponse(html, headers={"ETag": etag})
