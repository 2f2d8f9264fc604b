"""Pages that everybody shares, and what stands in them for one person.

A page is rendered once, with marks where a person gets something else. What is stored has nobody's
name in it. A mark has a part that only the site knows, so no text of a visitor is taken for one.
"""

import re
from hashlib import sha256

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.safestring import mark_safe

from slowbook.cards import liked_among
from slowbook.context import flags, notices, render_sidebar
from slowbook.moment import current

SECRET = salted_hmac("slowbook.pages", "mark").hexdigest()[:24]
MARK = re.compile(rf"\[{SECRET}:(\w+):([^\]]*)\]")
PARTS = {"me": "_me.html", "like": "_like.html", "talk": "_talk.html"}


def mark(kind, value=""):
    """Return a mark for a template."""
    return mark_safe(f"[{SECRET}:{kind}:{value}]")


def shared(request, template, build):
    """Return a page.

    Args:
        build: returns its context, the same for everybody, and the names of what was read for it.
    """

    def render():
        context, depends = build()
        return str(render_to_string(template, {**flags(), "is_shared": True, **context})), depends

    path = sha256(request.get_full_path().encode()).hexdigest()
    page, sidebar = current({f"page:{path}": render, "sidebar": render_sidebar})
    return HttpResponse(filled(page, sidebar, request))


def filled(page, sidebar, request):
    """Return a page with what is in it for one person."""
    person = request.user
    keys = {int(value) for kind, value in MARK.findall(page) if kind == "liked"}
    liked = liked_among(keys, person) if keys else ()

    def fill(match):
        kind, value = match.groups()
        if kind == "sidebar":
            return sidebar
        if kind in PARTS:
            return part(PARTS[kind], value, request)
        if kind == "liked":
            return '<b class="liked">You like this.</b>' if int(value) in liked else ""
        if kind == "row":
            return ' class="me"' if value == person.username else ""
        comment, _, people = value.partition(":")  # of those who may edit it
        may = str(person.id) in people.split(",")
        return f'<a href="/comments/{comment}/edit/">Edit</a>' if may else ""

    return MARK.sub(fill, page)


def part(template, key, request):
    """Return a part of a page that is made for one person."""
    context = {"user": request.user, "key": key}
    if template == "_me.html":
        context |= notices(request)
    elif request.user.is_authenticated:
        context["csrf_token"] = get_token(request)
    return render_to_string(template, context)
