"""A class remembers the number of queries of each kind of request, and complains about each request that needs more than before."""

from django.db import connections, reset_queries
from django.test.utils import CaptureQueriesContext


class Guard:
    def __init__(self, get):
        self.get = get
        self.known = {}

    def requests(self, pages):
        for page in pages:
            for fields in ("", "author", "comments", "author,comments"):
                for signed_in in (False, True):
                    yield page, fields, signed_in

    def queries(self, page, fields, signed_in):
        reset_queries()  # Django's log holds 9,000
        default = CaptureQueriesContext(connections["default"])
        replica = CaptureQueriesContext(connections["replica"])
        with default, replica:
            response = self.get(page=page, fields=fields, signed_in=signed_in)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            b"".join(response)
        return len(default) + len(replica)

    def measure(self, size, pages):
        for request in self.requests(pages):
            if request not in self.known:
                self.queries(*request)  # warms up
                self.known[request] = (self.queries(*request), size)
                continue
            number, earlier = self.known[request]
            now = self.queries(*request)
            if now > number:
                page, fields, signed_in = request
                raise AssertionError(
                    f"page={page} fields={fields!r} signed_in={signed_in}: "
                    f"{number} queries with {earlier}, {now} queries with {size}"
                )
            self.known[request] = (now, size)


def check_flat(get, posts, comments):
    guard = Guard(get)
    posts(1)
    guard.measure("1 post", [1])
    posts(10)
    guard.measure("11 posts", [1, 2])
    posts(10)
    guard.measure("21 posts", [1, 2, 3])
    posts(19)
    guard.measure("40 posts", [1, 2, 3, 4])
    comments(1)
    guard.measure("40 posts with 2 comments each", [1, 2, 3, 4])
    comments(18)
    guard.measure("40 posts with 20 comments each", [1, 2, 3, 4])
