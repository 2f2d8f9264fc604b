"""The lines that checks make, beside those that the course's PostgreSQL writes."""

import json
import re
import time
from pathlib import Path

import psycopg
import pytest

from kata.checks import log_line
from kata.checks.answers import load
from kata.services import tuned

PROJECT = Path(__file__).resolve().parents[2]

ADA = "ada@arena.example"
LINES = f"SELECT 'it''s\n' /* at */ FROM person\n WHERE email = '{ADA}' -- ü"
BY_EMAIL = "SELECT * FROM person WHERE email = "
LOGS = {
    "logging_collector": "on",
    "log_destination": "jsonlog",
    "log_filename": "log",
    "log_min_duration_statement": "0",
    "compute_query_id": "off",
}


@pytest.fixture(scope="module")
def log():
    """The lines of the log of one client's statements."""
    with tuned.serving("", **LOGS) as server:
        with server.connect() as client:
            send = client.execute
            send("SET application_name = 'gunicorn'")
            send("CREATE TABLE person (id int, email text)")
            send(LINES)
            send(f"{BY_EMAIL}%s", [ADA])
            send(f"{BY_EMAIL}%s", [ADA], prepare=True)
            send("SET log_min_duration_statement = -1; SET log_duration = on")
            send("SELECT 1")
            send("SET log_duration = off; SET log_statement = 'all'")
            send("SELECT 2")
            send("SET log_statement = 'none'; SET log_min_duration_statement = 0")
            send("PREPARE p AS SELECT $1::text")
            send(f"EXECUTE p('{ADA}')")
            with pytest.raises(psycopg.errors.DivisionByZero):
                send(f"SELECT 1 / 0 WHERE '{ADA}' = '{ADA}'")
            send("LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0")
            send("SELECT 'the end'")
            [folder] = send("SHOW data_directory").fetchone()
        file = Path(folder, "log", "log.json")
        limit = time.monotonic() + 30
        while "the end" not in file.read_text() and time.monotonic() < limit:
            time.sleep(0.02)  # another process writes it
        yield file.read_text().splitlines(keepends=True)


def messages(log):
    return [
        re.sub(r"\d+\.\d{3} ms", "T ms", entry["message"])
        for entry in map(json.loads, log)
        if entry.get("dbname") == "postgres"
    ]


def test_a_line_has_the_fields_of_the_server_in_its_order(log):
    entries = [json.loads(line) for line in log]
    of_client = [entry for entry in entries if entry.get("application_name") == "gunicorn"]
    of_server = [entry for entry in entries if "ready to accept" in entry["message"]]
    assert len(of_client) > 20
    for entry in of_client + of_server:
        more = {
            name: entry[name] for name in ("state_code", "detail", "statement") if name in entry
        }
        ours = log_line(entry["message"], entry.get("dbname", ""), entry["error_severity"], **more)
        assert list(json.loads(ours)) == list(entry)
        assert [json.loads(ours)[name] for name in ("message", "error_severity", *more)] == [
            entry[name] for name in ("message", "error_severity", *more)
        ]
        assert entry["query_id"] == 0


def test_a_line_is_written_as_the_server_writes_it(log):
    [line] = [line for line in log if "it''s" in line]
    assert "\\n" in line
    assert "ü" in line
    entry = json.loads(line)
    ours = log_line(entry["message"], entry["dbname"])
    found = r'"message":"(?:[^"\\]|\\.)*"'
    assert re.search(found, ours)[0] == re.search(found, line)[0]
    assert ours.endswith("}\n")
    assert line.endswith("}\n")


def test_messages_are_those_that_the_checks_make(log):
    said = messages(log)
    for message in (
        f"duration: T ms  statement: {LINES}",
        f"duration: T ms  parse <unnamed>: {BY_EMAIL}$1",
        f"duration: T ms  bind <unnamed>: {BY_EMAIL}$1",
        f"duration: T ms  execute <unnamed>: {BY_EMAIL}$1",
        f"duration: T ms  execute _pg3_0: {BY_EMAIL}$1",
        "duration: T ms",
        "statement: SELECT 2",
        f"duration: T ms  statement: EXECUTE p('{ADA}')",
        "division by zero",
    ):
        assert message in said
    assert any(message.startswith("duration: T ms  plan:\nQuery Text: ") for message in said)


def test_the_reference_reads_the_log_of_a_server(log):
    answer = load(PROJECT / "solutions/01_measure/slow_log/after.py")
    for lines in (log, [*log, log[-1][:-5]]):
        calls = {line["statement"]: line["calls"] for line in answer.slowest(lines, "postgres")}
        assert calls[f"{BY_EMAIL}?"] == 2
        assert calls["SELECT ? FROM person WHERE email = ?"] == 1
        assert calls["EXECUTE p(?)"] == 1
        assert calls["SELECT ?"] == 1
        assert "ada" not in str(calls)
