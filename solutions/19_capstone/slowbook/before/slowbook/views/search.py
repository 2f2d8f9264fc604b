"""The search."""

from django.shortcuts import render

from slowbook.models import Post

SHOWN = 20


def search(request):
    """Show posts that contain what a visitor types: in the title, in the text or in a comment."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = find(asked) if asked else []
    context = {"asked": asked, "total": len(found), "found": found[:SHOWN]}
    return render(request, "search.html", context)


def find(asked):
    """Return the posts: matching titles first, then texts, then comments; then newest."""
    by_id = {}
    for place, field in enumerate(("title", "text", "comments__text")):
        for post in Post.objects.filter(**{f"{field}__icontains": asked}):
            by_id.setdefault(post.id, (place, post))
    return [post for _, post in sorted(by_id.values(), key=lambda it: (it[0], -it[1].id))]
