"""Two layers: the shared part for each language, and the tags in it for all. Together under ten
minutes, for the inner one may be almost over when the outer one begins.
"""

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

INNER = OUTER = 240  # seconds

engine = Engine()
OWN = engine.from_string(
    "<p>{{ words.hello }}, {{ name }}!</p>"
    "{% if comments is not None %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}"
)
SHARED = engine.from_string(
    "<h1>{{ words.newest }}</h1>"
    "<ul>{% for post in posts %}<li>{{ post.title }}: {{ post.author.username }}</li>{% endfor %}"
    "</ul><ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def popular_tags():
    return list(popular().values("name", "number"))


def shared_part(language):
    def make():
        tags = cache.get_or_set("fragments:tags", popular_tags, INNER)
        context = {"words": WORDS[language], "posts": newest(), "tags": tags}
        return SHARED.render(Context(context))

    return cache.get_or_set(f"fragments:shared:{language}", make, OUTER)


def own_part(user, language):
    comments = None
    if user.is_authenticated:
        key = f"fragments:comments:{user.pk}"
        comments = cache.get_or_set(key, lambda: on_posts_of(user), OUTER)
    name = user.get_username() or "stranger"
    context = {"words": WORDS[language], "name": name, "comments": comments}
    return OWN.render(Context(context))


def home(request):
    language = get_language()
    return HttpResponse(own_part(request.user, language) + shared_part(language))
