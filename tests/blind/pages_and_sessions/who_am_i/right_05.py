"""RIGHT: a template with {% cache %} around the list; the rows are asked only if it is not there."""

from django.http import HttpResponse
from django.template import Context, Engine

from arena.discuss.models import Post

TEMPLATE = (
    "{% load cache %}<p>Hello, {{ name }}!</p><ul>"
    '{% cache 300 who_am_i_newest using="default" %}'
    "{% for title, author in newest %}<li>{{ title }} by {{ author }}</li>{% endfor %}"
    "{% endcache %}</ul>"
)
engine = Engine(libraries={"cache": "django.templatetags.cache"})


def newest():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return list(posts.values_list("title", "author__username")[:20])


def home(request):
    name = request.user.get_username() or "stranger"
    page = engine.from_string(TEMPLATE).render(Context({"name": name, "newest": newest}))
    return HttpResponse(page)
