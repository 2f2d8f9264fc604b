import time

import pytest
from django.db import connections

from kata.checks import Meter, known_times


@pytest.mark.parametrize("what", ["queries", "fails in a query", "sends 3 by executemany()"])
def test_a_statement_takes_the_time_it_is_told(what, world):
    with known_times() as known, Meter() as meter:
        start, cpu = time.perf_counter(), time.thread_time()
        assert known.run((what, 300)) == {"database": 300, "python": 0, "other": 0}
        assert time.perf_counter() - start == pytest.approx(0.3)
        assert time.thread_time() == cpu
        assert meter.count == (3 if "executemany" in what else 1)


def test_the_databases_are_as_before(world):
    world.people(1)
    alias, settings = list(connections), connections.settings["default"]
    for _ in range(2):
        with known_times() as known:
            known.run(("queries the replica", 1), ("queries", 1))
            known.forget()
            known.run(("queries the replica", 1), ("queries", 1))
    assert list(connections) == alias
    assert connections.settings["default"] is settings
    world.people(1)
