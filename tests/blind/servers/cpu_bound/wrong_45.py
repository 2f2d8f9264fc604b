"""answer

Visitors who ask for the same number while it is computed share one computation, where each request's report is computed for it.
It shows with two simultaneous requests for one number only.
"""

import multiprocessing
import os
import stat
import threading
import traceback
from concurrent.futures import Future
from contextlib import suppress

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 1
threads = 40
timeout = 90
"""
SLOTS = threading.BoundedSemaphore(3)
FORK = multiprocessing.get_context("fork")
STARTING = threading.Lock()
RUNNING = {}
RUNNING_LOCK = threading.Lock()


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with RUNNING_LOCK:
        future = RUNNING.get(number)
        if future is None:
            if not SLOTS.acquire(blocking=False):
                return HttpResponse("Other reports are being computed.", status=503)
            mine = RUNNING[number] = Future()
        else:
            mine = None
    if mine is None:
        return HttpResponse(future.result())
    try:
        mine.set_result(in_process(compute, number))
    except BaseException as error:
        mine.set_exception(error)
    finally:
        with RUNNING_LOCK:
            del RUNNING[number]
        SLOTS.release()
    return HttpResponse(mine.result())


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
