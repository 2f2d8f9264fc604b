"""The API of the app."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from slowbook.markup import render
from slowbook.models import Attempt, Contest, Post
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
            "posts": [as_json(post) for post in page],
        }
    )


def as_json(post):
    """Return a post as the app shows it in a list."""
    latest = post.comments.order_by("-created", "-id").first()
    return {
        "id": post.id,
        "title": post.title,
        "created": post.created.isoformat(),
        "author": {"name": post.author.username, "country": post.author.country},
        "contest": {"slug": post.contest.slug, "title": post.contest.title},
        "tags": sorted(tag.slug for tag in post.tags.all()),
        "likes": post.like_count,
        "comments": len(post.comments.all()),
        "attempts": post.attempts.count(),
        "latest": None if latest is None else {"by": latest.author.username, "text": latest.text},
    }


def post(request, key):
    """Return a post with all its comments, flat."""
    found = get_object_or_404(Post, id=key)
    comments = [
        {
            "id": it.id,
            "parent": it.parent.id if it.parent else None,
            "author": it.author.username,
            "html": render(it.text),
            "created": it.created.isoformat(),
        }
        for it in found.comments.order_by("created", "id")
    ]
    return JsonResponse({**as_json(found), "html": render(found.text), "thread": comments})


def table(request, slug):
    """Return the table of a contest."""
    found = get_object_or_404(Contest, slug=slug)
    return JsonResponse({"contest": found.slug, "rows": standings(found)})


def person(request, name):
    """Return the profile of a person."""
    shown = about(by_name(name))
    found = shown["person"]
    return JsonResponse(
        {
            "name": found.username,
            "country": found.country,
            "points": shown["points"],
            "tries": shown["tries"],
            "likes": shown["likes"],
            "percent": shown["percent"],
            "posts": [post.id for post in shown["posts"]],
        }
    )


def attempts(request):
    """Return 100 attempts with a higher id than `after`, so that the app can go on."""
    after = request.GET.get("after", "0")
    after = int(after) if after.isascii() and after.isdigit() else 0
    found = list(Attempt.objects.order_by("id").filter(id__gt=after))[:100]
    rows = [
        {"id": it.id, "person": it.person.username, "post": it.post.title, "score": it.score}
        for it in found
    ]
    return JsonResponse({"attempts": rows, "next": rows[-1]["id"] if rows else None})
