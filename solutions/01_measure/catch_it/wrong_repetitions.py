"""Opens the full page only, and allows no query more than three times with other values.

django-debug-toolbar finds loops that way. But a page that counts the posts of each month of a year
sends twelve queries of one kind, and two queries for fifty posts can be one for thirty.

Breaks: constant
Fails: answer
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
