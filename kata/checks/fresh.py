"""A new process of Python that loads an answer, and tells what it has imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

from kata.checks.attribution import Target, source, where
from kata.checks.findings import fail

NAME = "handler"  # what the process calls the answer

# What the answer prints goes where this process's errors go: the first pipe belongs to the orders.
_RUNNER = f"""
import sys
at_start = set(sys.modules)
import json, os, types
file, parent = sys.argv[1:]
tell = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
from kata import owner
owner.end_with(int(parent), 9)
def load():
    global {NAME}
    {NAME} = sys.modules[{NAME!r}] = types.ModuleType({NAME!r})
    {NAME}.__file__ = file
    with open(file, "rb") as text:
        exec(compile(text.read(), file, "exec", optimize=0), vars({NAME}))
for order in sys.stdin:
    code, values = json.loads(order)
    try:
        said = {{"value": eval(code, globals(), values)}}
        json.dumps(said)
    except BaseException as error:
        trace, line = error.__traceback__, getattr(error, "lineno", 0)
        while trace:
            line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == file else line
            trace = trace.tb_next
        said = {{"error": f"{{type(error).__name__}}: {{error}}", "line": line or 0}}
    said["loaded"] = sorted(set(sys.modules) - at_start)
    tell.write(json.dumps(said) + chr(10))
    tell.flush()
os._exit(0)
"""


class Fresh:
    """A new process that has loaded the answer, without Django's settings and without a cache.

    So what a check learns of it is what a platform has that starts such a process: nothing was
    imported before.

    Attributes:
        loaded: the modules that the load of the answer and the orders since then have loaded.

    Example::

        with Fresh(DATABASE_URL=url) as process:
            print(len(process.loaded))
            print(process.ask("handler.page(number)", number=7))
    """

    def __init__(self, path: str = "", **environment: str) -> None:
        """Prepare it.

        Args:
            path: of another file than the answer.
            environment: what is in it, beside what is in this one; without Django's settings.
        """
        self._path = path or Target.path
        self._environment = {**os.environ, **environment}
        self._environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.loaded: list[str] = []

    def __enter__(self) -> Fresh:
        # -P: no module of the learner's folder hides one of Python's.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _RUNNER, self._path, str(os.getpid())],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        try:
            self._ask("load()", {}, "The import of your file")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it: an answer may have left threads."""
        self._process.kill()
        self._process.communicate()

    def ask(self, code: str, /, **values: Any) -> Any:
        """Return the value of an expression there; what comes and goes is made of JSON.

        Args:
            values: what names in it stand for; the answer is ``handler``.

        Raises:
            CheckFailed: it raises something, or the process ends.
        """
        return self._ask(code, values, code)

    def _ask(self, code: str, values: dict[str, Any], what: str) -> Any:
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps([code, values]) + "\n")
            self._process.stdin.flush()
            reply = self._process.stdout.readline()
        except BrokenPipeError:
            reply = ""
        if not reply:
            raise fail(f"{what}: the process {_ended(self._process.wait())}.")
        said = json.loads(reply)
        self.loaded = said["loaded"]
        if "error" in said:
            line = said["line"]
            lines = [f"{where(line)}  {source(line)}"] if line else []
            raise fail(f"{what} raises {' '.join(said['error'].split())[:200]}", details=lines)
        return said["value"]


def _ended(code: int) -> str:
    if code >= 0:
        return f"has exited with status {code}"
    return f"was ended by {signal.Signals(-code).name}"
