"""Collects every request that grows, and reports all of them in one error."""

from collections import defaultdict
from contextlib import ExitStack

from django.db import connections

REQUESTS = [
    {"page": page, "fields": fields, "signed_in": signed_in}
    for page in (1, 2)
    for fields in ("", "author", "comments", "author,comments")
    for signed_in in (True, False)
]


def check_flat(get, posts, comments):
    numbers = defaultdict(list)
    for new_posts, new_comments in ((2, 0), (3, 0), (5, 0), (1, 0), (9, 0), (0, 4)):
        posts(new_posts)
        comments(new_comments)
        for request in REQUESTS:
            list(get(**request))
            number, shows_posts = measured(get, request)
            if shows_posts:
                numbers[str(request)].append(number)
    growing = [
        f"{request}: {numbers} queries, one size after the other"
        for request, numbers in numbers.items()
        if any(many > few for few, many in zip(numbers, numbers[1:]))
    ]
    assert not growing, "\n".join(growing)


def measured(get, request):
    sent = []

    def note(execute, sql, *rest):
        sent.append(sql)
        return execute(sql, *rest)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(note))
        body = b"".join(get(**request))
    return len(sent), body != b"[]"
