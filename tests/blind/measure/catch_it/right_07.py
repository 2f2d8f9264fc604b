"""Right: no helpers: both visits of a size are captured together, so their sum is compared; 5 posts once more."""

from django.db import connections
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    default, replica = connections["default"], connections["replica"]

    grow(5)
    page()
    with CaptureQueriesContext(default) as d5, CaptureQueriesContext(replica) as r5:
        page()
    five = len(d5) + len(r5)

    grow(5)
    with CaptureQueriesContext(default) as d10, CaptureQueriesContext(replica) as r10:
        page()
        once = len(d10) + len(r10)
        page()
        ten = len(d10) + len(r10)
    assert ten - once <= five

    grow(40)
    with CaptureQueriesContext(default) as d50, CaptureQueriesContext(replica) as r50:
        page()
        page()
    fifty = len(d50) + len(r50)
    assert fifty <= ten

    grow(250)
    with CaptureQueriesContext(default) as d300, CaptureQueriesContext(replica) as r300:
        page()
        page()
    assert len(d300) + len(r300) <= fifty
