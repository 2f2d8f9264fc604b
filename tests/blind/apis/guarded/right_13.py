"""Right: a small class around one request that remembers what its queries were."""

from django.db import connections
from django.test.utils import CaptureQueriesContext

ALIASES = ("default", "replica")


def count(aliases, call):
    """Return how many queries call() sends on the connections, its response's body included."""
    if not aliases:
        response = call()
        if hasattr(response, "render"):
            response.render()
        if getattr(response, "streaming", False):
            list(response)
        return 0
    connection = connections[aliases[0]]
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as queries:
        others = count(aliases[1:], call)
    return others + len(queries)


class Request:
    def __init__(self, get, page, fields, signed_in):
        self.call = lambda: get(page=page, fields=fields, signed_in=signed_in)
        self.name = f"page {page} of fields={fields!r} (signed_in={signed_in})"
        self.page = page
        self.seen = {}
        self.warm = False

    def check(self, aliases, size):
        if not self.warm:
            self.warm = True
            count(aliases, self.call)
            turns = ["repeated"]
        else:
            turns = ["fresh", "repeated"]
        for turn in turns:
            now = count(aliases, self.call)
            then, old = self.seen.get(turn, (now, size))
            if now > then:
                raise AssertionError(
                    f"{self.name}: {then} queries at {old}, but {now} queries at {size}"
                )
            self.seen[turn] = now, size


def check_flat(get, posts, comments):
    aliases = [alias for alias in ALIASES if alias in connections.settings]
    requests = [
        Request(get, page, fields, signed_in)
        for signed_in in (True, False)
        for fields in ("author,comments", "comments", "author", "")
        for page in (1, 2)
    ]
    size = [0, 0]

    def check():
        for request in requests:
            if size[0] > 10 * (request.page - 1):
                request.check(aliases, f"{size[0]} posts, {size[1]} comments")

    for number in (3, 4, 5, 4, 14):
        posts(number)
        size = [size[0] + number, size[1] + number]
        check()
    for number in (1, 4, 30):
        comments(number)
        size[1] += number * size[0]
        check()
