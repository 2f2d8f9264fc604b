"""RIGHT: cache_page() around an inner view for strangers; never_cache() keeps browsers from storing."""

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_page, never_cache

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def greet(name):
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))


@cache_page(60, cache="default", key_prefix="who_am_i")
def home_of_strangers(request):
    # Nothing here touches the session or a cookie, so the answer has no Vary: Cookie.
    return greet("stranger")


@never_cache
def home(request):
    name = request.user.get_username()
    return greet(name) if name else home_of_strangers(request)
