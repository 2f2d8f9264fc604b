"""A template: {% cache %} around the list, and {% csrf_token %} outside it."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import Context, Engine

from arena.discuss.models import Post, Tag

engine = Engine(libraries={"cache": "django.templatetags.cache"})

PAGE = engine.from_string(
    "{% load cache %}"
    '{% cache 300 front_page using="default" %}'
    "<ul>{% for post in posts %}"
    "<li>{{ post.title }} by {{ post.author.username }}</li>"
    "{% endfor %}</ul>"
    "{% endcache %}"
    '<form method="post" action="/suggest/">'
    "{% csrf_token %}"
    '<input name="tag"><button>Suggest a tag</button></form>'
)


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    return published.order_by("-published_at", "-pk")[:20]


def home(request):
    # newest() is lazy: it sends its query only if the template comes to the loop.
    context = {"posts": newest(), "csrf_token": get_token(request)}
    return HttpResponse(PAGE.render(Context(context)))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
