"""Contests, their tables and their exports."""

import csv
import io
import re
from html import escape

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse

from slowbook import memory
from slowbook.pages import cards, fragment, page

ROW = re.compile(r"<!--row ([^>]*)-->")


def contest_of(slug):
    """Return a contest."""
    found = memory.read().contest_of.get(slug)
    if found is None:
        raise Http404
    return found


def contests(request):
    """Show all contests, the latest first."""
    store = memory.read()

    def make():
        return fragment("main_contests.html", contests=store.contests.values())

    main = store.piece("contests", "attempts", make)
    return page(request, main, "Contests")


def table_of(found):
    """Return the table of a contest."""
    return found.piece("table", memory.standings)


def contest(request, slug):
    """Show a contest: its posts, the best ten and its moderators."""
    found = contest_of(slug)

    def make(found):
        return fragment("main_contest.html", contest=found, best=table_of(found)[:10])

    main = found.piece("main", make)
    listed = cards(found.in_order, request.user, memory.read().flags.get("likes"))
    return page(request, main.replace("<!--cards-->", listed, 1), escape(found.title))


def table(request, slug):
    """Show a page of a contest's table."""
    found = contest_of(slug)
    shown = Paginator(table_of(found), 25).get_page(request.GET.get("page"))

    def make(found):
        return fragment("main_standings.html", contest=found, page=shown)

    main = found.piece(f"standings:{shown.number}", make)
    mine = escape(request.user.username) if request.user.is_authenticated else None
    main = ROW.sub(lambda match: ' class="me"' if match[1] == mine else "", main)
    return page(request, main, f"Table of {escape(found.title)}")


def export(request, slug):
    """Return all attempts of a contest, for a spreadsheet."""
    text = contest_of(slug).piece("csv", as_csv)
    return HttpResponse(text, content_type="text/csv; charset=utf-8")


def as_csv(found):
    """Write all attempts of a contest, as bytes: they need less memory."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["id", "person", "country", "post", "score", "seconds", "created"])
    for key, (created, _, person, post, score, seconds) in memory.read().by_id:
        if post.contest is found:
            at = created.isoformat()
            writer.writerow([key, person.name, person.country, post.title, score, seconds, at])
    return file.getvalue().encode()
