"""multiprocessing's processes, one per report, behind two workers with threads; file locks, which the processes share, count the reports of both."""

import fcntl
import multiprocessing
import os
import stat
import threading
import traceback
from contextlib import contextmanager, suppress

from django.http import HttpResponse

# 1 + 2 processes of gunicorn, and at most 3 that compute
GUNICORN = """
worker_class = "gthread"
workers = 2
threads = 16
timeout = 90
"""
SLOTS = 3
FORK = multiprocessing.get_context("fork")  # compute() needn't be importable
STARTING = threading.Lock()


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with slot() as is_free:
        if not is_free:
            return HttpResponse("Other reports are being computed.", status=503)
        try:
            is_computed, value = in_process(compute, number)
        except EOFError:
            raise RuntimeError("the process that computed was killed") from None
    if not is_computed:
        raise RuntimeError(value)
    return HttpResponse(value)


@contextmanager
def slot():
    """Hold one of the locks, if one is free. A process that outlives its worker holds it too."""
    for number in range(SLOTS):
        with open(f"slot-{number}", "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            try:
                yield True
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)  # for all copies of the file's descriptor
            return
    yield False


def in_process(compute, number):
    with STARTING:  # no other process gets this one's pipes
        reader, writer = FORK.Pipe(duplex=False)
        process = FORK.Process(target=send_result, args=(writer, compute, number))
        process.start()
        writer.close()
    try:
        with reader:
            return reader.recv()
    finally:
        process.join()


def send_result(writer, compute, number):
    close_sockets()
    try:
        writer.send((True, compute(number)))
    except BaseException:
        writer.send((False, traceback.format_exc()))


def close_sockets():
    """Visitors' connections are gunicorn's: a copy of one here would keep it open."""
    for name in os.listdir("/proc/self/fd"):
        fd = int(name)
        with suppress(OSError):
            if fd > 2 and stat.S_ISSOCK(os.fstat(fd).st_mode):
                os.close(fd)
