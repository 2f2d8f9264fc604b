"""Right: patches the cursor's execute() and executemany() while the page is open, and counts their calls."""

from contextlib import contextmanager
from unittest import mock

from django.db.backends.utils import CursorWrapper


@contextmanager
def spying():
    calls = []
    execute, executemany = CursorWrapper.execute, CursorWrapper.executemany

    def spy_execute(self, sql, params=None):
        if self.db.alias in {"default", "replica"}:
            calls.append(sql)
        return execute(self, sql, params)

    def spy_executemany(self, sql, param_list):
        if self.db.alias in {"default", "replica"}:
            calls.append(sql)
        return executemany(self, sql, param_list)

    with (
        mock.patch.object(CursorWrapper, "execute", spy_execute),
        mock.patch.object(CursorWrapper, "executemany", spy_executemany),
    ):
        yield calls


def _statements(page):
    with spying() as calls:
        page()
    return calls


def test_page(page, grow):
    grow(5)
    _statements(page)
    old = _statements(page)
    new = None
    for more in (5, 20, 20, 50, 200):
        grow(more)
        newer, older = _statements(page), _statements(page)
        if new is not None:
            assert len(newer) <= len(new), newer
        assert len(older) <= len(old), older
        new, old = newer, older
