"""It fetches the user, whom request.user has fetched already: four queries for each visit.

Breaks: queries
Fails: somebody
"""

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_page

from arena.accounts.models import User
from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def page(name):
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))


@cache_page(60)
def strangers(request):
    return page("stranger")


def home(request):
    if not request.user.is_authenticated:
        return strangers(request)
    return page(User.objects.get(pk=request.user.pk).username)
