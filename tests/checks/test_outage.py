"""A cache server that is gone, as redis-py notices it."""

import socket
import time
from math import inf

import pytest
import redis

from kata.checks import network
from kata.services import valkey
from kata.services.relay import Relay

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def net():
    number = int(valkey.fresh().rpartition("db=")[2])
    with Relay(valkey.up().address) as relay, network(relay, number) as made:
        yield made


def client(net, **options):
    return redis.Redis.from_url(net.url, retry=None, **options)


def test_a_server_that_replies_is_waited_for_however_short_the_limit_is(net):
    short = client(net, socket_timeout=1e-6, socket_connect_timeout=1e-6)
    short.set("a", 1)
    assert short.get("a") == b"1"
    assert not net.waits


@pytest.mark.parametrize("is_open", [False, True])
def test_a_server_that_never_replies_costs_the_limit_and_no_time(net, is_open):
    slow = client(net, socket_timeout=1000, socket_connect_timeout=7)
    if is_open:
        slow.ping()
    began = time.monotonic()
    with net.outage("silent"), pytest.raises(redis.TimeoutError):
        slow.set("a", 1)
    assert net.waits == [1000]
    assert net.failures == 1
    assert time.monotonic() - began < 100
    assert slow.get("a") is None


def test_a_server_that_cannot_be_reached_costs_the_limit_of_a_connection(net):
    slow = client(net, socket_timeout=1000, socket_connect_timeout=7)
    with net.outage("unreachable"), pytest.raises(redis.TimeoutError):
        slow.ping()
    assert net.waits == [7]


def test_no_limit_is_endless(net):
    slow = client(net, socket_timeout=None, socket_connect_timeout=None)
    with net.outage("silent"), pytest.raises(redis.TimeoutError):
        slow.ping()
    assert net.waits == [inf]


@pytest.mark.parametrize("is_open", [False, True])
def test_a_server_that_refuses_costs_no_wait(net, is_open):
    quick = client(net)
    if is_open:
        quick.ping()
    with net.outage("refuses"), pytest.raises(redis.ConnectionError):
        quick.ping()
    assert net.failures
    assert not net.waits
    assert quick.ping()


def test_an_outage_begins_after_some_replies(net):
    one = client(net)
    one.ping()
    with net.outage("silent", after=2):
        one.set("a", 1)
        with pytest.raises(redis.TimeoutError):
            one.set("b", 2)
    assert (one.get("a"), one.get("b")) == (b"1", b"2")  # the last one arrives; its reply is lost


def test_a_connection_that_has_ended_is_opened_again(net):
    one = client(net, socket_timeout=1000, socket_connect_timeout=7)
    one.ping()
    net.hang_up()
    assert one.ping()
    net.hang_up()
    with net.outage("unreachable"), pytest.raises(redis.TimeoutError):
        one.ping()
    assert net.waits == [7]


def test_other_sockets_and_those_afterwards_are_as_before():
    usual = {name: getattr(socket.socket, name) for name in ("connect", "sendall", "recv")}
    one, other = socket.socketpair()
    with Relay("") as relay, network(relay, 0) as net, net.outage("silent"):
        one.sendall(b"a")
        assert other.recv(1) == b"a"
    one.close()
    other.close()
    assert usual == {name: getattr(socket.socket, name) for name in usual}
