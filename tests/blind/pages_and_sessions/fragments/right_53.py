"""Each part is a class with its own template and key; one get_many() asks for all parts, and set_many() keeps the missing ones."""

from django.core.cache import caches
from django.db.models import Count
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}

AGE = 10 * 60

engine = Engine()


class Part:
    """A piece of HTML that is the same for all who have the same key."""

    def __init__(self, request, language):
        self.user = request.user
        self.language = language
        self.words = WORDS[language]

    @property
    def key(self):
        return f"arena.home.{type(self).__name__}.{self.language}"

    def html(self):
        return self.template.render(Context({"words": self.words, "value": self.value()}))


class Newest(Part):
    template = engine.from_string(
        "<h1>{{ words.newest }}</h1><ul>{% for post in value %}"
        "<li>{{ post.title }}: {{ post.author.username }}</li>{% endfor %}</ul>"
    )

    def value(self):
        return newest()


class Popular(Part):
    template = engine.from_string("<ul>{% for tag in value %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>")

    @property
    def key(self):
        return "arena.home.Popular"

    def value(self):
        return popular()


class Yours(Part):
    template = engine.from_string("<p>{{ words.yours }}: {{ value }}</p>")

    @property
    def key(self):
        return f"{super().key}.{self.user.pk}"

    def value(self):
        return on_posts_of(self.user)


PAGE = engine.from_string("<p>{{ words.hello }}, {{ name }}!</p> {{ Yours }} {{ Newest }} {{ Popular }}")


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def home(request):
    language = get_language()
    parts = [Newest(request, language), Popular(request, language)]
    if request.user.is_authenticated:
        parts.append(Yours(request, language))

    cache = caches["default"]
    known = cache.get_many([part.key for part in parts])
    fresh = {part.key: str(part.html()) for part in parts if part.key not in known}
    if fresh:
        cache.set_many(fresh, AGE)
    known.update(fresh)

    context = {type(part).__name__: mark_safe(known[part.key]) for part in parts}
    context["words"] = WORDS[language]
    context["name"] = request.user.get_username() or "stranger"
    return HttpResponse(PAGE.render(Context(context)))
