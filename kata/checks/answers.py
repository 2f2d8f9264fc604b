"""Loads one answer module, fresh, from any file."""

from __future__ import annotations

import codecs
import importlib.util
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from kata.checks.attribution import Target, where
from kata.checks.findings import fail

PREFIX = "answer_"  # of the names of modules


class Answer:
    """The names that an answer file defines; a missing one fails the check with a sentence."""

    def __init__(self, module: ModuleType, path: Path) -> None:
        self.__dict__.update(_module=module, _path=path)

    def __getattr__(self, name: str) -> Any:
        if str(self._path) == Target.path:
            Target.asked = name
        try:
            return getattr(self._module, name)
        except AttributeError:
            raise fail(
                f"{self._path.name} has no {name!r} any more.",
                f"keep the name {name!r} and what it takes; kata reset brings the starter back.",
            ) from None


def load(path: Path) -> Answer:
    """Run a Python file as a new module and return what it defines.

    Raises:
        CheckFailed: there is no such file, or it is not Python.
        BaseException: whatever the file raises when it is run.
    """
    return Answer(_run(path), path)


def again(answer: Answer, *, seed: int = 0) -> Answer:
    """Return an answer loaded once more: what another process of the same server has of it.

    Args:
        seed: of its ``hash()``, which each process of Python has; 0 is that of this process.

    Raises:
        CheckFailed, BaseException: as ``load``.
    """
    loaded = load(answer._path)
    if seed:
        vars(loaded._module)["hash"] = lambda value: hash((seed, value))
    return loaded


class _Fresh(SourceFileLoader):
    """Reads the source each time.

    Python's cache goes by size and whole seconds: it would bring back the answer before, when two
    versions of the same length are saved within a second.
    """

    def get_code(self, fullname: str) -> CodeType:
        # With its assert statements, whatever PYTHONOPTIMIZE says: an answer can be a test.
        data = self.get_data(self.path)
        code: CodeType = compile(data, self.path, "exec", dont_inherit=True, optimize=0)
        return code


def _run(path: Path) -> ModuleType:
    if not path.is_file():
        raise fail(f"There is no file {path}.", "kata reset brings the starter back.")
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        raise fail(f"{path.name} is not a text file in UTF-8.", "save it with the encoding UTF-8.")
    # Not under its own name: an answer called thread.py must not hide a module of the same name.
    _forget_models()
    loader = _Fresh(f"{PREFIX}{path.stem}", str(path))
    spec = importlib.util.spec_from_file_location(loader.name, path, loader=loader)
    assert spec is not None, "a file with a loader always has one"
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        loader.exec_module(module)
    except SyntaxError as error:
        if error.filename != str(path):
            raise
        place = where(error.lineno) if error.lineno else path.name
        raise fail(
            f"Python cannot read {place}: {error.msg}.",
            details=[(error.text or "").rstrip()] if error.text else [],
        ) from None
    except UnicodeDecodeError as error:
        raise fail(f"{path.name} is not a text file in UTF-8: {error}.") from None
    return module


def _forget_models() -> None:
    """Let an answer declare a model that another one in this process has declared.

    Django refuses a second model of the same name, and warns when a module is loaded again.
    """
    from django.apps import apps

    for models in apps.all_models.values():
        for name in [name for name, it in models.items() if it.__module__.startswith(PREFIX)]:
            del models[name]
            apps.clear_cache()
