"""A page that passed all tests brings Arena down when it shows fifty posts.

test_page() opens each page once and allows 15 queries. Pages that send one more for every few posts
pass.

Change test_page(). grow(n) adds n posts to a site that begins empty; every fifth has an editor and
a contest. page() opens the page and returns at most 50 rows.

Rules:
- growing: fail on every page that sends more queries for 300 posts than for 5.
- constant: pass every other page, however many queries it sends.
- first visit: then any page may send one query more.
- no editor: good pages send fewer without any editor or contest.
- empty: good pages may show nothing.
- replica: pages query "default", "replica" or both; only the sum counts.
- writes: queries that write count too.

Allowed:
- arguments: page, grow, and pytest-django's django_assert_num_queries and
  django_assert_max_num_queries.
"""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(20)
    # TODO: one number says nothing about growth. What is it for more posts, and on the replica?
    with CaptureQueriesContext(connection) as queries:
        page()
    assert len(queries) <= 15
