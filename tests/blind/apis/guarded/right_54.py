"""A TestCase's assertion compares two sizes at a time: first posts on each page from one to ten, then the comments of each post."""

from unittest import TestCase

from django.db import connections
from django.test.utils import CaptureQueriesContext

VARIANTS = [
    {"fields": fields, "signed_in": signed_in}
    for fields in ("", "author", "comments", "author,comments")
    for signed_in in (False, True)
]


def queries_of(get, **arguments):
    total = 0
    contexts = [CaptureQueriesContext(connections[alias]) for alias in ("default", "replica")]
    for context in contexts:
        context.connection.queries_log.clear()
    with contexts[0], contexts[1]:
        response = get(**arguments)
        if hasattr(response, "render"):
            response.render()  # does nothing if that was done before
        for _ in response:
            pass
    for context in contexts:
        total += len(context)
    return total


def compare(earlier, later, what):
    for key, number in earlier.items():
        message = f"{dict(key)}: {number} queries before, and {later[key]} after {what}"
        TestCase().assertLessEqual(later[key], number, message)


def check_flat(get, posts, comments):
    def counts(pages, is_first=False):
        result = {}
        for page in pages:
            for variant in VARIANTS:
                arguments = {"page": page, **variant}
                if is_first:
                    queries_of(get, **arguments)
                result[tuple(arguments.items())] = queries_of(get, **arguments)
        return result

    pages = []
    latest = {}
    for page in (1, 2, 3):
        posts(1)  # begins this page
        after_one = counts(pages)
        compare(latest, after_one, "one post more")
        pages.append(page)
        latest = after_one | counts([page], is_first=True)
        posts(9)
        full = counts(pages)
        compare(latest, full, "nine posts more")
        latest = full
    for number in (1, 4, 30):
        comments(number)
        more = counts(pages)
        compare(latest, more, f"{number} comments more for each post")
        latest = more
    posts(30)
    compare(latest, counts(pages), "thirty posts more")
