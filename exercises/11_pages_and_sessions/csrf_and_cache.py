"""The second visitor within a minute gets 403 Forbidden for the form of the front page.

cache_page stores the page for everybody, with the first visitor's CSRF token. CsrfViewMiddleware
adds the cookie only after that.

Change home() so that every visitor can send the form, and they still share what is cached.

Rules:
- form: works for every visitor, on each visit, without JavaScript.
- own token: nobody gets the token or the csrftoken cookie of somebody else.
- protected: a POST without a token is answered by 403.
- page: stays the same, byte for byte, except for the token. Titles and names may be any text.
- age: no page is over an hour old, however often seen; no key stays longer.
- default cache: Django's default cache holds what is shared, not a variable.

Allowed:
- shared: 2 queries for 20 visitors, whatever their cookies.
"""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_page

from arena.discuss.models import Post, Tag

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


@cache_page(60)
def home(request):
    # TODO: a token belongs to one visitor, and this page is stored for everybody.
    form = format_html(FORM, get_token(request))
    return HttpResponse(format_html("<ul>{}</ul>{}", newest(), form))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
