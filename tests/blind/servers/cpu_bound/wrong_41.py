"""answer

The process is joined before its result is read from the pipe: a report of more than 64 KB fills the pipe, the process can't
end, and after 20 seconds it is killed and the visitor gets 500.
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
workers = 1
threads = 40
timeout = 90
"""
SLOTS = threading.BoundedSemaphore(3)
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
    process.join(20)  # ten seconds, and some for a busy machine
    if process.is_alive():
        process.kill()
        process.join()
        raise TimeoutError(f"report {number} takes too long")
    is_computed, value = reader.recv()
    reader.close()
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
