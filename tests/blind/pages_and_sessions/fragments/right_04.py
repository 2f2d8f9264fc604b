"""No template: format_html(), with SafeString in the cache."""

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from arena.discuss.models import Comment, Post, Tag

WORDS = {
    "en": {"hello": "Hello", "yours": "Comments on your posts", "newest": "Newest posts"},
    "de": {"hello": "Hallo", "yours": "Kommentare zu dir", "newest": "Neueste Beiträge"},
}


def newest():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = posts.values_list("title", "author__username")[:20]
    return format_html_join("", "<li>{}: {}</li>", rows)


def popular():
    tags = Tag.objects.annotate(number=Count("posts")).order_by("-number", "name")
    return format_html_join("", "<li>{}: {}</li>", tags.values_list("name", "number")[:10])


def comments_of(user):
    key = f"comments-on-posts-of-{user.pk}"
    number = cache.get(key)
    if number is None:
        number = Comment.objects.filter(post__author=user.pk, is_approved=True).count()
        cache.set(key, number, 240)
    return number


def home(request):
    words, user = WORDS[get_language()], request.user
    own = ""
    if user.is_authenticated:
        own = format_html("<p>{}: {}</p>", words["yours"], comments_of(user))
    return HttpResponse(
        format_html(
            "<p>{}, {}!</p>{}<h1>{}</h1><ul>{}</ul><ul>{}</ul>",
            words["hello"],
            user.get_username() or "stranger",
            own,
            words["newest"],
            cache.get_or_set("items-newest", newest, 60),
            cache.get_or_set("items-popular", popular, 60),
        )
    )
