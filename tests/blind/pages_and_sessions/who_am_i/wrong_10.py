"""WRONG (limit: shared): the page varies on the whole Cookie header: everybody sees their own name, but strangers with cookies of their own (a banner, statistics) share nothing."""

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_page, never_cache
from django.views.decorators.vary import vary_on_cookie

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def greet(name):
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))


@cache_page(60)
@vary_on_cookie
def home_of_strangers(request):
    return greet("stranger")


@never_cache
def home(request):
    name = request.user.get_username()
    return greet(name) if name else home_of_strangers(request)
