"""The view keeps plain data in the cache, for all languages at once, and the template is rendered anew for each visitor."""

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

TEN_MINUTES = 600

engine = Engine()

PAGE = engine.from_string(
    """
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    <h1>{{ words.newest }}</h1>
    <ul>{% for post in posts %}
        <li>{{ post.title }}: {{ post.author__username }}</li>
    {% endfor %}</ul>
    <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return list(posts.values("title", "author__username")[:20])


def popular():
    tags = Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")
    return list(tags.values("name", "number")[:10])


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def home(request):
    user = request.user
    context = {
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "posts": cache.get_or_set("home:newest", newest, TEN_MINUTES),
        "tags": cache.get_or_set("home:popular", popular, TEN_MINUTES),
    }
    if user.is_authenticated:
        context["comments"] = cache.get_or_set(f"home:yours:{user.pk}", lambda: on_posts_of(user), TEN_MINUTES)
    return HttpResponse(PAGE.render(Context(context)))
