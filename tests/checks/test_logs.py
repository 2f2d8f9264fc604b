import logging
import threading
from logging.config import dictConfig

import pytest

from kata.checks.findings import CheckFailed
from kata.checks.logs import logged, message


def test_what_passes_the_level_and_the_filters_is_collected():
    log = logging.getLogger("tests.logs")
    with logged("tests.logs") as records:
        log.warning("%d apples", 3)
        log.debug("too low")
        logging.getLogger("tests.others").warning("of another logger")
    log.warning("too late")
    assert [record.getMessage() for record in records] == ["3 apples"]


def test_other_threads_are_heard():
    with logged("tests.logs") as records:
        thread = threading.Thread(target=logging.getLogger("tests.logs").warning, args=["there"])
        thread.start()
        thread.join()
    assert len(records) == 1


def test_a_new_configuration_in_between_loses_nothing():
    with logged("tests.logs") as records:
        dictConfig(
            {
                "version": 1,
                "disable_existing_loggers": False,
                "loggers": {"tests.logs": {"level": "INFO"}},
            }
        )
        logging.getLogger("tests.logs").info("still heard")
    assert len(records) == 1


def test_a_message_that_cannot_be_put_together_is_said_in_a_sentence():
    wrong = logging.LogRecord("tests.logs", 30, "", 1, "%.1f ms: SELECT %s", (3.2,), None)
    with pytest.raises(CheckFailed, match="has no message: not enough arguments"):
        message(wrong)
    right = logging.LogRecord("tests.logs", 30, "", 1, "%.1f ms: %s", (3.2, "SELECT %s"), None)
    assert message(right) == "3.2 ms: SELECT %s"
