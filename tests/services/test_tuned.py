"""A PostgreSQL with a configuration of an answer's: read, refused, and run."""

import pytest

from kata.services import places, tuned
from kata.services.base import ConfigurationRefused

NAMES = ("shared_buffers", "work_mem", "max_connections")


def left():
    return list(places.reachable_folder(tuned.PLACE).glob("*"))


def test_settings_are_read_without_a_start():
    text = "shared_buffers = 64GB\nwork_mem = 8MB\n"
    assert tuned.understood(text, *NAMES) == {
        "shared_buffers": str(64 * 1024 * 1024 // 8),
        "work_mem": "8192",
        "max_connections": "100",
    }
    assert not left()


@pytest.mark.parametrize("text", ["work_mem = 8mb", "work_mem: 8MB", "no_such_setting = 1"])
def test_a_text_that_cannot_be_read_is_refused_in_its_own_words(text):
    with pytest.raises(ConfigurationRefused, match="does not start") as refused:
        tuned.understood(text, *NAMES)
    said = " ".join(refused.value.log)
    assert "postgresql.conf" in said
    assert "missing" not in said
    assert "/" not in said, "no path of ours"
    assert not left()


def test_what_cannot_run_is_refused_in_its_own_words():
    text = "max_wal_senders = 4\nwal_level = minimal\n"
    assert tuned.understood(text, *NAMES)
    with pytest.raises(ConfigurationRefused) as refused, tuned.serving(text):
        pytest.fail("it runs")
    assert "wal_level" in " ".join(refused.value.log)
    assert not left()


def test_it_runs_with_the_text_but_for_what_is_scaled():
    text = "shared_buffers = 64GB\nwork_mem = 8MB\nmax_connections = 23\nlisten_addresses = '*'\n"
    with tuned.serving(text, shared_buffers="16MB") as server:
        with server.connect() as connection:
            for name, value in {
                "shared_buffers": "16MB",
                "work_mem": "8MB",
                "max_connections": "23",
                "listen_addresses": "",
            }.items():
                assert connection.execute(f"SHOW {name}").fetchone() == (value,)
        assert left()
    assert not left()
