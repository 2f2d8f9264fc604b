"""A template with a cached fragment around the list, and the token outside of it.
"""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import Context, Engine
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from arena.discuss.models import Post, Tag

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)

PAGE = Engine(libraries={"cache": "django.templatetags.cache"}).from_string(
    "{% load cache %}"
    '<ul>{% cache 60 home_newest using="default" %}'
    "{% for post in newest %}<li>{{ post.title }} by {{ post.author.username }}</li>{% endfor %}"
    "{% endcache %}</ul>" + FORM
)


def newest():
    """The template calls this if the fragment is not in the cache."""
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    return published.order_by("-published_at", "-pk")[:20]


@never_cache
def home(request):
    return HttpResponse(PAGE.render(Context({"newest": newest, "token": get_token(request)})))


@csrf_protect  # whatever the middleware does
def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
