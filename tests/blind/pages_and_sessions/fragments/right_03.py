"""Three templates; each part is rendered by a function of its own, and a helper caches it."""

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpResponse
from django.template import Context, Engine
from django.utils.translation import get_language

from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}

engine = Engine()
GREETING = engine.from_string(
    "<p>{{ words.hello }}, {{ name }}!</p>"
    "{% if is_member %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}"
)
NEWEST = engine.from_string(
    "<h1>{{ words.newest }}</h1><ul>{% for post in posts %}"
    "<li>{{ post.title }}: {{ post.author.username }}</li>{% endfor %}</ul>"
)
POPULAR = engine.from_string(
    "<ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def fragment(key, make, seconds=120):
    """Return the part with this key; make it only if it is not there."""
    missing = object()
    value = cache.get(key, missing)
    if value is missing:
        value = make()
        cache.set(key, value, seconds)
    return value


def greeting(user, words):
    context = {"words": words, "is_member": user.is_authenticated}
    context["name"] = user.get_username() or "stranger"
    if user.is_authenticated:
        context["comments"] = fragment(f"home:comments:{user.pk}", lambda: on_posts_of(user))
    return GREETING.render(Context(context))


def home(request):
    language = get_language()
    words = WORDS[language]

    def newest_part():
        return NEWEST.render(Context({"words": words, "posts": newest()}))

    def popular_part():
        return POPULAR.render(Context({"tags": popular()}))

    parts = (
        greeting(request.user, words),
        fragment(f"home:newest:{language}", newest_part),
        fragment("home:popular", popular_part),
    )
    return HttpResponse("\n".join(parts))
