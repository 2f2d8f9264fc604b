"""People and what they have tried."""

from html import escape

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.safestring import mark_safe

from slowbook import memory
from slowbook.pages import cards, fragment, page


def people(request):
    """Show everybody, those with the most points first."""
    store = memory.read()
    shown = Paginator(store.ranking()[0], 50).get_page(request.GET.get("page"))

    def make():
        return fragment("main_people.html", page=shown)

    return page(request, store.piece(f"people:{shown.number}", "attempts", make), "People")


def person(request, name):
    """Show a person."""
    found = by_name(name)
    store = memory.read()

    def make(found):
        bio = mark_safe(store.render(found.bio))
        return fragment("main_person.html", person=found, bio=bio)

    main = found.piece("main", make)
    listed = cards(found.posts[:10], request.user, store.flags.get("likes"))
    main = main.replace("<!--about-->", about(found), 1).replace("<!--cards-->", listed, 1)
    return page(request, main, escape(found.name))


def by_name(name):
    """Return a person by name, however it is capitalized."""
    found = memory.read().names.get(memory.upper(name.replace("\0", "")))
    if found is None:
        raise Http404
    return found


def about(found):
    """Render what the profile of a person shows."""
    percent = memory.read().percent(found)
    seen = found.seen
    is_active = seen is not None and (timezone.now() - seen).days < 7

    def make(found):
        return fragment(
            "_about.html",
            person=found,
            attempts=found.attempts[:-11:-1],
            percent=percent,
            is_active=is_active,
        )

    return found.piece(f"about:{percent}:{is_active}:{found.liked}", make)


def archive(request):
    """Show all attempts, the newest first."""
    store = memory.read()
    shown = Paginator(Backwards(store.tries), 50).get_page(request.GET.get("page"))

    def make():
        return fragment("main_archive.html", page=shown)

    return page(request, store.piece(f"archive:{shown.number}", "attempts", make), "Attempts")


class Backwards:
    """A list from its end to its beginning, without a copy."""

    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, part):
        end = len(self.rows)
        return self.rows[max(0, end - part.stop) : end - part.start][::-1]
