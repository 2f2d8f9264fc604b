"""Caches only the list of posts, the same for everybody, and puts the greeting before it each time."""

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


@vary_on_cookie
def home(request):
    name = request.user.get_username() or "stranger"
    posts = mark_safe(cache.get_or_set("front-page:newest-posts", newest, 60))
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, posts))
