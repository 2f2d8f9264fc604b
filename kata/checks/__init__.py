"""What a test of an exercise may assert. Each check is a plain function; none needs pytest."""

from kata.checks.concurrency import concurrently
from kata.checks.effort import effort, lighter
from kata.checks.faults import fails_at
from kata.checks.findings import CheckFailed, expect
from kata.checks.growth import growth
from kata.checks.interleave import Meeting, clients, in_between, interleave, just_before
from kata.checks.lockstep import Turns, lockstep
from kata.checks.plans import Node, Plan, analyze, explain
from kata.checks.queries import Meter, at_most_queries
from kata.checks.race import faster
from kata.checks.same import same
from kata.checks.trips import overtaken, round_trips
from kata.checks.unwanted import fetches_no, unwanted
from kata.checks.work import at_most, measure
from kata.checks.writes import taken_back, writes_only, written_columns

__all__ = [
    "CheckFailed",
    "Meeting",
    "Meter",
    "Node",
    "Plan",
    "Turns",
    "analyze",
    "at_most",
    "at_most_queries",
    "clients",
    "concurrently",
    "effort",
    "expect",
    "explain",
    "fails_at",
    "faster",
    "fetches_no",
    "growth",
    "in_between",
    "interleave",
    "just_before",
    "lighter",
    "lockstep",
    "measure",
    "overtaken",
    "round_trips",
    "same",
    "taken_back",
    "unwanted",
    "writes_only",
    "written_columns",
]
