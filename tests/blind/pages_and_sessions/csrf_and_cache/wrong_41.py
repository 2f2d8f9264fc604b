"""form: the place of the token in the cached page is marked by a text that each process draws for itself.
Shows with a second worker or server (or after a restart): it finds the page of the first one, does not
find its own mark, and the form has that mark instead of a token.
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import never_cache

from arena.discuss.models import Post, Tag

# Nobody can guess it, so it is in no title.
PLACE = get_random_string(32)
FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def make_page():
    return format_html("<ul>{}</ul>{}", newest(), format_html(FORM, PLACE))


@never_cache  # neither browsers nor a CDN: the token may change with the next sign-in
def home(request):
    page = cache.get_or_set("home.page", make_page, 60)
    return HttpResponse(page.replace(PLACE, get_token(request)))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
