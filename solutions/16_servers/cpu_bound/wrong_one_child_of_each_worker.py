"""One child for each worker: two visitors may reach the same one, and the second gets 503.

Breaks: together
Fails: each_worker
"""

from multiprocessing import get_context
from threading import BoundedSemaphore

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 3
threads = 8
"""
free = BoundedSemaphore(1)
fork = get_context("fork")


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    if not free.acquire(blocking=False):
        return HttpResponse("Too many reports.", status=503, headers={"Retry-After": "10"})
    try:
        ours, theirs = fork.Pipe(duplex=False)
        child = fork.Process(target=send, args=(theirs, compute, number))
        child.start()
        theirs.close()
        try:
            result = ours.recv()
        except EOFError:
            return HttpResponse("The computation has ended.", status=500)
        finally:
            child.join()
        return HttpResponse(result)
    finally:
        free.release()


def send(connection, compute, number):
    connection.send(compute(number))
