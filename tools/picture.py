"""Draws the verdict on the starter of ``feed`` for the README: ``site/assets/verdict.svg``.

Run it when the screen has changed: ``.venv/bin/python tools/picture.py``
"""

import io
import re

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from kata import report
from kata.course import ROOT, find
from kata.judging import runner

PICTURE = ROOT / "site" / "assets" / "verdict.svg"
STYLES = {"good": "bold green", "bad": "bold red", "strong": "bold", "faint": "dim", "code": "cyan"}
THEME = TerminalTheme(
    (24, 26, 32),
    (222, 224, 230),
    [
        (24, 26, 32),
        (240, 113, 120),
        (126, 200, 135),
        (224, 179, 92),
        (110, 160, 240),
        (190, 140, 220),
        (110, 190, 205),
        (222, 224, 230),
    ],
)


def main() -> None:
    """Check the starter and draw its screen."""
    runner.warm()
    exercise = find("related_objects/feed")[0]
    verdict = runner.check(runner.Job(exercise, exercise.before))
    verdict.answer = str(exercise.answer)
    console = Console(width=report.WIDTH + 2, record=True, file=io.StringIO())
    for row in report.screen(verdict):
        line = Text()
        for span in row:
            line.append(span.text.replace("before.py", "feed.py"), STYLES.get(span.style, ""))
        console.print(line, highlight=False, no_wrap=True, crop=True)
    svg = console.export_svg(title="kata check feed", theme=THEME, unique_id="verdict")
    # Rich names a web font on another host; the reader's own monospaced font serves.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas")
    PICTURE.write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
