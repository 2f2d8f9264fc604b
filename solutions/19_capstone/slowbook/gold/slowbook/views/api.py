"""The API of the app."""

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from slowbook.models import Attempt, Comment, Contest, Post
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
    newest = Comment.objects.filter(post=OuterRef("id")).order_by("-created", "-id")
    found = found.annotate(newest=Subquery(newest.values("id")[:1]))
    posts = list(found.select_related("author", "contest").prefetch_related("tags"))
    rows = Comment.objects.filter(id__in=[post.newest for post in posts])
    rows = rows.values_list("post", "author__username", "text")
    latest = {key: {"by": name, "text": text} for key, name, text in rows}
    return [
        {
            "id": post.id,
            "title": post.title,
            "created": post.created.isoformat(),
            "author": {"name": post.author.username, "country": post.author.country},
            "contest": {"slug": post.contest.slug, "title": post.contest.title},
            "tags": sorted(tag.slug for tag in post.tags.all()),
            "likes": post.like_count,
            "comments": post.comment_count,
            "attempts": post.attempt_count,
            "latest": latest.get(post.id),
        }
        for post in posts
    ]


def post(request, key):
    """Return a post with all its comments, flat."""
    found = get_object_or_404(Post, id=key)
    comments = found.comments.select_related("author").order_by("created", "id")
    thread = [
        {
            "id": it.id,
            "parent": it.parent_id,
            "author": it.author.username,
            "html": it.html,
            "created": it.created.isoformat(),
        }
        for it in comments
    ]
    shown = as_json(Post.objects.filter(id=key))[0]
    return JsonResponse({**shown, "html": found.html, "thread": thread})


def table(request, slug):
    """Return the table of a contest."""
    found = get_object_or_404(Contest, slug=slug)
    return JsonResponse({"contest": found.slug, "rows": list(standings(found))})


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
    found = Attempt.objects.filter(id__gt=after).order_by("id")
    found = found.values_list("id", "person__username", "post__title", "score")[:100]
    rows = [dict(zip(("id", "person", "post", "score"), row, strict=True)) for row in found]
    return JsonResponse({"attempts": rows, "next": rows[-1]["id"] if rows else None})
