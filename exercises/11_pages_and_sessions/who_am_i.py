"""Bob opens the front page, and it says "Hello, alice!".

The page greets visitors by name. cache_page stores it for a minute, for everybody: the session adds
Vary: Cookie only after that.

Change home() so that visitors see their own name, and those who are not logged in share one page.

Rules:
- own name: the current one, on every visit; "stranger" right after a log-out.
- page: stays the same, byte for byte: at most 20 published posts, newest first, ties to the higher
  id. Names and titles may be any text.
- age: no page is over an hour old, however often seen; no key stays longer.
- default cache: Django's default cache holds what is shared, not a variable.

Allowed:
- shared: 2 queries for 20 visitors who are not logged in, each with their own cookies.
- queries: 3 for a visit of a logged-in visitor.
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


@cache_page(60)
def home(request):
    # TODO: the page is cached by its address alone, and this line is different for everybody.
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))
