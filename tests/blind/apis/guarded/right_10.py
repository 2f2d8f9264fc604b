"""unittest's assertLessEqual() words the message; posts and comments grow in one table."""

import unittest
from contextlib import ExitStack
from itertools import product

from django.db import connections

KINDS = list(product(("", "author", "comments", "author,comments"), (False, True)))
GROWTH = ["p1", "p1", "p9", "p1", "p13", "c1", "c12", "p15", "c12"]


def count(get, page, fields, signed_in):
    sent = []
    with ExitStack() as stack:
        for connection in dict.fromkeys(connections.all()):
            stack.enter_context(
                connection.execute_wrapper(
                    lambda execute, sql, params, many, context: (
                        sent.append(sql) or execute(sql, params, many, context)
                    )
                )
            )
        response = get(page=page, fields=fields, signed_in=signed_in)
        _ = [part for part in response]
    return len(sent)


def check_flat(get, posts, comments):
    case = unittest.TestCase()
    history = {}
    shown = 0
    for step in GROWTH:
        kind, number = step[0], int(step[1:])
        if kind == "p":
            posts(number)
            shown += number
        else:
            comments(number)
        for page in range(1, 4):
            if shown < page * 10 - 9:
                continue
            for fields, signed_in in KINDS:
                request = (page, fields, signed_in)
                first = count(get, *request)
                again = count(get, *request)
                old = history.setdefault(request, {"again": again})
                if len(old) > 1 or old.get("seen"):
                    case.assertLessEqual(first, old.get(kind, first), f"queries of {request}")
                    old[kind] = first
                case.assertLessEqual(again, old["again"], f"queries of {request}")
                old["again"], old["seen"] = again, True
