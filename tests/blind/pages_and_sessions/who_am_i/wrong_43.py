"""Breaks age: a page that is kept for 45 minutes is made from a list that is kept for 45 minutes.

A logged-in visit fills the list; a stranger's page made 44 minutes later shows those posts until 89."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.vary import vary_on_cookie

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


SECONDS = 45 * 60


def page(name):
    posts = mark_safe(cache.get_or_set("front-page:posts", newest, SECONDS))
    return str(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, posts))


@vary_on_cookie
def home(request):
    if request.user.is_authenticated:
        return HttpResponse(page(request.user.get_username() or "stranger"))
    content = cache.get_or_set("front-page:stranger", lambda: page("stranger"), SECONDS)
    return HttpResponse(content)
