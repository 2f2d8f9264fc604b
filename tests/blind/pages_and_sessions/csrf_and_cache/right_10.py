"""The key names the ten minutes that it belongs to, and the form comes from Django's template tag."""

import time

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import Context, Engine
from django.template.context_processors import csrf
from django.utils.html import format_html_join

from arena.discuss.models import Post, Tag

SPAN = 600

PAGE = Engine().from_string(
    '<ul>{{ posts }}</ul><form method="post" action="/suggest/">{% csrf_token %}'
    '<input name="tag"><button>Suggest a tag</button></form>'
)


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def posts_of_now():
    key = f"front-page:{int(time.time() // SPAN)}"
    html = cache.get(key)
    if html is None:
        html = newest()
        cache.set(key, html, 2 * SPAN)
    return html


def home(request):
    context = Context({"posts": posts_of_now()})
    context.update(csrf(request))
    return HttpResponse(PAGE.render(context))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
