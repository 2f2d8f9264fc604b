"""What checks lazy_user.py."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path
from django.utils import timezone

from arena.accounts.models import Profile, User
from arena.discuss.models import Post
from kata.checks import at_most_queries, expect, just_before, rows

HOME = "PL"
MISSING = "Please add an email address."
TEMPLATES = {
    "empty": "About Arena",
    "name": "{{ user.username }}{% if user.is_authenticated %}, {{ request.user.username }}"
    "{% endif %}",
    "country": "{{ request.country }}, {{ request.country }}"
    "{% if request.country %}, abroad{% endif %}{% if request.country == 'PL' %}? No{% endif %}",
    "drafts": "{{ drafts }}, draft{{ drafts|pluralize }}{% if drafts %}, some{% endif %}"
    "{% if drafts > 2 %}, many{% endif %}",
    "banner": "{{ banner }}{% if banner %}, {{ banner }}{% endif %}",
}
TEMPLATES["all"] = "; ".join(f"{{% include '{name}' %}}" for name in list(TEMPLATES)[1:])
# Each page that shows the visitor, and how many queries it may send for one who is signed in.
SHOWING = {
    **{"name": 2, "banner": 2, "country": 3, "drafts": 3, "all": 4},
    **{"name_in_view": 2, "country_in_view": 3, "name_in_stream": 2, "all_in_two_templates": 4},
}
SHOWING_IN_VIEW = [page for page in SHOWING if "in" in page.split("_")]
PLAIN = ("empty", "robots")
RECENT = timedelta(seconds=20)
LONG = (timedelta(seconds=61), timedelta(days=3, seconds=20), timedelta(days=400))


def test_answer(answer, site, world):
    """Pages show the same as before.

    Tries: shown.
    """
    visitors = everybody(world)
    alone = cycle(["name", "country", "drafts", "banner"])
    for given in ("at first", "after the data had changed"):
        for told in visitors if given == "at first" else reversed(visitors):
            client, key = visitors[told]
            right = pages(key)
            for page in (*PLAIN, next(alone), "all", *SHOWING_IN_VIEW):
                got = text(client, page)
                says = f"The page {page!r} shows {got!r} to {told}, {given}."
                expect(got == right[page], says, f"{right[page]!r}.")
        world.shake()


def test_strangers(answer, site, world):
    """Strangers send no query, or one for their session.

    Tries: strangers.
    """
    visitors = everybody(world)
    without = {told: 1 for told in visitors if told.startswith("a session")}
    for told, most in {"a stranger": 0, **without}.items():
        for page in SHOWING:
            few(visitors[told][0], page, most, f"for {told}")


def test_plain(answer, site, world):
    """A page that does not show the visitor sends no query.

    Tries: other pages.
    """
    for told, (client, _) in everybody(world).items():
        for page in PLAIN:
            few(client, page, 0, f"which does not show the visitor, for {told}")


def test_queries(answer, site, world):
    """A page that shows a visitor sends few queries.

    Tries: queries.
    """
    people = signed_in(everybody(world))
    for client, key in (*people[:2], people[3]):
        for page, most in SHOWING.items():
            for ago, more in ((RECENT, 0), (LONG[0], 1)):
                seen(key, ago)
                given = f"for a visitor who was seen {ago.seconds} seconds ago"
                few(client, page, most + more, given)


def test_seen(answer, site, world):
    """A page that shows a visitor stores when, once a minute.

    Tries: seen.
    """
    visitors = everybody(world)
    client, key = signed_in(visitors)[0]
    others = but_one(key)
    for page in SHOWING:
        for ago in (None, *LONG, RECENT):
            then, start = seen(key, ago), timezone.now()
            text(client, page)
            now = User.objects.get(pk=key).last_login
            when = "never" if ago is None else f"{ago.total_seconds():,.0f} seconds ago"
            says = f"A page shows a visitor who was last seen {when}, and last_login is {now}."
            if ago == RECENT:
                expect(now == then, says, f"it stays {then}.")
            else:  # databases may round
                is_now = now and start - timedelta(seconds=1) <= now <= timezone.now()
                expect(is_now, says, f"the time of the request, {start}.")
    seen(key, LONG[0])
    response, start = client.get("/name_in_stream"), timezone.now()
    next(iter(response))
    response.close()
    now = User.objects.get(pk=key).last_login
    says = f"A visitor leaves after a chunk of a stream that shows them; last_login is {now}."
    expect(now > start - timedelta(seconds=30), says, f"the time of the request, {start}.")
    for told, (client, _) in visitors.items():
        if not told.startswith("user"):
            text(client, "all")
    expect(but_one(key) == others, "Pages change rows of people who are not signed in.")


def test_nothing_else(answer, site, world):
    """Storing when a visitor was seen overwrites nothing.

    Tries: seen.
    """
    client, key = signed_in(everybody(world))[0]
    user = User.objects.filter(pk=key)
    for number in range(1, 6):
        seen(key, LONG[0])
        with just_before(number, lambda name=f"New {number}": user.update(first_name=name)):
            text(client, "all")
        says = "Another request changes first_name while last_login is stored, and that is lost."
        is_kept = user.get().first_name == f"New {number}"
        expect(is_kept, says, "only last_login is written.")


def test_signed_out(answer, site, world):
    """A page that signs the visitor out shows a stranger from then on.

    Tries: shown.
    """
    for client, key in signed_in(everybody(world))[:2]:
        right = pages(key)["name_in_view"], pages(None)["drafts"], pages(None)["banner"]
        right, got = "; ".join(right), text(client, "signs_out")
        says = (
            f"A view shows the name, signs the visitor out, and shows drafts and banner: {got!r}."
        )
        expect(got == right, says, f"{right!r}.")


# What the checks above are made of.


@pytest.fixture
def site(answer, settings):
    """Arena with the settings of the answer, and pages of every kind."""
    loader = "django.template.loaders.locmem.Loader", TEMPLATES
    options = {"context_processors": answer.CONTEXT_PROCESSORS, "loaders": [loader]}
    options["autoescape"] = False
    backend = "django.template.backends.django.DjangoTemplates"
    settings.TEMPLATES = [{"BACKEND": backend, "OPTIONS": options}]
    settings.MIDDLEWARE = answer.MIDDLEWARE
    settings.ROOT_URLCONF = __name__


def country_in_view(request):
    home = f", {HOME}" if request.country == HOME else ""
    return HttpResponse(f"{request.country}, {request.country}{home}")


def name_in_view(request):
    user = request.user
    return HttpResponse(user.username if user.is_authenticated else "nobody")


def name_in_stream(request):
    """A view that has returned before it looks who it is."""
    return StreamingHttpResponse(name_in_view(request).content for _ in range(1))


def all_in_two_templates(request):
    return HttpResponse("; ".join(render_to_string("all", request=request) for _ in range(2)))


def signs_out(request):
    """A view that shows the visitor first, and then a stranger."""
    texts = [name_in_view(request).content.decode()]
    logout(request)
    texts += [render_to_string(name, request=request) for name in ("drafts", "banner")]
    return HttpResponse("; ".join(texts))


def page_of(name):
    return lambda request: render(request, name)


urlpatterns = [
    *(path(name, page_of(name)) for name in TEMPLATES),
    path("robots", lambda request: HttpResponse("Allow: /")),
    path("name_in_view", name_in_view),
    path("country_in_view", country_in_view),
    path("name_in_stream", name_in_stream),
    path("all_in_two_templates", all_in_two_templates),
    path("signs_out", signs_out),
]


@transaction.atomic
def everybody(world):
    """Return visitors of each kind: a client, and the key of who is or was signed in."""
    world.posts(12, comments=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0.6)
    people = list(User.objects.order_by("pk"))
    User.objects.update(is_active=True)
    User.objects.filter(pk=people[1].pk).update(email="")
    User.objects.filter(pk=people[2].pk).update(email="a@arena.example")
    Profile.objects.filter(user__in=(people[0], people[3])).delete()
    Profile.objects.create(user=people[0], country=HOME)
    for post in Post.objects.order_by("pk")[:3]:
        Post.objects.filter(pk=post.pk).update(author=people[0], published_at=None)
    Post.objects.filter(author=people[3]).update(author=people[4])
    visitors = {}
    for person in people:
        (client := Client()).force_login(person)
        visitors[f"user {person.username!r}"] = client, person.pk
    for told in ("a session that has ended", "a session without a user"):
        session = (client := Client()).session  # stores one, and sends its cookie
        session["basket"] = [1, 2]
        session.save()
        if "ended" in told:
            session.delete()
        visitors[told] = client, None
    for told, change in {
        "somebody who may not sign in any more": lambda user: user.update(is_active=False),
        "somebody whose password was changed": lambda user: user.update(password="!new"),
        "somebody whose account was deleted": lambda user: user.delete(),
    }.items():
        person = User.objects.create(username=told, is_active=True)
        Profile.objects.create(user=person, country=HOME)
        (client := Client()).force_login(person)
        change(User.objects.filter(pk=person.pk))
        visitors[told] = client, None if "password" in told else person.pk
    inactive = User.objects.filter(is_active=False)[0]
    Post.objects.filter(author=people[0], published_at=None).update(editor=inactive)
    visitors["a stranger"] = Client(), None
    return visitors


def signed_in(visitors):
    return [visitors[told] for told in visitors if told.startswith("user")]


def pages(key):
    """Return what each page has to show to a visitor."""
    user = User.objects.filter(pk=key, is_active=True).first()
    name = user.username if user else ""
    profile = Profile.objects.filter(user=user).first() if user else None
    home = profile.country if profile else ""
    drafts = Post.objects.filter(author=user, published_at=None).count() if user else 0
    banner = MISSING if user and not user.email else ""
    shown = {
        "name": f"{name}, {name}" if user else "",
        "country": f"{home}, {home}{', abroad' * bool(home)}{'? No' * (home == HOME)}",
        "drafts": f"{drafts}, draft{'s' * (drafts != 1)}{', some' * (drafts > 0)}"
        f"{', many' * (drafts > 2)}",
        "banner": f"{banner}, {banner}" if banner else "",
    }
    return {
        "empty": TEMPLATES["empty"],
        **shown,
        "all": "; ".join(shown.values()),
        "all_in_two_templates": "; ".join([*shown.values()] * 2),
        "robots": "Allow: /",
        "name_in_view": name or "nobody",
        "name_in_stream": name or "nobody",
        "country_in_view": f"{home}, {home}{f', {HOME}' * (home == HOME)}",
    }


def text(client, page):
    """Return what a page shows; it is refused with a sentence if it does not come."""
    response = client.get(f"/{page}")
    expect(response.status_code == 200, f"The page is answered with {response.status_code}.")
    return response.getvalue().decode()


def few(client, page, most, given):
    at_most_queries(lambda: text(client, page), most, f"on the page {page!r} {given}")


def seen(key, ago):
    """Let somebody be seen so long ago, and return when that was."""
    then = None if ago is None else timezone.now() - ago
    User.objects.filter(pk=key).update(last_login=then)
    return User.objects.get(pk=key).last_login


def but_one(key):
    return [row for row in rows(User) if row.id != key]
