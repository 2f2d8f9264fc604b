"""The search."""

from slowbook.cards import cards, names_of
from slowbook.models import Comment, Post
from slowbook.pages import shared

SHOWN = 20


def search(request):
    """Show posts that contain what a visitor types: in the title, in the text or in a comment."""
    return shared(request, "search.html", lambda: found_by(request))


def found_by(request):
    """Return what the search shows."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    keys = find(asked) if asked else []
    first = keys[:SHOWN]
    found = {post.id: post for post in cards(Post.objects.filter(id__in=first))}
    context = {"asked": asked, "total": len(keys), "found": [found[key] for key in first]}
    return context, ["comments", *names_of(found.values())]


def find(asked):
    """Return the keys: of matching titles first, then of texts, then of comments; then newest."""
    titles = Post.objects.filter(title__icontains=asked).values_list("id", flat=True)
    texts = Post.objects.filter(text__icontains=asked).values_list("id", flat=True)
    comments = Comment.objects.filter(text__icontains=asked).values_list("post", flat=True)
    keys = {}
    for found in (titles, texts, comments.distinct()):
        keys |= dict.fromkeys(sorted(set(found) - keys.keys(), reverse=True))
    return list(keys)
