"""What a test of an exercise may assert, and what helps it to: the only door for tests.

Each assertion is a plain function; none needs pytest. ``asgi``, ``back_ends``, ``cache_contract``,
``forked_server``, ``fresh``, ``held_services``, ``kubernetes``, ``manifests``, ``nginx_conf``,
``object_storage``, ``pods``, ``remote``, ``replicas``, ``servers``, ``site_servers``,
``site_views``, ``stacks``, ``visitors``, ``watched_caches`` and ``webserver`` are modules by
themselves, imported by those that need them: few do, and they take long to load.
"""

from kata.checks.answers import again
from kata.checks.calls import counting_calls, fewer_calls
from kata.checks.card_service import CardService
from kata.checks.clocks import frozen, set_clocks, waiting
from kata.checks.concurrency import (
    another_client,
    blocked_by,
    concurrently,
    in_new_thread,
    sessions,
    thread_of_check,
    thread_states,
    until_blocked,
)
from kata.checks.effort import effort, lighter
from kata.checks.endpoints import get_json, respond, urls
from kata.checks.faults import Gate, fails_at, killed_at, killed_before
from kata.checks.findings import CheckFailed, MeterBroken, expect, fail, ledger, plural
from kata.checks.growth import growth
from kata.checks.http_cache import BROWSER, CDN, directives, may_store, seconds_stored, varies
from kata.checks.interleave import (
    Meeting,
    clients,
    in_between,
    interleave,
    just_before,
    whole_between,
)
from kata.checks.known import Known, known_times
from kata.checks.lasting import analyzed, lasting, of_others, unchanged
from kata.checks.lockstep import Turns, lockstep
from kata.checks.logs import logged, message
from kata.checks.outage import network
from kata.checks.plans import Node, Plan, analyze, explain, read_plan, rows_read
from kata.checks.queries import Meter, at_most_queries, metered, self_test
from kata.checks.race import faster
from kata.checks.rows import grouped, newest_first, rows
from kata.checks.same import plain, same
from kata.checks.server_log import log_line
from kata.checks.slow import slow_statement
from kata.checks.sql import moves_data, short
from kata.checks.statements import StatementCounts, real_statements, statement_counts
from kata.checks.stored import (
    expires,
    expires_whenever,
    lifetimes,
    pass_time,
    right_together,
    stays_fresh,
    survives_losses,
    visits,
)
from kata.checks.tables import create_table, create_tables, installed, written
from kata.checks.task_queue import TaskQueue
from kata.checks.trips import overtaken, round_trips
from kata.checks.undo import undone
from kata.checks.unwanted import fetches_no, unwanted
from kata.checks.wire import Reader
from kata.checks.work import at_most, counting_instances, measure
from kata.checks.writes import (
    fetch,
    send,
    send_of_answer,
    taken_back,
    versions,
    writes_only,
    written_columns,
)

__all__ = [
    "BROWSER",
    "CDN",
    "CardService",
    "CheckFailed",
    "Gate",
    "Known",
    "Meeting",
    "Meter",
    "MeterBroken",
    "Node",
    "Plan",
    "Reader",
    "StatementCounts",
    "TaskQueue",
    "Turns",
    "again",
    "analyze",
    "analyzed",
    "another_client",
    "at_most",
    "at_most_queries",
    "blocked_by",
    "clients",
    "concurrently",
    "counting_calls",
    "counting_instances",
    "create_table",
    "create_tables",
    "directives",
    "effort",
    "expect",
    "expires",
    "expires_whenever",
    "explain",
    "fail",
    "fails_at",
    "faster",
    "fetch",
    "fetches_no",
    "fewer_calls",
    "frozen",
    "get_json",
    "grouped",
    "growth",
    "in_between",
    "in_new_thread",
    "installed",
    "interleave",
    "just_before",
    "killed_at",
    "killed_before",
    "known_times",
    "lasting",
    "ledger",
    "lifetimes",
    "lighter",
    "lockstep",
    "log_line",
    "logged",
    "may_store",
    "measure",
    "message",
    "metered",
    "moves_data",
    "network",
    "newest_first",
    "of_others",
    "overtaken",
    "pass_time",
    "plain",
    "plural",
    "read_plan",
    "real_statements",
    "respond",
    "right_together",
    "round_trips",
    "rows",
    "rows_read",
    "same",
    "seconds_stored",
    "self_test",
    "send",
    "send_of_answer",
    "sessions",
    "set_clocks",
    "short",
    "slow_statement",
    "statement_counts",
    "stays_fresh",
    "survives_losses",
    "taken_back",
    "thread_of_check",
    "thread_states",
    "unchanged",
    "undone",
    "until_blocked",
    "unwanted",
    "urls",
    "varies",
    "versions",
    "visits",
    "waiting",
    "whole_between",
    "writes_only",
    "written",
    "written_columns",
]
