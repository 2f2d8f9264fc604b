"""The page before and after the name: two halves have no place where a title could be replaced."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def halves():
    return mark_safe("<p>Hello, "), format_html("!</p><ul>{}</ul>", newest())


def home(request):
    before, after = cache.get_or_set("home_halves", halves, timeout=120)
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("{}{}{}", before, name, after))
