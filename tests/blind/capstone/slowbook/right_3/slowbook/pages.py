"""Pages are put together from pieces."""

import re
from html import escape

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from slowbook import memory

LIKED = '<b class="liked">You like this.</b>'
ME = (
    '\n      <p class="me">\n'
    '        <a href="/account/">Signed in as <b id="name">{}</b></a>,\n'
    '        <span id="unread">{}</span> new\n'
    "      </p>\n    "
)
NOBODY = '\n      <p class="me"><a href="/login/">Sign in</a></p>\n    '
UNREAD = "SELECT count(*) FROM slowbook_notice WHERE person_id = %s AND NOT is_read"
PARTS = re.compile(r"<!--(?:title|me|main|aside)-->")


def fragment(name, **context):
    """Render a template of a part of a page."""
    return str(render_to_string(name, {"flags": memory.read().flags, **context}))


def page(request, main, title=None):
    """Return a page: what all have in common, and the main part."""
    store = memory.read()
    parts = store.piece("base", "base", lambda: PARTS.split(fragment("base.html")))
    title = "Slowbook" if title is None else f"{title} · Slowbook"
    user = request.user
    me = NOBODY
    if user.is_authenticated:
        me = ME.format(escape(user.username), unread(user))
    text = "".join(
        (parts[0], title, parts[1], me, parts[2], main, parts[3], aside(store), parts[4])
    )
    return HttpResponse(text)


def unread(user):
    """Return how many notices a person has not read."""
    return memory.rows_of(UNREAD, [user.id])[0][0]


def aside(store):
    """Return what stands beside all pages."""

    def make():
        return fragment(
            "_aside.html",
            popular_tags=store.popular,
            top_people=store.ranking()[0][:8],
            newest_comments=store.newest_comments(),
        )

    return store.piece("aside", "side", make)


def card(post):
    """Return the card of a post, with a mark for the visitor's like."""
    return post.piece("card", lambda post: fragment("_card.html", post=post))


def cards(posts, user, likes_are_on):
    """Return the cards of posts for a visitor."""
    key = user.id if likes_are_on and user.is_authenticated else None
    return "".join(
        card(post).replace("<!--liked-->", LIKED if key in post.likes else "", 1) for post in posts
    )


def numbers(page, before=""):
    """Render the links to other pages of a list."""
    return fragment("_pages.html", page=page, before=before)


def hidden(request):
    """Return the field of a form that says that it is ours."""
    return f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
