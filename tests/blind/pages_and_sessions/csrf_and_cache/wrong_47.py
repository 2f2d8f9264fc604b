"""age: if the database does not answer, the old rows are stored again, and again after a minute.
Shows when the query fails for more than an hour (an error, a timeout, a missing table) and visitors
come all the time: the page is as old as that, although no key stays longer than ten minutes.
"""

import time

from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_control

from arena.discuss.models import Post, Tag

KEY = "arena:home:rows"
SECONDS = 60

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)


def rows():
    """Return title and author of the newest posts."""
    cache = caches["default"]
    found, until = cache.get(KEY, (None, 0))
    if found is None or time.time() > until:
        if found is not None:  # the others go on with the old ones while this one asks
            cache.set(KEY, (found, time.time() + SECONDS), 10 * SECONDS)
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        try:
            found = list(posts.values_list("title", "author__username")[:20])
        except DatabaseError:
            if found is None:
                raise
            return found  # better than an error
        cache.set(KEY, (found, time.time() + SECONDS), 10 * SECONDS)
    return found


def newest():
    return format_html_join("", "<li>{} by {}</li>", rows())


@cache_control(private=True, no_cache=True)
def home(request):
    page = "<ul>{}</ul>" + FORM
    return HttpResponse(format_html(page, newest(), get_token(request)))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
