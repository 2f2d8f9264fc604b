"""processes

Each of three workers counts its own reports, two at most: if all of them are busy, these are gunicorn's 4 processes and 6 more,
ten. A few visitors, or visitors of one worker, don't show it.
"""

import multiprocessing
import os
import stat
import threading
import traceback
from contextlib import suppress

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 3
threads = 16
timeout = 90
"""
SLOTS = threading.BoundedSemaphore(2)  # two of these reports at the same time
FORK = multiprocessing.get_context("fork")
STARTING = threading.Lock()


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    if not SLOTS.acquire(blocking=False):
        return HttpResponse("Other reports are being computed.", status=503)
    try:
        return HttpResponse(in_process(compute, number))
    finally:
        SLOTS.release()


def in_process(compute, number):
    with STARTING:
        reader, writer = FORK.Pipe(duplex=False)
        process = FORK.Process(target=send_result, args=(writer, compute, number))
        process.start()
        writer.close()
    try:
        with reader:
            is_computed, value = reader.recv()
    finally:
        process.join()
    if not is_computed:
        raise RuntimeError(value)
    return value


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
