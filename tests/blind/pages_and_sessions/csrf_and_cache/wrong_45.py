"""form: a csrftoken cookie is taken as it comes, also one that Django does not accept.
Shows for a visitor whose cookie has another length or other characters (from another program on the
domain, or cut off): Django sends a new one, but the form of that visit has the old one, and gets 403.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache

from arena.discuss.models import Post, Tag

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


@never_cache  # neither browsers nor a CDN: the token may change with the next sign-in
def home(request):
    posts = mark_safe(cache.get_or_set("home.newest", newest, 60))
    # Who has a cookie needs no new one.
    token = request.COOKIES.get(settings.CSRF_COOKIE_NAME) or get_token(request)
    form = format_html(FORM, token)
    return HttpResponse(format_html("<ul>{}</ul>{}", posts, form))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
