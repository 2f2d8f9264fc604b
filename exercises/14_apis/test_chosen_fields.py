"""What checks chosen_fields.py."""

from functools import partial

from django.db.models import F, Value
from django.db.models.functions import Concat

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post, Tag
from arena.worlds import TALKING, tie
from kata.checks import (
    at_most_queries,
    expect,
    fetches_no,
    get_json,
    grouped,
    newest_first,
    respond,
    rows,
    same,
    unwanted,
)

PAGE = 20
TEXTS = {
    **{"titles": (Post, "title"), "bodies": (Post, "body"), "usernames": (User, "username")},
    **{"contests": (Contest, "title"), "tags": (Tag, "name"), "comments": (Comment, "body")},
    "slugs of contests": (Contest, "slug"),
    **{"first names": (User, "first_name"), "e-mail addresses": (User, "email")},
    "passwords": (User, "password"),
}
NEEDS = {
    **{"id": (), "title": ("titles",), "body": ("bodies",), "author": ("usernames",)},
    **{"contest": ("contests",), "byline": ("titles", "usernames")},
    **{"tags": ("tags",), "comments": ("comments",)},
}
RELATIONS = {"usernames", "contests", "tags", "comments"}  # each may cost a query
CHOICES = (*NEEDS, "title,contest", "byline,tags", "comments,byline", "author,body,id", "")
ODD = (None, "title,,title", ",title", ",", "tags,id,tags")
UNKNOWN = (
    *("password", "email", "author__password", "author__email", "author.email", "author_id"),
    *("pk", "published_at", "kept_likes", "editor", "Title", "title,password", "password,title"),
    "title,contest__slug",
)


def test_answer(answer, world):
    """The same JSON for each choice of fields.

    Tries: json, names, byline.
    """
    for number in (0, 2, 40):
        world.clear()
        world.posts(number, likes=(0, 0))
        for choice in (*ODD, *CHOICES, *NEEDS):
            compare(answer, choice, f"with {number} posts")
    world.shake()
    for choice in CHOICES:
        compare(answer, choice, "after everything had changed")
    tie(PAGE + 2, TALKING[0])
    compare(answer, "id", "when the newest posts are from the same moment")
    Comment.objects.update(is_approved=False)
    compare(answer, "comments", "when no comment is approved")
    Contest.objects.update(title="")
    compare(answer, "contest", "when the title of each contest is empty")


def test_unknown(answer, world):
    """No other name is answered.

    Tries: unknown.
    """
    world.posts(6, drafts=0)
    for choice in UNKNOWN:
        status = get(answer, choice, respond).status_code
        says = f"GET ?fields={choice} is answered with status {status}."
        expect(status == 400, says, "status 400 where a name is no field of the serializer.")
    for choice in ("title", None):
        compare(answer, choice, "after requests with other names")


def test_queries(answer, world):
    """No query for a relation that nobody asked for.

    Tries: queries.
    """
    world.posts(40, comments=(1, 3), tags=(1, 3), likes=(0, 0), drafts=0)
    for choice in CHOICES:
        allowed = 1 + len(RELATIONS.intersection(needed(choice)))
        at_most_queries(partial(get, answer, choice), allowed, f"for ?fields={choice}")
        compare(answer, choice)


def test_fetched(answer, world):
    """Fetches only the texts that the chosen fields need.

    Tries: fetched.
    """
    world.posts(40, comments=(1, 3), tags=(1, 3), likes=(0, 0), drafts=0)
    tie(PAGE + 2, TALKING[0])  # two of them are not shown
    texts = {}
    for number, (name, (model, column)) in enumerate(TEXTS.items()):
        mark = f"({number}: {name})"
        model.objects.update(**{column: Concat(Value(mark), F(column))})
        texts[name] = unwanted(f"unneeded {name}", (), mark)
    newest = Post.objects.order_by("-published_at", "-pk").values_list("pk", flat=True)
    others = unwanted("posts that are not shown", list(newest)[PAGE:])
    for choice in CHOICES:
        kinds = [texts[name] for name in TEXTS if name not in needed(choice)]
        fetches_no(partial(get, answer, choice), *kinds, others, why=f"for ?fields={choice}")
        compare(answer, choice)


def asked(choice):
    """Return the names of the fields that a choice asks for."""
    return {name for name in (choice or "").split(",") if name} or NEEDS.keys()


def needed(choice):
    """Return the names of the texts that a choice of fields needs."""
    return {text for name in asked(choice) for text in NEEDS[name]}


def compare(answer, choice, given=""):
    """Fail unless the JSON for a choice of fields is right."""
    call = "GET" if choice is None else f"GET ?fields={choice}"
    same(get(answer, choice), right(choice), call=call, given=given)


def right(choice):
    """Return the posts that a GET request has to be answered with."""
    people = {person.id: person.username for person in rows(User)}
    contests = {contest.id: contest.title for contest in rows(Contest)}
    names = {tag.id: tag.name for tag in rows(Tag)}
    tags = grouped(sorted(rows(Post.tags.through), key=lambda row: row.tag_id), "post_id")
    comments = grouped(sorted(rows(Comment), key=lambda row: row.id), "post_id")
    page = [
        {
            **{"id": post.id, "title": post.title, "body": post.body},
            "author": people[post.author_id],
            "contest": contests.get(post.contest_id),
            "byline": f"{post.title}, by {people[post.author_id]}",
            "tags": [names[row.tag_id] for row in tags[post.id]],
            "comments": [row.body for row in comments[post.id] if row.is_approved],
        }
        for post in newest_first(rows(Post), "published_at")[:PAGE]
    ]
    return [{name: row[name] for name in asked(choice)} for row in page]


def get(module, choice, ask=get_json):
    """Return what the JSON for some fields says; None leaves the parameter out."""
    parameters = {} if choice is None else {"fields": choice}
    return ask(module.PostList.as_view(), "/api/posts/", parameters)
