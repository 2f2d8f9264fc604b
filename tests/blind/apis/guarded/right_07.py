"""One request after another would need new sites; so a generator lists sizes, and each request
has a coroutine that judges its own counts."""

from contextlib import ExitStack

from django.db import connections


def judge(label):
    """Receive (kind, fresh, settled) and raise when a count is above the one before."""
    _, _, settled = yield
    fresh = {}
    while True:
        kind, now_fresh, now_settled = yield
        old = fresh.get(kind, now_fresh)
        if now_fresh > old:
            raise AssertionError(f"{label}: {old} queries, {now_fresh} with more {kind}")
        if now_settled > settled:
            raise AssertionError(f"{label}: {settled} queries, {now_settled} with more {kind}")
        fresh[kind], settled = now_fresh, now_settled


def sizes(posts, comments):
    """Grow the site, and yield what grew and how many posts there are."""
    total = 0
    for kind, number in [
        *(("posts", number) for number in (1, 1, 8, 2, 1, 12)),
        *(("comments", number) for number in (1, 11)),
        ("posts", 15),
        ("comments", 12),
    ]:
        if kind == "posts":
            posts(number)
            total += number
        else:
            comments(number)
        yield kind, total


def sent(get, **arguments):
    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in {connections[alias] for alias in connections}:
            stack.enter_context(connection.execute_wrapper(note))
        list(get(**arguments))
    return len(statements)


def check_flat(get, posts, comments):
    judges = {}
    for kind, total in sizes(posts, comments):
        for page in (1, 2, 3):
            if total < 10 * page - 9:
                break
            for fields in ("", "author", "comments", "author,comments"):
                for signed_in in (False, True):
                    arguments = {"page": page, "fields": fields, "signed_in": signed_in}
                    label = str(arguments)
                    counts = kind, sent(get, **arguments), sent(get, **arguments)
                    if label not in judges:
                        judges[label] = judge(label)
                        next(judges[label])
                    judges[label].send(counts)
