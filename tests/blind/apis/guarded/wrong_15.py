"""Wrong, streamed: a streaming response is read after the counting, when its queries go uncounted."""

from collections import defaultdict
from contextlib import ExitStack

from django.db import connections


class Counter:
    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def queries_of(get, arguments):
    counter = Counter()
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(counter))
        response = get(**arguments)
        if callable(getattr(response, "render", None)):
            response.render()
    if getattr(response, "streaming", False):
        b"".join(response.streaming_content)
    return counter.number


def all_arguments(pages):
    for page in range(1, pages + 1):
        for fields in ("", "author", "comments", "author,comments"):
            for signed_in in (False, True):
                yield {"page": page, "fields": fields, "signed_in": signed_in}


def check_flat(get, posts, comments):
    # For each request: the pairs (queries right after a change, queries when asked again).
    history = defaultdict(list)
    number = 0
    steps = [(posts, 1), (posts, 3), (posts, 8), (posts, 3), (posts, 6), (posts, 20)]
    for add, more in [*steps, (comments, 3), (comments, 17)]:
        add(more)
        number += more if add is posts else 0
        for arguments in all_arguments(min(3, (number + 9) // 10)):
            pair = queries_of(get, arguments), queries_of(get, arguments)
            history[tuple(arguments.items())].append(pair)
    for arguments, pairs in history.items():
        changed = [first for first, _ in pairs][1:]  # without the very first request
        repeated = [second for _, second in pairs]
        for numbers in (changed, repeated):
            for smaller, larger in zip(numbers, numbers[1:]):
                if larger > smaller:
                    raise AssertionError(
                        f"The list {dict(arguments)} grows: {smaller} queries at first, "
                        f"{larger} queries with more posts or comments."
                    )
