"""Wrong (answer): joins the process before it reads what that sends. A report that does not fit into
the pipe (64 kB) never ends: both wait for each other.
"""

import multiprocessing
import threading

from django.http import HttpResponse

GUNICORN = """
workers = 2
worker_class = "gthread"
threads = 32
timeout = 60
"""

fork = multiprocessing.get_context("fork")
slots = threading.BoundedSemaphore(2)
forking = threading.Lock()


def health(request):
    return HttpResponse("ok")


def send(compute, number, writer):
    try:
        answer = compute(number), None
    except Exception as error:
        answer = None, repr(error)
    writer.send(answer)


def report(request, number, compute):
    if not slots.acquire(blocking=False):
        return HttpResponse(status=503)
    try:
        with forking:
            reader, writer = fork.Pipe(duplex=False)
            process = fork.Process(target=send, args=(compute, number, writer))
            process.start()
            writer.close()
        process.join()
        with reader:
            result, error = reader.recv()
        if error is not None:
            raise RuntimeError(error)
        return HttpResponse(result)
    finally:
        slots.release()
