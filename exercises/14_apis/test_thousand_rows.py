"""What checks thousand_rows.py."""

from datetime import timedelta
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import HttpResponse

from arena.accounts.models import Profile, User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post
from arena.worlds import TALKING
from kata.checks import (
    at_most,
    expect,
    fetches_no,
    fewer_calls,
    get_json,
    plural,
    respond,
    same,
    unwanted,
)

ADDRESS, LIMIT = "/api/comments/", 1000
TIMES = 2  # the starter's function calls, divided by those that are allowed
UNSEEN = {
    **{"post titles": (Post, "title"), "post bodies": (Post, "body")},
    **{"profiles": (Profile, "bio"), "e-mail addresses": (User, "email")},
    **{"passwords": (User, "password"), "contests": (Contest, "title")},
}


def test_answer(answer, before, world):
    """The same JSON for each visitor, before and after a change.

    Tries: json, rows, post, hidden, fresh.
    """
    for number in (0, 8):
        world.clear()
        world.people(5)
        world.posts(number, comments=(0, 3), replies=(0, 1), likes=(0, 0), tags=(0, 0))
        compare(answer, before, f"with {plural(number, 'post')}")
    for given, change in {
        "after everything had changed": world.shake,
        "after comments and names had changed": edit,
        "when all comments are from the same moment": same_moment,
        "after profiles and replies were deleted": delete,
    }.items():
        change()
        compare(answer, before, given)


def test_limit(answer, before, world):
    """At most a thousand comments: the newest, of one post too.

    Tries: rows, post, fetched.
    """
    world.posts(3, comments=(2, 2), replies=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0)
    some = Comment.objects.first()
    Comment.objects.update(body=Concat(Value("(older)"), F("body")))
    Comment.objects.bulk_create(
        Comment(post=some.post, author=some.author, body=body, created_at=TALKING[-1])
        for body in 3 * ["(older) by its key"] + LIMIT * ["More."]
    )
    staff, _ = visitors()
    given = f"with {Comment.objects.count():,} comments"
    older = unwanted("comments that are not shown", (), "(older)")
    got = fetches_no(partial(get, answer, staff), older, why=given)
    same(got, get(before, staff), call="GET", given=given)
    other = Post.objects.exclude(pk=some.post_id).first().pk
    expected = get(before, staff, post=other)
    same(get(answer, staff, post=other), expected, call="GET ?post=", given=given)


def test_signed_in(answer, world):
    """Nothing for visitors who are not signed in.

    Tries: signed in.
    """
    world.posts(3, comments=(1, 2), likes=(0, 0), tags=(0, 0))
    for parameters in ({}, {"post": Post.objects.first().pk}):
        status = get(answer, AnonymousUser(), ask=respond, **parameters).status_code
        says = f"A visitor who is not signed in gets status {status}."
        expect(status in (401, 403), says, "status 401 or 403 for this visitor.")


def test_work(answer, before, world):
    """Few function calls for each row.

    Tries: work, queries, json, fresh.
    """
    many(world)
    staff, _ = visitors()
    for module in (answer, before):  # what the first call imports and prepares is not counted
        get(module, staff)
    world.shake()  # a response that was stored is wrong now
    why = f"for {plural(Comment.objects.count(), 'comment')}"
    got = fewer_calls(
        partial(get, answer, staff), partial(get, before, staff), times=TIMES, why=why
    )
    same(got, get(before, staff), call="GET", given="after everything had changed")
    at_most(partial(get, answer, staff), queries=2, why=why)


def test_fetched(answer, before, world):
    """Fetches only texts and comments that the JSON shows.

    Tries: fetched, hidden.
    """
    many(world)
    for number, (model, column) in enumerate(UNSEEN.values()):
        model.objects.update(**{column: Concat(Value(mark(number)), F(column))})
    texts = [unwanted(name, (), mark(number)) for number, name in enumerate(UNSEEN)]
    _, reader = visitors()
    post = Comment.objects.filter(author=reader).first().post_id
    Comment.objects.exclude(post=post).update(body=Concat(Value("(other)"), F("body")))
    hidden = Comment.objects.filter(is_approved=False).exclude(author=reader)
    hidden.update(body=Concat(Value("(rejected)"), F("body")))
    kinds = unwanted("rejected comments", (), "(rejected)"), unwanted("other posts", (), "(other)")
    call = partial(get, answer, reader)
    same(fetches_no(call, *texts, kinds[0]), get(before, reader), call="GET")
    call, expected = partial(get, answer, reader, post=post), get(before, reader, post=post)
    same(fetches_no(call, *texts, *kinds, why="for ?post="), expected, call="GET ?post=")


def mark(number):
    """Return a text to put before a column's values."""
    return f"({number}: unseen)"


def many(world):
    """Make 60 comments or so."""
    world.people(9)
    world.posts(10, comments=(6, 6), replies=(0, 0), likes=(0, 0), tags=(0, 0))


def edit():
    """Change texts and reject all comments; no number of rows and no time changes."""
    Comment.objects.update(body="Édité.", is_approved=False)
    User.objects.update(first_name="Zoë")
    Profile.objects.update(rating=0)


def same_moment():
    """Let all comments be from one moment, which has three zeros at its end."""
    Comment.objects.update(created_at=TALKING[0] + timedelta(milliseconds=120))


def delete():
    """Delete replies, and the profiles of some people."""
    Comment.objects.filter(parent__isnull=False).delete()
    Profile.objects.filter(pk__in=keys(Profile)[::2]).delete()


def keys(model):
    """Return the keys of a table's rows."""
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def visitors():
    """Return somebody of the staff, and a superuser who is not, whose comment was rejected."""
    writers = Comment.objects.order_by("is_approved", "pk").values_list("author", flat=True)
    reader = writers.first() or keys(User)[0]
    staff = User.objects.exclude(pk=reader).latest("pk").pk
    User.objects.filter(pk__in=[reader, staff]).update(is_active=True)
    User.objects.filter(pk=staff).update(is_staff=True)
    User.objects.filter(pk=reader).update(is_staff=False, is_superuser=True)
    return User.objects.get(pk=staff), User.objects.get(pk=reader)


def compare(answer, before, given):
    """Fail unless the JSON is right for each visitor, of all posts, of some and of none."""
    for visitor in visitors():
        for post in (None, *keys(Post)[:1], 0):
            parameters = {} if post is None else {"post": post}
            call = "GET ?post=" if parameters else "GET"
            expected = get(before, visitor, **parameters)
            who = "for staff" if visitor.is_staff else "for an author"
            same(get(answer, visitor, **parameters), expected, call=call, given=f"{who}, {given}")


def get(module, visitor, ask=get_json, **parameters):
    """Send a visitor's GET request to the view and return what its JSON says."""

    def view(request):
        request.user = visitor
        try:
            return module.CommentList.as_view()(request)
        except PermissionDenied:  # outside of the view, Django turns it into this response
            return HttpResponse(status=403)

    return ask(view, ADDRESS, parameters)
