"""The search."""

from slowbook import memory
from slowbook.pages import page
from slowbook.views.posts import with_cards

SHOWN = 20


def search(request):
    """Show posts that contain what a visitor types: in the title, in the text or in a comment."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = memory.read().search(asked) if asked else []
    main = with_cards(request, "main_search.html", found[:SHOWN], asked=asked, total=len(found))
    return page(request, main, "Search")
