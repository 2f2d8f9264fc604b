"""A decorator for functions whose result everybody shares."""

from functools import wraps

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie

from arena.discuss.models import Post, Tag

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)


def shared(seconds):
    def decorate(function):
        key = f"shared:{function.__module__}.{function.__qualname__}"

        @wraps(function)
        def wrapper():
            text = cache.get(key)
            if text is None:
                text = str(function())
                cache.set(key, text, seconds)
            return mark_safe(text)

        return wrapper

    return decorate


@shared(seconds=300)
def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


@never_cache
@ensure_csrf_cookie
def home(request):
    form = format_html(FORM, get_token(request))
    return HttpResponse(format_html("<ul>{}</ul>{}", newest(), form))


@csrf_protect
def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
