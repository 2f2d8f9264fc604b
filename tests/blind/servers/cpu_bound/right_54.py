"""Each of four sync workers can fork a process that computes, two at a time by flock(): a kill hits that process, not the worker."""

import fcntl
import multiprocessing
from pathlib import Path

from django.http import HttpResponse

GUNICORN = """
workers = 4  # and the first process, and two that compute: seven
worker_class = "sync"
timeout = 60
"""

SLOTS = [Path("report.slot.a"), Path("report.slot.b")]
FORK = multiprocessing.get_context("fork")  # safe here: a sync worker has one thread


class ReportFailed(Exception):
    """compute() raised an exception, or its process ended without a result."""


def health(request):
    return HttpResponse("ok")


def take_slot():
    for path in SLOTS:
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except OSError:
            file.close()
    return None


def work(compute, number, channel):
    try:
        channel.send((True, compute(number)))
    except BaseException as error:
        channel.send((False, repr(error)))


def compute_apart(compute, number):
    mine, its = FORK.Pipe(duplex=False)
    process = FORK.Process(target=work, args=(compute, number, its))
    process.start()
    its.close()
    try:
        is_right, result = mine.recv()
    except EOFError:
        is_right, result = False, "the process was killed"
    finally:
        process.join()
        mine.close()
    if not is_right:
        raise ReportFailed(result)
    return result


def report(request, number, compute):
    slot = take_slot()
    if slot is None:
        return HttpResponse("Too many reports", status=503)
    with slot:
        return HttpResponse(compute_apart(compute, number))
