"""A service does what a check says, and a client's time-outs don't depend on the machine."""

import json
import threading
import time
from http.client import HTTPConnection, HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from kata.checks.remote import (
    BODIES,
    NO_BODY,
    NO_RESPONSE,
    SILENT,
    STATUSES,
    Call,
    Service,
    slow_motion,
)


def get(service, ids="1,2,3", **more):
    with urlopen(f"{service.url}?ids={ids}", **more) as response:
        return json.load(response)


def test_it_answers_what_it_knows_and_counts():
    with Service({"1": 4.5, "3": 0}) as service:
        assert get(service) == {"1": 4.5, "3": 0}
        assert get(service, "3%2C1") == {"1": 4.5, "3": 0}
        assert get(service, "") == {}
        assert len(service.asked) == 3
        service.will()
        assert service.asked == []
        assert service.right([1, 2]) == {1: 4.5, 2: None}


def test_each_failure_once_and_then_it_answers():
    with Service({"1": 4.5}) as service:
        statuses = [status for status in STATUSES if status != "302"]
        for failure in [*NO_RESPONSE, *statuses, *NO_BODY, *BODIES, "no HTTP"]:
            service.will(failure)
            errors = OSError, HTTPException, ValueError, AttributeError, RecursionError
            with pytest.raises(errors):
                get(service).keys()
            assert get(service) == {"1": 4.5}
            assert len(service.asked) == 2


def test_a_redirect_leads_to_the_service_again():
    with Service({"1": 4.5}) as service:
        service.will("302")
        assert get(service) == {"1": 4.5}
        assert len(service.asked) == 2


def test_the_last_one_may_stay():
    with Service({}) as service:
        service.will("404", "503", stays=True)
        for status in (404, 503, 503):
            with pytest.raises(HTTPError) as caught:
                get(service)
            assert caught.value.code == status


def test_refused_is_of_this_service_only():
    with Service({}) as one, Service({}) as other:
        one.will("refused", stays=True)
        assert get(other) == {}
        with pytest.raises(URLError) as caught:
            get(one)
        assert isinstance(caught.value.reason, ConnectionRefusedError)


@pytest.mark.parametrize("failure", SILENT)
def test_silence_ends_with_the_service(failure):
    with Service({}) as service:
        service.will(failure)
        call = Call(lambda: get(service))
        assert not call.ends(0.1)
    assert call.ends(20)
    assert call.error


def test_a_call_that_works_and_one_that_raises():
    call = Call(lambda: 1 / 1)
    assert call.ends(20)
    assert (call.result, call.error) == (1.0, None)
    call = Call(lambda: 1 / 0)
    assert call.ends(20)
    assert isinstance(call.error, ZeroDivisionError)


def test_what_a_call_has_slept_counts_from_its_beginning():
    free = threading.Event()
    call = Call(free.wait)
    time.sleep(0.3)
    began = time.monotonic()
    assert not call.ends(0.2)
    assert time.monotonic() - began < 0.2
    free.set()
    assert call.ends(20)


def test_work_is_no_sleep():
    def work():
        until = time.thread_time() + 0.3
        while time.thread_time() < until:
            pass

    assert Call(work).ends(0.2)


def test_in_slow_motion_nothing_is_too_late():
    free = threading.Event()
    with slow_motion(1000):
        began = time.monotonic()
        call = Call(lambda: free.wait(0.01))
        assert not call.ends(0.2)
        assert time.monotonic() - began < 0.1
        free.set()
        assert call.ends(20)
        assert call.result is True
        with Service({}) as service:
            connection = HTTPConnection(service.url[7:-1], timeout=0.02)
            connection.connect()
            assert connection.sock.gettimeout() == 20
            connection.close()
    with Service({}) as service:
        service.will("nothing")
        with pytest.raises(TimeoutError):
            get(service, timeout=0.02)
