"""What holds for every merge of two learners' progress, with values that Hypothesis makes up."""

import json
import os
import tempfile
from unittest.mock import patch

import pytest

from kata.learner import progress
from kata.learner.progress import Record

pytest.importorskip("hypothesis", reason="hypothesis is not installed: make test installs it")

from hypothesis import given, settings
from hypothesis import strategies as st

counts = st.integers(0, 3)
times = st.sampled_from(
    ["", "2027-01-01T00:01:00Z", "2027-01-01T00:02:00Z", "2027-01-01T00:02:00.500Z"]
)
words = st.sampled_from(["", "a", "b"])
states = st.sampled_from(progress.STATES)
costs = st.dictionaries(st.sampled_from(["queries", "blocks"]), st.integers(0, 3) | st.floats(0, 3))
unknown = st.dictionaries(st.sampled_from(["mood", "team"]), st.sampled_from([1, "x", None, [2]]))
records = st.builds(
    Record,
    state=states,
    last=states,
    attempts=counts,
    first_passed=times,
    last_passed=times,
    last_checked=times,
    checked=words,
    answer=words,
    tests=words,
    best=costs,
    hints=counts,
    revealed=st.booleans(),
    unknown=unknown,
)
exports = st.builds(
    lambda entries, others, version: {
        "format": version,
        **others,
        "exercises": {slug: record.written() for slug, record in entries.items()},
    },
    st.dictionaries(st.sampled_from(["related_objects/feed", "a/b"]), records),
    unknown,
    st.integers(1, 12),
)
thorough = settings(max_examples=300, deadline=None, database=None)
on_disk = settings(max_examples=15, deadline=None, database=None)


@thorough
@given(records, records, records)
def test_merging_records_is_commutative_associative_and_idempotent(one, two, three):
    assert one.merged(two) == two.merged(one)
    assert one.merged(two).merged(three) == one.merged(two.merged(three))
    assert one.merged(one) == one
    assert one.merged(Record()) == one


@thorough
@given(records, records)
def test_a_merge_loses_nothing(one, two):
    both = one.merged(two)
    for each in (one, two):
        assert both.state == "passed" or each.state != "passed"
        assert not each.first_passed or both.first_passed <= each.first_passed
        assert both.attempts >= each.attempts and both.hints >= each.hints
        assert all(both.best[name] <= cost for name, cost in each.best.items())
        assert both.revealed or not each.revealed
        assert both.unknown.keys() >= each.unknown.keys()


def merged_on_disk(*others: dict) -> dict:
    with tempfile.TemporaryDirectory() as name, patch.dict(os.environ, KATA_HOME=name):
        for other in others:
            assert progress.merge(json.loads(json.dumps(other))).notice == ""
        return progress.export()


@on_disk
@given(exports, exports, exports)
def test_so_is_merging_files(one, two, three):
    assert merged_on_disk(one, two) == merged_on_disk(two, one)
    assert merged_on_disk(one, one) == merged_on_disk(one)
    right = merged_on_disk(two, three)
    assert merged_on_disk(one, two, three) == merged_on_disk(one, right)
