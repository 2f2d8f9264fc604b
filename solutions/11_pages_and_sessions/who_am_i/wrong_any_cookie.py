"""Every visitor with a cookie counts as logged in, and nearly every stranger has one.

Breaks: shared
Fails: shared
"""

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_page

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def page(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))


strangers = cache_page(60)(page)


def home(request):
    return page(request) if request.COOKIES else strangers(request)
