"""A template with a cached fragment; the token is outside of it. No proxy may store the page."""

import time
from functools import lru_cache
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseForbidden
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import Context, Engine
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control, cache_page
from django.views.decorators.csrf import csrf_exempt, csrf_protect

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


PAGE = Engine(libraries={"cache": "django.templatetags.cache"}).from_string(
    "{% load cache %}<ul>"
    '{% cache 300 newest_posts using="default" %}{{ newest }}{% endcache %}'
    "</ul>{{ form }}"
)


@cache_control(private=True, no_cache=True)
def home(request):
    form = format_html(FORM, get_token(request))
    return HttpResponse(PAGE.render(Context({"newest": newest, "form": form})))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
