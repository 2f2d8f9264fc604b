"""The context has functions, which the template calls inside of fragments only; a member's number has a key too.
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

AGE = 300  # seconds

engine = Engine(libraries={"cache": "django.templatetags.cache"})

PAGE = engine.from_string(
    """{% load cache %}
    <p>{{ words.hello }}, {{ name }}!</p>
    {% if user.is_authenticated %}<p>{{ words.yours }}: {{ comments }}</p>{% endif %}
    <h1>{{ words.newest }}</h1>
    {% cache age home-newest using="default" %}
        <ul>{% for post in posts %}
            <li>{{ post.title }}: {{ post.author.username }}</li>
        {% endfor %}</ul>
    {% endcache %}
    {% cache age home-popular language using="default" %}
        <ul>{% for tag in tags %}<li>{{ tag.name }}: {{ tag.number }}</li>{% endfor %}</ul>
    {% endcache %}"""
)


def newest():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.order_by("-published_at", "-pk")[:20]


def popular():
    return Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")[:10]


def on_posts_of(user):
    return Comment.objects.filter(post__author=user.pk, is_approved=True).count()


def home(request):
    user, language = request.user, get_language()
    context = {
        "age": AGE,
        "language": language,
        "words": WORDS[language],
        "user": user,
        "name": user.get_username() or "stranger",
        "comments": lambda: cache.get_or_set(
            f"home-comments-{user.pk}", lambda: on_posts_of(user), AGE
        ),
        "posts": newest,
        "tags": popular,
    }
    return HttpResponse(PAGE.render(Context(context)))
