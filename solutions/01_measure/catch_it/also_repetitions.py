"""Needs one size only: no statement is sent more than three times with other values.

That is how django-debug-toolbar and other tools find them: a loop repeats itself.
"""

import re
from collections import Counter
from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(50)
    with ExitStack() as stack:
        captures = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        page()
    shapes = Counter(shape(query["sql"]) for queries in captures for query in queries)
    if not shapes:
        return
    sql, times = shapes.most_common(1)[0]
    assert times <= 3, f"{times} times: {sql}"


def shape(sql):
    without_values = re.sub(r"'[^']*'|\b\d+\b", "?", sql)
    return re.sub(r"\(\?(, \?)*\)", "(?)", without_values)
