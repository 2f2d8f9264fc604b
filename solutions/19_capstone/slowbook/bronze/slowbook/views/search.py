"""The search."""

from django.shortcuts import render

from slowbook.cards import cards
from slowbook.models import Comment, Post

SHOWN = 20


def search(request):
    """Show posts that contain what a visitor types: in the title, in the text or in a comment."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    keys = find(asked) if asked else []
    first = keys[:SHOWN]
    found = {post.id: post for post in cards(Post.objects.filter(id__in=first), request.user)}
    context = {"asked": asked, "total": len(keys), "found": [found[key] for key in first]}
    return render(request, "search.html", context)


def find(asked):
    """Return the keys: of matching titles first, then of texts, then of comments; then newest."""
    titles = Post.objects.filter(title__icontains=asked).values_list("id", flat=True)
    texts = Post.objects.filter(text__icontains=asked).values_list("id", flat=True)
    comments = Comment.objects.filter(text__icontains=asked).values_list("post", flat=True)
    keys = {}
    for found in (titles, texts, comments.distinct()):
        keys |= dict.fromkeys(sorted(set(found) - keys.keys(), reverse=True))
    return list(keys)
