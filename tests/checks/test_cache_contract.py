"""A back end that differs from Django's in one thing is found, and one that does not passes."""

import pytest
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

from kata.checks import CheckFailed, set_clocks
from kata.checks.cache_contract import LOWER, alike, outcome, works_as_in_memory

SETTINGS = ({"TIMEOUT": 60}, {"TIMEOUT": None, "KEY_FUNCTION": LOWER}, {"VERSION": 3})


def works(back_end):
    for seed, settings in enumerate(SETTINGS):
        with set_clocks() as clocks:
            works_as_in_memory(back_end("another", settings), settings, clocks, seed)


def test_djangos_own_passes():
    works(LocMemCache)


class ForgetsNone(LocMemCache):
    def get(self, key, default=None, version=None):
        found = super().get(key, default, version)
        return default if found is None else found


class StaysForever(LocMemCache):
    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return super().touch(key, None, version)


class OneVersion(LocMemCache):
    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        super().set(key, value, timeout)


class NoError(LocMemCache):
    def incr(self, key, delta=1, version=None):
        try:
            return super().incr(key, delta, version)
        except ValueError:
            return None


@pytest.mark.parametrize("back_end", [ForgetsNone, StaysForever, OneVersion, NoError])
def test_a_difference_is_found(back_end):
    with pytest.raises(CheckFailed, match="where Django's cache in memory gives") as raised:
        works(back_end)
    assert raised.value.failure.details[0].startswith("settings  {")


def test_types_count_and_errors_are_alike_by_their_kind():
    assert not alike(True, 1)
    assert alike([1], [1])
    assert alike(KeyError("a"), KeyError("b"))
    assert alike(AttributeError("a"), TypeError("b")), "back ends differ in that"
    assert not alike(None, ValueError("a"))
    assert isinstance(outcome(LocMemCache("another", {}), "incr", "missing"), ValueError)
