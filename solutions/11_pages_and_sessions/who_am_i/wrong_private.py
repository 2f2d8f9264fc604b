"""Cache-Control: private forbids others to store the page, Django's own cache included.

Breaks: shared
Fails: shared
"""

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_control, cache_page

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


@cache_page(60)
@cache_control(private=True)
def home(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))
