"""What checks cpu_bound.py.

compute() takes no processor time: it waits in one call of C code, with the GIL, until the check
lets it go on. So all reports that can be computed at the same time are, on any machine.
"""

import os
import signal
from pathlib import Path

import pytest

from kata.checks import expect, fail, plural
from kata.checks.visitors import Asking, until
from kata.checks.visitors import told as response

VISITORS, TOGETHER, MOST, KILLS = 20, 2, 8, 3
LONGEST, MORE = 10, 600  # seconds: for a report, and for a machine that is slow
PATIENT = f"timeout = {MORE} + int(globals().get('timeout', 30))"
NUMBERS = 7, 0, 8, 0, 0, 0, 7, 0, 9
RUSH = [7 + 2 * (number // 2) for number in range(VISITORS)]  # two ask for the same
APPLICATION = """
import ctypes, os, sys, time
from importlib import import_module

from django.conf import settings
from django.urls import path

FOLDER = os.getcwd()


def compute(number):
    with open(FOLDER + "/begun", "a") as file:
        file.write(f"{os.getpid()} {number}\\n")
    libc = ctypes.PyDLL(None)  # which keeps the GIL, and CDLL would not
    gate = libc.open((FOLDER + "/gate").encode(), os.O_RDONLY)
    os.close(gate)
    if number == 0:
        raise ValueError("there is no contest 0")
    return f"report {number}, the {time.monotonic_ns()}th. " + 50_000 * "More. "


sys.path[:0] = [%(folder)r, FOLDER]
sys.dont_write_bytecode = True
answer = import_module(%(module)r)
urlpatterns = [
    path("health/", answer.health),
    path("report/<int:number>/", answer.report, {"compute": compute}),
]
if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], LOGGING_CONFIG=None
    )
from django.core.handlers.wsgi import WSGIHandler

application = WSGIHandler()
"""


def test_answer(server):
    """The reports, an error, and a report after it.

    Tries: answer, failure.
    """
    server.open_gate()
    for number in NUMBERS:
        server.right(number)
    times, allowed = len(server.begun()), len(NUMBERS)
    says = f"{allowed} requests for reports, one after the other, and {times} calls of compute()."
    expect(times == allowed, says, "one for each.")


def test_health(server):
    """Responds to the balancer while reports are computed.

    Tries: health, together, answer, processes.
    """
    server.open_gate()
    for number in {*RUSH}:  # an answer may have something of them that it may not show again
        server.right(number)
    server.close_gate()
    before = len(server.begun())
    visits = [server.ask(f"/report/{number}/") for number in RUSH]
    server.until(lambda: all(visit.is_sent or visit.done() for visit in visits))
    server.healthy()  # a socket's queue keeps the order, so that this one comes after them
    server.until(lambda: len(server.begun()) >= before + TOGETHER)
    number = len(server.begun()) - before
    says = f"{VISITORS} visitors ask for reports, and {number} of them is being computed."
    says = says.replace("0 of them is", "none is")
    expect(number >= TOGETHER, says, f"{TOGETHER} at the same time.")
    server.healthy()
    processes = len(server.gunicorn.processes())
    expect(processes <= MOST, f"{processes} processes.", f"at most {MOST}.")
    server.open_gate()
    for number, visit in zip(RUSH, visits, strict=True):
        server.right(number, visit)
    server.right(99)


def test_each_worker(server):
    """Two reports at a time and few processes, whichever worker gets the visitors.

    Tries: together, processes, answer.
    """
    first, *others = server.gunicorn.processes()
    workers = [one.pid for one in others if one.ppid() == first.pid]
    for worker in workers:
        hang = [pid for pid in workers if pid != worker]
        for pid in hang:
            server.gunicorn.hang(pid)
        asked = [server.ask(f"/report/{number}/") for number in (7, 9)]
        server.computes(len(server.begun()) + TOGETHER, asked)
        for pid in hang:
            server.gunicorn.go_on(pid)
        server.computes(TOGETHER, asked)
        got = ", ".join(one.told() for one in asked if one.done())
        says = f"Two visitors ask for reports, and both reach the same worker. One gets {got}."
        expect(len(server.begun()) >= TOGETHER, says, "both reports are computed.")
    processes = len(server.gunicorn.processes())
    expect(processes <= MOST, f"{processes} processes.", f"at most {MOST}.")
    limit = server.gunicorn.settings["timeout"] - MORE
    is_killed = 0 < limit <= LONGEST and {*server.begun()} & {*workers}
    says = f"Reports are computed by workers, which gunicorn kills after {limit} seconds."
    expect(not is_killed, says, f"a report takes up to {LONGEST}.")


def test_killed(server):
    """Computes reports after processes have been killed.

    Tries: killed.
    """
    for kills in range(KILLS):
        visit, pid = server.computing(kills + 1, told(kills))
        os.kill(pid, signal.SIGKILL)
        server.open_gate()
        server.until(visit.done)
        server.close_gate()
    server.open_gate()
    server.right(9, given=told(KILLS))


# What the checks above are made of.
@pytest.fixture
def server(answer, gunicorn):
    """gunicorn with the answer's configuration and views."""
    path = Path(answer._path)
    application = APPLICATION % {"folder": str(path.parent), "module": path.stem}
    # What all workers need is loaded once, before they are forked.
    configuration = f"import django.core.handlers.wsgi\n{answer.GUNICORN}\n{PATIENT}"
    with gunicorn(configuration, application) as running:
        os.mkfifo(running.folder / "gate")
        yield Server(running)


class Server:
    """gunicorn, and what it computes."""

    def __init__(self, gunicorn):
        self.gunicorn, self.folder, self.gate = gunicorn, gunicorn.folder, None
        self.shown = set()  # what visitors have got

    def open_gate(self):
        """Let compute() return, now and from now on."""
        self.gate = os.open(self.folder / "gate", os.O_RDWR | os.O_NONBLOCK)

    def close_gate(self):
        os.close(self.gate)

    def begun(self):
        """Return the process of each report that compute() has begun."""
        begun = self.folder / "begun"
        lines = begun.read_text().splitlines() if begun.exists() else []
        return [int(line.split()[0]) for line in lines]

    def ask(self, path):
        return Asking(self.gunicorn.address, path)

    def until(self, holds):
        """Return whether something holds, when it does or gunicorn has nothing more to do."""
        return until(holds, self.gunicorn)

    def computes(self, number, asked):
        """Wait until so many reports have begun, or all visitors are answered."""
        self.until(lambda: len(self.begun()) >= number or all(map(Asking.done, asked)))

    def healthy(self):
        """Fail unless /health/ responds now."""
        visit, given = self.ask("/health/"), f"{VISITORS} visitors ask for reports, and /health/"
        says = f"{given} does not respond: each process that could is occupied."
        expect(self.until(visit.done), says, "it does, also while reports are computed.")
        is_right = (visit.status, visit.body) == (200, b"ok")
        expect(is_right, f"{given} responds {visit.told()}.", f"{response(200, b'ok')}.")

    def computing(self, number, given):
        """Ask for a report; return the visit, and the process that computes it."""
        for _ in range(2):  # the end of the one before may take a moment
            before = len(self.begun())
            visit = self.ask(f"/report/{number}/")
            self.until(lambda n=before, visit=visit: len(self.begun()) > n or visit.done())
            if pids := self.begun()[before:]:
                return visit, pids[0]
            self.until(lambda: False)
        says = f"{given}/report/{number}/ is not computed: {visit.told()}"
        raise fail(says, "it is, as no other report is computed.")

    def right(self, number, visit=None, given=""):
        """Fail unless a visitor, who may be of a rush, gets the right response."""
        visit, is_busy = visit or self.ask(f"/report/{number}/"), visit is not None
        path = f"{given}/report/{number}/"
        expect(self.until(visit.done), f"{path} does not respond.", "it does.")
        if visit.status == 503 and not is_busy:  # the end of the one before may take a moment
            self.until(lambda: False)
            visit = self.ask(f"/report/{number}/")
            self.until(visit.done)
        if number == 0:
            says = f"compute(0) raises, and {path} responds {visit.told()}."
            expect(visit.status == 500, says, "status 500.")
        elif not (is_busy and visit.status == 503):
            says, right = f"{path} responds {visit.told()}.", f"report {number}, ".encode()
            is_right = visit.status == 200 and visit.body.startswith(right)
            is_right = is_right and visit.body.endswith(b"More. ")
            expect(is_right, says, f"{response(200, right)} ...", details=self.gunicorn.log()[-6:])
            says = f"{path} responds what an earlier visitor has got: {visit.told()}."
            expect(visit.body not in self.shown, says, "what compute() returns for this request.")
            self.shown.add(visit.body)


def told(kills):
    """Return what has happened before."""
    return f"After {plural(kills, 'process', 'processes')} had been killed while computing, "
