"""failure

A slot is given back after a report that was computed or killed, not after an exception: each failure takes one of the three for good, and
after the third all reports are 503.
"""

import multiprocessing
import os
import queue
import stat
import threading
import traceback
from contextlib import suppress

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 1
threads = 40
timeout = 90
"""
SLOTS = queue.SimpleQueue()
for number in range(3):
    SLOTS.put(number)
FORK = multiprocessing.get_context("fork")
STARTING = threading.Lock()


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    try:
        slot = SLOTS.get_nowait()
    except queue.Empty:
        return HttpResponse("Other reports are being computed.", status=503)
    try:
        response = HttpResponse(in_process(compute, number))
    except EOFError:  # the process was killed
        SLOTS.put(slot)
        return HttpResponse("The server had to stop this report.", status=500)
    SLOTS.put(slot)
    return response


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
