"""The cursors' own method is replaced while a request is counted, so no connection is missed."""

from itertools import product
from unittest import mock

from django.db.backends.utils import CursorWrapper


def number_of_queries(get, arguments):
    original = CursorWrapper._execute_with_wrappers
    with mock.patch.object(
        CursorWrapper, "_execute_with_wrappers", autospec=True, side_effect=original
    ) as execute:
        response = get(**arguments)
        if response.streaming:
            for _ in response.streaming_content:
                pass
    return execute.call_count


def requests(total):
    """Yield the arguments of all requests whose page has a post."""
    for page, author, comments, signed_in in product([1, 2, 3], *[[False, True]] * 3):
        if total > 10 * (page - 1):
            fields = ["author"] * author + ["comments"] * comments
            yield {"page": page, "fields": ",".join(fields), "signed_in": signed_in}


def check_flat(get, posts, comments):
    sent = {}

    def measure(total, what):
        for arguments in requests(total):
            key = tuple(arguments.items())
            history = sent.setdefault(key, {})
            counts = {what: number_of_queries(get, arguments)}
            counts["repeated"] = number_of_queries(get, arguments)
            if not history:
                del counts[what]  # the very first one
            for when, number in counts.items():
                old = history.get(when)
                if old is not None and number > old:
                    raise AssertionError(
                        f"{arguments} sent {old} queries, and now {number}: it grows with {what}"
                    )
                history[when] = number

    total = 0
    for number in [1, 2, 10, 1, 11]:
        posts(number)
        total += number
        measure(total, "posts")
    for number in [1, 10]:
        comments(number)
        measure(total, "comments")
    posts(20)
    measure(total + 20, "posts")
    comments(10)
    measure(total + 20, "comments")
