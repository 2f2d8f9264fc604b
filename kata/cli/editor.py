"""The learner's own editor, opened at the line that a verdict names."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

# How each editor is told the line. Any other only gets the file.
_GOTO = {"code", "code-insiders", "codium", "cursor", "windsurf"}
_COLON = {"helix", "hx", "subl", "zed"}
_OPTION = {"charm", "idea", "kate", "mate", "pycharm"}
_PLUS = {"emacs", "emacsclient", "gedit", "jed", "jmacs", "joe", "kak", "mg", "micro", "nano"}
_PLUS |= {"ne", "nvim", "pico", "vi", "view", "vim"}


def edit(file: Path, line: int) -> str:
    """Open a file in the editor, and wait for its end.

    Args:
        line: where to put the cursor, 0 for unknown.

    Returns:
        A sentence on what went wrong; empty where nothing did.
    """
    editor = (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()
    if not editor:
        return "To use this key, set VISUAL or EDITOR before you start kata: export EDITOR=nano"
    try:
        code = subprocess.run(command(shlex.split(editor), file, line), check=False).returncode
    except (OSError, ValueError):
        return f"VISUAL or EDITOR is {editor!r}, which cannot be started."
    return f"{editor} ended with exit code {code}." if code else ""


def command(editor: Sequence[str], file: Path, line: int) -> list[str]:
    """Return the command that opens a file at a line, 0 for unknown."""
    name = Path(editor[0]).name
    if line and name in _GOTO:
        return [*editor, "--goto", f"{file}:{line}"]
    if line and name in _COLON:
        return [*editor, f"{file}:{line}"]
    if line and name in _OPTION:
        return [*editor, "--line", f"{line}", f"{file}"]
    if line and name in _PLUS:
        return [*editor, f"+{line}", f"{file}"]
    return [*editor, f"{file}"]
