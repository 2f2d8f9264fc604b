"""What checks admin.py."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.forms.models import model_to_dict
from django.test import RequestFactory, override_settings
from django.urls import path, resolve

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from kata.checks import at_most, expect, fail, growth, metered, same, send

FIELDS = {"author": User, "post": Post, "parent": Comment}
COPIES = """
    INSERT INTO discuss_comment (post_id, author_id, body, created_at, is_approved)
    SELECT one.post_id, one.author_id, one.body, one.created_at, other.is_approved
    FROM discuss_comment AS one, discuss_comment AS other
"""
FILTERED = [{"is_approved__exact": 0}, {"q": "a"}]


class Searched(ModelAdmin):
    """An admin class as people and posts have one: what autocomplete_fields needs."""

    search_fields = ("pk",)


site = AdminSite()
site.register([User, Post, Comment], Searched)
urlpatterns = [path("admin/", site.urls)]


@pytest.fixture(autouse=True)
def admin():
    """Django's admin, which Arena does not have otherwise."""
    apps = [*settings.INSTALLED_APPS, "django.contrib.admin.apps.SimpleAdminConfig"]
    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
    with override_settings(
        ROOT_URLCONF=__name__, INSTALLED_APPS=apps, TEMPLATES=[templates], STATIC_URL="static/"
    ):
        yield


def test_answer(answer, before, world):
    """The same columns and rows, with the same text in each cell.

    Tries: rows.
    """
    for number, queries in ((0, [{}]), (12, [{}, *FILTERED]), (40, [{"p": 2, "o": "-4"}])):
        world.clear()
        world.posts(number, comments=(1, 2), replies=(0, 2), likes=(0, 0), tags=(0, 0))
        for given in ("", "after the data had changed"):
            for query in queries:
                call = f"the list with {query}" if query else "the list"
                same(listed(answer, query), listed(before, query), call=call, given=given)
            world.shake()
    world.clear()
    world.posts(75, comments=(1, 2), replies=(0, 0), likes=(0, 0), tags=(0, 0))
    send(["ANALYZE discuss_comment", COPIES])  # what the database guesses is out of date
    number = Comment.objects.count()
    query = {"p": number // 100}  # a list shows 100
    given = f"of {number:,} comments"
    same(listed(answer, query), listed(before, query), call=f"the list with {query}", given=given)


def test_queries(answer, before, world):
    """The same number of queries, however many comments.

    Tries: list, rows.
    """
    growth(
        answer,
        before,
        ask=listed,
        world=world,
        grow=lambda number: world.posts(number, comments=(1, 1), replies=(0, 1), likes=(0, 0)),
        unit="comment",
        at_most=5,
        sizes=(3, 15, 60),  # the admin shows 100 rows at most
    )


def test_count(answer, world):
    """Comments are counted once for a list.

    Tries: count.
    """
    world.posts(4, comments=(2, 3))
    for query in ({}, {"is_approved__exact": 1}, {"q": "a"}):
        with metered() as meter:
            listed(answer, query)
        counts = [sent.sql for sent in meter.queries if "COUNT(" in sent.sql.upper()]
        if len(counts) > 1:
            where = f"The list with {query}" if query else "The list"
            says = f"{where} sends {len(counts)} queries that count."
            raise fail(says, "one COUNT over comments.", meter.lines())


def test_form(answer, world):
    """The form changes author, post and parent to any other one.

    Tries: form.
    """
    world.posts(30, comments=(1, 2), replies=(0, 1))
    comments = Comment.objects.order_by("pk")
    for comment in (comments.first(), comments.filter(parent=None).last()):
        for field, model in FIELDS.items():
            for other in (model.objects.earliest("pk"), model.objects.latest("pk")):
                changed(answer, comment, field, other.pk)


def test_choices(answer, world):
    """A form fetches little, however many people, posts and comments there are.

    Tries: choices.
    """
    world.people(100)
    world.posts(60, comments=(1, 2), replies=(0, 1))
    for key in (
        Comment.objects.filter(parent=None).first().pk,
        Comment.objects.exclude(parent=None).first().pk,
        None,
    ):
        why = "for a form" if key else "for the form of a new comment"
        at_most(lambda key=key: page(answer, key), rows=30, kib=60, why=why)


def admin_of(module):
    """Return the answer's admin class for comments, registered as it would be."""
    kind = getattr(module, "CommentAdmin", None)
    is_admin = isinstance(kind, type) and issubclass(kind, ModelAdmin)
    expect(is_admin, f"CommentAdmin is {kind!r}.", "a class that extends admin.ModelAdmin.")
    site.unregister(Comment)
    site.register(Comment, kind)
    made = site.get_model_admin(Comment)
    for error in made.check():
        raise fail(f"Django's system check refuses CommentAdmin: {error.msg} ({error.id})")
    return made


def asked(query=None, at=""):
    """Return the request of a moderator."""
    request = RequestFactory().get(f"/admin/discuss/comment/{at}", query or {})
    request.resolver_match = resolve(request.path)
    request.user = User(username="moderator", is_staff=True, is_superuser=True)
    return request


def rendered(response):
    """Return the text of a page of the admin."""
    ok = response.status_code == 200
    expect(ok, f"The admin answers with status {response.status_code}.", "a page, status 200.")
    return response.render().content.decode()


def listed(module, query=None):
    """Return the cells of the list's rows."""
    table = Table()
    table.feed(rendered(admin_of(module).changelist_view(asked(query))))
    # Django 6.1 shows a blank text as it shows None.
    return [[cell.strip() or "-" for cell in row] for row in table.rows if row]


def page(module, key):
    """Return the page of one comment's form, or of a new one's."""
    request = asked(at=f"{key}/change/" if key else "add/")
    return rendered(admin_of(module).changeform_view(request, key and str(key)))


def changed(module, comment, field, key):
    """Send the form with another value in one field, and look at what was stored."""
    admin, request = admin_of(module), asked(at=f"{comment.pk}/change/")
    form = admin.get_form(request, comment, change=True)
    for name in FIELDS:
        expect(name in form.base_fields, f"The form has no field {name!r} to change.")
    data = {**model_to_dict(comment), field: key}
    data["created_at_0"], data["created_at_1"] = "2025-01-01", "12:00"
    given = {name: value for name, value in data.items() if value is not None}
    form = form(given, instance=comment)
    says = f"The form refuses another {field}: {'; '.join(map(str, form.errors.values()))}"
    expect(form.is_valid(), says, f"any {field} can be chosen.")
    admin.save_model(request, form.save(commit=False), form, change=True)
    stored = getattr(Comment.objects.get(pk=comment.pk), f"{field}_id")
    same(stored, key, call=f"the {field} that the form has stored")


class Table(HTMLParser):
    """Reads the cells of the admin's list."""

    def __init__(self):
        """Begin without rows."""
        super().__init__()
        self.rows, self.inside = [], False

    def handle_starttag(self, tag, attributes):
        """Begin a row or a cell; an icon says yes or no."""
        attributes = dict(attributes)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and "field-" in (attributes.get("class") or ""):
            self.rows[-1].append("")
            self.inside = True
        elif tag == "img" and self.inside:
            self.rows[-1][-1] += attributes.get("alt", "")

    def handle_endtag(self, tag):
        """End a cell."""
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data):
        """Add to the cell."""
        if self.inside:
            self.rows[-1][-1] += data
