"""together

Each of three workers computes one report at a time: if two visitors' connections happen to be accepted by the same worker, the second
gets 503 though only one report is being computed. Now and then, with two visitors only.
"""

import multiprocessing
import os
import stat
import threading
import traceback
from contextlib import suppress

from django.http import HttpResponse

# 1 + 3 processes of gunicorn, and one that computes for each worker
GUNICORN = """
worker_class = "gthread"
workers = 3
threads = 16
timeout = 90
"""
COMPUTING = threading.Lock()
FORK = multiprocessing.get_context("fork")
STARTING = threading.Lock()


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    if not COMPUTING.acquire(blocking=False):
        return HttpResponse("Another report is being computed.", status=503)
    try:
        return HttpResponse(in_process(compute, number))
    finally:
        COMPUTING.release()


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
