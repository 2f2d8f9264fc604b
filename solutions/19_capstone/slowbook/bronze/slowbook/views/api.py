"""The API of the app."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from slowbook import markup
from slowbook.cards import numbers
from slowbook.models import Attempt, Comment, Contest, Like, Post
from slowbook.ranking import standings
from slowbook.views.people import about, by_name


def posts(request):
    """Return a page of posts, of all contests or of one."""
    found = Post.objects.order_by("-created", "-id")
    if slug := request.GET.get("contest"):
        found = found.filter(contest__slug=slug)
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    return JsonResponse(
        {
            "total": page.paginator.count,
            "pages": page.paginator.num_pages,
            "page": page.number,
            "posts": as_json(page.object_list),
        }
    )


def as_json(found):
    """Return posts as the app shows them in a list."""
    posts = list(found.select_related("author", "contest").prefetch_related("tags"))
    keys = [post.id for post in posts]
    likes, comments, attempts = (numbers(model, keys) for model in (Like, Comment, Attempt))
    newest = Comment.objects.filter(post__in=keys).order_by("post", "-created", "-id")
    rows = newest.distinct("post").values_list("post", "author__username", "text")
    latest = {key: {"by": name, "text": text} for key, name, text in rows}
    return [
        {
            "id": post.id,
            "title": post.title,
            "created": post.created.isoformat(),
            "author": {"name": post.author.username, "country": post.author.country},
            "contest": {"slug": post.contest.slug, "title": post.contest.title},
            "tags": sorted(tag.slug for tag in post.tags.all()),
            "likes": likes.get(post.id, 0),
            "comments": comments.get(post.id, 0),
            "attempts": attempts.get(post.id, 0),
            "latest": latest.get(post.id),
        }
        for post in posts
    ]


def post(request, key):
    """Return a post with all its comments, flat."""
    found = get_object_or_404(Post, id=key)
    comments = list(found.comments.select_related("author").order_by("created", "id"))
    names = markup.names_in([found.text, *(it.text for it in comments)])
    thread = [
        {
            "id": it.id,
            "parent": it.parent_id,
            "author": it.author.username,
            "html": markup.render(it.text, names),
            "created": it.created.isoformat(),
        }
        for it in comments
    ]
    shown = as_json(Post.objects.filter(id=key))[0]
    return JsonResponse({**shown, "html": markup.render(found.text, names), "thread": thread})


def table(request, slug):
    """Return the table of a contest."""
    found = get_object_or_404(Contest, slug=slug)
    return JsonResponse({"contest": found.slug, "rows": standings(found)})


def person(request, name):
    """Return the profile of a person."""
    shown = about(by_name(name))
    found = shown["person"]
    posts = found.posts.order_by("-created", "-id")
    return JsonResponse(
        {
            "name": found.username,
            "country": found.country,
            "points": shown["points"],
            "tries": shown["tries"],
            "likes": shown["likes"],
            "percent": shown["percent"],
            "posts": list(posts.values_list("id", flat=True)[:10]),
        }
    )


def attempts(request):
    """Return 100 attempts with a higher id than `after`, so that the app can go on."""
    after = request.GET.get("after", "0")
    after = int(after) if after.isascii() and after.isdigit() else 0
    found = Attempt.objects.select_related("person", "post").order_by("id").filter(id__gt=after)
    rows = [
        {"id": it.id, "person": it.person.username, "post": it.post.title, "score": it.score}
        for it in found[:100]
    ]
    return JsonResponse({"attempts": rows, "next": rows[-1]["id"] if rows else None})
