"""An object with methods goes into the context; included templates have the cached fragments."""

from django.db.models import Count
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils.translation import get_language

from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}

engine = Engine(
    libraries={"cache": "django.templatetags.cache"},
    loaders=[
        (
            "django.template.loaders.locmem.Loader",
            {
                "home.html": """{% load cache %}
                    <p>{{ words.hello }}, {{ name }}!</p>
                    {% if user.is_authenticated %}{% include "own.html" %}{% endif %}
                    {% cache 500 newest language %}{% include "newest.html" %}{% endcache %}
                    {% cache 500 popular %}{% include "popular.html" %}{% endcache %}""",
                "own.html": """{% load cache %}{% cache 500 own user.pk language %}
                    <p>{{ words.yours }}: {{ parts.comments }}</p>
                    {% endcache %}""",
                "newest.html": """<h1>{{ words.newest }}</h1><ul>{% for post in parts.newest %}
                    <li>{{ post.title }}: {{ post.author.username }}</li>{% endfor %}</ul>""",
                "popular.html": """<ul>{% for tag in parts.popular %}
                    <li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>""",
            },
        )
    ],
)


class Parts:
    """What the templates may ask for. Nothing is fetched before they do."""

    def __init__(self, user):
        self.user = user

    def newest(self):
        posts = Post.objects.filter(published_at__isnull=False).select_related("author")
        return posts.order_by("-published_at", "-pk")[:20]

    def popular(self):
        return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]

    def comments(self):
        return Comment.objects.filter(post__author=self.user.pk, is_approved=True).count()


def home(request):
    language = get_language()
    context = {
        "language": language,
        "words": WORDS[language],
        "user": request.user,
        "name": request.user.get_username() or "stranger",
        "parts": Parts(request.user),
    }
    return HttpResponse(engine.get_template("home.html").render(Context(context)))
