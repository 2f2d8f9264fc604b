"""All parts are fetched at once with get_many(), and what is missing is stored with set_many()."""

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

PAGE = Engine().from_string(
    """
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    <h1>{{ words.newest }}</h1>
    <ul>{% for title, author in posts %}
        <li>{{ title }}: {{ author }}</li>
    {% endfor %}</ul>
    <ul>{% for tag, number in tags %}<li>{{ tag }}: {{ number }}</li>{% endfor %}</ul>"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def cached(makers, seconds):
    """Return the value for each key; a maker is called only if its key is missing."""
    values = cache.get_many(makers)
    made = {key: make() for key, make in makers.items() if key not in values}
    if made:
        cache.set_many(made, seconds)
    return values | made


def home(request):
    user = request.user
    own = f"home.comments.{user.pk}"
    makers = {
        "home.posts": lambda: [(post.title, post.author.username) for post in newest()],
        "home.tags": lambda: [(tag.name, tag.number) for tag in popular()],
    }
    if user.is_authenticated:
        makers[own] = lambda: on_posts_of(user)
    values = cached(makers, 90)
    context = {
        "words": WORDS[get_language()],
        "user": user,
        "name": user.get_username() or "stranger",
        "comments": values.get(own),
        "posts": values["home.posts"],
        "tags": values["home.tags"],
    }
    return HttpResponse(PAGE.render(Context(context)))
