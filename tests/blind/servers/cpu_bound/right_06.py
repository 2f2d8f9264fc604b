"""Visitors wait in threads, of which there are enough; three processes compute."""

import multiprocessing
import signal
import threading

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 1
threads = 100
timeout = 60
keepalive = 0
"""

FORK = multiprocessing.get_context("fork")


class Computers:
    def __init__(self, most):
        self.free = threading.Semaphore(most)
        self.starting = threading.Lock()

    def run(self, function, *args):
        with self.free:
            with self.starting:
                receiver, sender = FORK.Pipe(duplex=False)
                process = FORK.Process(target=self.work, args=(sender, function, args), daemon=True)
                process.start()
                sender.close()
            try:
                error, value = receiver.recv()
            except EOFError:
                error, value = "The process was killed.", None
            receiver.close()
            process.join()
        if error:
            raise RuntimeError(error)
        return value

    @staticmethod
    def work(sender, function, args):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            value = function(*args)
        except Exception as error:
            sender.send((repr(error), None))
        else:
            sender.send((None, value))


COMPUTERS = Computers(3)


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    return HttpResponse(COMPUTERS.run(compute, number))
