"""Bob opens the front page, and it says "Hello, alice!".

The front page of Arena greets people by their name and lists the newest posts. To spare the
database it is kept for a minute by cache_page. Whoever comes first in a minute decides what all
others see: their name, and on other pages their messages. cache_page does heed Vary: Cookie, but
the session writes that header only after the page has gone into the cache.

Change home() so that everybody sees their own name, and visitors who are not logged in still share
one page.

Allowed: at most 2 queries for 20 visitors who are not logged in, each with cookies of their own
(those of a banner, of a counter; none of them is a session). Of somebody who is logged in nothing
has to be kept: at most 3 queries for each visit. What is kept stays for an hour at most, in
Django's default cache. Keep the name home: a view. The page stays as it is, byte for byte:
"stranger" for those who are not logged in, then at most 20 published posts, the newest first (of
equal ones the higher id), whatever is in a name or in a title. A log-out makes somebody a stranger
at once.
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
    # TODO: the page is kept by its address alone, and this line is different for everybody.
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))
