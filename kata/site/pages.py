"""The pages that are made from the course itself: one for each chapter and exercise.

The task is the docstring of ``before.py``, the checks are the tests, hints come from
``chapter.toml``, answers from ``solutions/``: no page holds a copy of its own, and a new chapter or
exercise needs no line of configuration.
"""

from __future__ import annotations

import difflib
import html
import json
import re
from collections.abc import Callable
from pathlib import Path

from kata import course, lessons
from kata.course import LEVELS, Chapter, Exercise, body, docstring, told
from kata.needs import NEEDS, Need
from kata.notebook.html import stylesheet
from kata.site import slowbook
from kata.site.markdown import UNSEARCHED, drawn, folded, front, joined, prose, task


def pages(
    chapters: list[Chapter], lesson: Callable[[Chapter], str] = lessons.page
) -> dict[str, str]:
    """Return every generated page: its path below ``docs_dir``, and its text.

    Raises:
        LessonProblem: a lesson cannot be executed.
    """
    made = {"course/index.md": _overview(chapters), "course.json": _index(chapters)}
    made["assets/notebook.css"] = stylesheet()
    for chapter in chapters:
        made[f"{chapter.slug}/index.md"] = _chapter(chapter, lesson(chapter))
        if slowbook.is_below(chapter):
            made[f"{chapter.slug}/{slowbook.NAME}.md"] = slowbook.page(chapter)
    every = [exercise for part in course.in_order(chapters) for exercise in whole(part)]
    for exercise, following in zip(every, [*every[1:], None], strict=True):
        made[f"{exercise.slug}.md"] = _exercise(exercise, following)
    return made


def whole(chapter: Chapter) -> list[Exercise]:
    """Return the exercises of a chapter that can be shown: an author may be writing one."""
    return [exercise for exercise in chapter.exercises if not missing(exercise)]


def missing(exercise: Exercise) -> list[str]:
    """Return the names of the files without which an exercise cannot be shown."""
    needed = (exercise.before, exercise.test, exercise.after, exercise.why)
    return [path.name for path in needed if not path.is_file()]


def _overview(chapters: list[Chapter]) -> str:
    every = [exercise for chapter in chapters for exercise in whole(chapter)]
    parts = [
        front(title="The course", description="Every chapter and exercise."),
        "# The course\n\nEach chapter is a lesson and a few exercises. Go in order, or begin "
        "where your own site hurts.",
        f"{len(in_the_page(every))} of the {len(every)} exercises run in the page. The others "
        "need a real server or threads: [install the course](../install.md) to solve them.",
    ]
    for chapter in course.in_order(chapters):
        exercises = whole(chapter)
        parts += [
            f"## {chapter.number}. [{prose(chapter.title)}](../{chapter.slug}/index.md)",
            prose(chapter.summary),
            f"{len(in_the_page(exercises))} of {len(exercises)} run in the page.\n{{ .where }}",
            _cards(exercises),
        ]
    return joined(parts)


def in_the_page(exercises: list[Exercise]) -> list[Exercise]:
    """Return the exercises that a browser can check."""
    return [exercise for exercise in exercises if exercise.in_page]


def _index(chapters: list[Chapter]) -> str:
    """Return the titles of all exercises, for the page that shows a reader's progress."""
    exercises = [
        {"slug": exercise.slug, "title": exercise.title, "chapter": chapter.title}
        for chapter in course.in_order(chapters)
        for exercise in whole(chapter)
    ]
    return json.dumps(exercises, ensure_ascii=False, indent=1)


def _chapter(chapter: Chapter, lesson: str) -> str:
    exercises = whole(chapter)
    return joined(
        [
            front(title=chapter.title, description=chapter.summary),
            f'<p class="eyebrow">Chapter {chapter.number}</p>',
            f"# {prose(chapter.title)}",
            f"{prose(chapter.summary)}\n{{ .lead }}",
            _contents(lesson),
            drawn(lesson),
            "## Exercises",
            _cards(exercises),
            slowbook.link(chapter),
        ]
    )


def _contents(lesson: str) -> str:
    """Return links to the parts of a lesson: beside it, the navigation lists the exercises."""
    from markdown.extensions.toc import slugify

    headings = re.findall(r"^## (.+)$", lesson, re.MULTILINE)
    links = [f"- [{heading}](#{slugify(heading, '-')})" for heading in headings]
    return "\n".join([*links, "- [Exercises](#exercises)"]) if links else ""


def _cards(exercises: list[Exercise]) -> str:
    items = []
    for exercise in exercises:
        first = exercise.task.partition("\n\n")[0].replace("\n", " ")
        items.append(
            f'<li data-slug="{exercise.slug}" markdown="block">\n\n'
            f"**[{prose(exercise.title)}](../{exercise.slug}.md)**\n\n"
            f"{prose(first)}\n\n{_badges(exercise)}\n\n</li>"
        )
    return '<ol class="cards" markdown>\n' + "\n".join(items) + "\n</ol>"


def _exercise(exercise: Exercise, following: Exercise | None) -> str:
    first, _, rest = exercise.task.partition("\n\n")
    return joined(
        [
            front(
                title=exercise.title,
                description=first.replace("\n", " "),
                hide=["navigation", "toc"],
            ),
            f'<p class="eyebrow" markdown>[Lesson](index.md) `{exercise.slug}` '
            f"{_badges(exercise)}</p>",
            f"# {prose(exercise.title)}",
            # Where there is room, the editor stands beside the task.
            '<div class="desk" markdown>\n<div class="desk-task" markdown>',
            f"{prose(first)}\n{{ .lead }}",
            task(rest),
            '</div>\n<div class="desk-answer" markdown>',
            f"## Your answer {UNSEARCHED}",
            _answer(exercise, following),
            "</div>\n</div>",
            f"## What is checked {UNSEARCHED}",
            "In this order, and the first that fails is the one you read about.",
            _checks(exercise),
            *([f"## Hints {UNSEARCHED}", _hints(exercise)] if exercise.hints else []),
            f"## The solution {UNSEARCHED}",
            _solution(exercise),
        ]
    )


def _answer(exercise: Exercise, following: Exercise | None) -> str:
    file = f"`{_shown(exercise.answer, exercise)}`"
    starter = body(exercise.before)  # its docstring is the task above it
    if exercise.in_page:
        code = html.escape(starter, quote=False)
        return joined(
            [
                # One block to Markdown, although the code has empty lines.
                f'<div class="kata" data-slug="{exercise.slug}"{_next(following)}>'
                f"{_without_editor(exercise)}<pre><code>{code}</code></pre></div>",
                "There is nothing to install, and what you write stays in this browser. On your "
                f"own machine it is the file {file}, and `kata check {exercise.name}` checks it.",
            ]
        )
    needs = _listed([need.words for need in _lacking(exercise)])
    return joined(
        [
            f"This one runs on your own machine and not in the page: it needs {needs}, which no "
            "browser has. The course starts what it needs by itself. If you do not have the course "
            "yet, [install it](../install.md).",
            f"```console\n$ kata check {exercise.name}\n```",
            f"The file is {file}, and begins like this:",
            f"```python\n{starter}\n```",
        ]
    )


def _lacking(exercise: Exercise) -> list[Need]:
    """Return what an exercise needs that no browser has."""
    return [NEEDS[need] for need in exercise.needs if not NEEDS[need].in_page]


def _next(following: Exercise | None) -> str:
    """Return where the editor leads after a pass, as attributes of its place."""
    if following is None:
        return ""
    title = html.escape(following.title)
    return f' data-next="../../{following.slug}/" data-next-title="{title}"'


def _without_editor(exercise: Exercise) -> str:
    """Return what a browser shows that cannot check: no scripts, WebAssembly or editor's file."""
    return (
        '<noscript><p class="kata-without">Your browser could not load the editor, which needs '
        "JavaScript and WebAssembly. On your own machine, type "
        f"<code>kata check {exercise.name}</code></p></noscript>"
    )


def _checks(exercise: Exercise) -> str:
    parts = ['<div class="checks" markdown>']
    for check in exercise.checks.values():
        parts.append(folded("check", check.title, f"```python\n{check.source}\n```"))
    whole = exercise.test.read_text(encoding="utf-8").strip()
    name = _shown(exercise.test, exercise)
    parts += [
        folded("file", f"The whole file: `{name}`", f"```python\n{whole}\n```"),
        "</div>",
    ]
    return joined(parts)


def _hints(exercise: Exercise) -> str:
    many = len(exercise.hints)
    return joined(
        folded("hint", f"Hint {number} of {many}", prose(hint))
        for number, hint in enumerate(exercise.hints, 1)
    )


def _solution(exercise: Exercise) -> str:
    why = exercise.why.read_text(encoding="utf-8")
    parts = [
        f"### The reference {UNSEARCHED}",
        prose(docstring(exercise.after)),
        _code(exercise.after, beside=exercise.before),
        re.sub(r"^#+ (.+)$", rf"### \1 {UNSEARCHED}", why, flags=re.MULTILINE),
        f"### Other good answers {UNSEARCHED}",
        *(folded("also", _told(path), _code(path)) for path in exercise.also),
        f"### Wrong answers that people give {UNSEARCHED}",
        "Each of them is checked with every change of this course, and caught where it says.",
        *(
            folded(
                "wrong",
                _told(path),
                f"Caught by: *{prose(exercise.caught_by(path))}*\n\n{_code(path)}",
            )
            for path in exercise.wrong
        ),
    ]
    warning = (
        'Show the solution <small class="warning">Solve it first if you can: what you have read, '
        "you cannot find out any more. It opens by itself when you pass.</small>"
    )
    return (
        f'<details class="solution" data-slug="{exercise.slug}" markdown>\n'
        f"<summary>{warning}</summary>\n\n{joined(parts)}\n</details>"
    )


def _code(path: Path, beside: Path | None = None) -> str:
    """Return an answer without its docstring; lines that the starter does not have are marked."""
    code = body(path)
    marks = ""
    if beside:
        lines = code.splitlines()
        old, new = ([line.strip() for line in text] for text in (body(beside).splitlines(), lines))
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        kept = {
            n
            for block in matcher.get_matching_blocks()
            for n in range(block.b, block.b + block.size)
        }
        changed = [n + 1 for n, line in enumerate(new) if n not in kept and line]
        if 0 < len(changed) <= len(lines) / 2:
            marks = f' hl_lines="{" ".join(map(str, changed))}"'
    return f"```python{marks}\n{code}\n```"


def _told(path: Path) -> str:
    return prose(told(path).replace("\n", " "))


def _badges(exercise: Exercise) -> str:
    level = exercise.level
    marks = "●" * level + "○" * (max(LEVELS) - level)
    lacking = [need.words.partition(",")[0] for need in _lacking(exercise)]
    where = f"needs {_listed(lacking)}" if lacking else "runs in the page"
    return (
        f'<span class="badge level"><span aria-hidden="true">{marks}</span> {LEVELS[level]}</span>'
        f'<span class="badge where">{where}</span>'
    )


def _shown(path: Path, exercise: Exercise) -> str:
    return path.relative_to(exercise.root).as_posix()


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
