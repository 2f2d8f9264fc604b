"""A class-based view, SHA-256 in the database, and headers set by hand."""

from hashlib import sha256

from django.db.models import F, Func, TextField
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views import View

from arena.discuss.models import Post


class Sha256(Func):
    """PostgreSQL's own function; Django's SHA256 would need pgcrypto."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    arity = 1
    output_field = TextField()


SHOWN = {"name": F("author__username")}
SEALS = {
    "title_seal": Sha256("title"),
    "name_seal": Sha256("author__username"),
    "body_seal": Sha256("body"),
}
NEWEST = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


class Home(View):
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request, *args, **kwargs):
        with override(get_language_from_request(request)):
            response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        patch_cache_control(response, no_cache=True)
        return response

    def get(self, request):
        etag = self.etag_of(NEWEST.annotate(**SEALS).values(*SEALS, "published_at")[:20])
        response = get_conditional_response(request, etag=etag)
        if response is None:
            found = NEWEST.annotate(**SHOWN, **SEALS)
            posts = list(found.values("title", "body", "published_at", *SHOWN, *SEALS)[:20])
            etag = self.etag_of(posts)
            response = HttpResponse(self.html(posts))
        response.headers["ETag"] = etag
        return response

    def etag_of(self, posts):
        whole = sha256()
        for post in posts:
            for name in SEALS:
                whole.update(post[name].encode())
            whole.update(sha256(date_format(post["published_at"]).encode()).digest())
        return f'"{whole.hexdigest()}"'

    def html(self, posts):
        rows = [
            (
                post["title"],
                post["name"],
                date_format(post["published_at"]),
                mark_safe(linebreaks(post["body"], autoescape=True)),
            )
            for post in posts
        ]
        posts = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
        return format_html("<h1>Newest posts</h1>{}", posts)


home = Home.as_view()
