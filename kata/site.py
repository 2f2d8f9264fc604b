"""The pages of the site that are made from the course itself: one for each chapter and exercise.

MkDocs loads this as a hook. The task is the docstring of ``before.py``, the checks are the tests,
hints come from ``chapter.toml``, answers from ``solutions/``: no page holds a copy of its own, and
a new chapter or exercise needs no line of configuration.
"""

from __future__ import annotations

import difflib
import html
import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

from kata import course, lessons
from kata.course import LEVELS, Chapter, Exercise, blocks, body, docstring, told
from kata.needs import NEEDS, Need
from kata.notebook.html import stylesheet

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# Each heading begins a section of its own for the search. Only a heading can exclude one: an
# attribute of the element around it counts as far as the first element inside that ends.
UNSEARCHED = "{ data-search-exclude }"
EDITOR = "build/web"  # what web/ is bundled to: the page's editor, and Python for it
UNKNOWN = "ADDRESS-OF-THE-REPOSITORY"  # what the pages show when the build was not told it
log = logging.getLogger("mkdocs.hooks.kata")


def on_config(config: MkDocsConfig) -> None:
    """Link the repository, and put the chapters below the entry "Course" of the navigation."""
    if not config.repo_url and (found := repository(os.environ)):
        config.repo_url, config.repo_name = found, "Repository"
    if not config.repo_url:
        log.info("The pages do not say where the course can be cloned: set SITE_REPOSITORY")
    course.chapters.cache_clear()  # A long-running server meets edited files.
    for chapter in _chapters(config):
        for exercise in chapter.exercises:
            if missing := _missing(exercise):
                log.info("%s is left out: it has no %s yet", exercise.slug, ", ".join(missing))
    for entry in config.nav or []:
        if entry.get("Course"):
            entry["Course"] = ["course/index.md", *map(_navigation, _chapters(config))]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the pages that no file holds."""
    from mkdocs.exceptions import PluginError
    from mkdocs.structure.files import File

    try:
        made = pages(_chapters(config))
    except lessons.LessonProblem as problem:
        raise PluginError(str(problem)) from problem
    made["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {config.site_url}sitemap.xml\n"
    for path, content in made.items():
        files.append(File.generated(config, path, content=content))
    editor = Path(config.config_file_path).resolve().parent / EDITOR
    if not editor.is_dir():
        log.info("%s is not there: exercises can be read on the site, and not checked", EDITOR)
    for file in sorted(path for path in editor.rglob("*") if path.is_file()):
        name = file.relative_to(editor).as_posix()
        files.append(File.generated(config, f"kata/{name}", abs_src_path=str(file)))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in what a written page cannot know, such as ``{{ repository }}``."""
    if page.file.generated_by:
        return markdown
    for name, value in _facts(config).items():
        markdown = markdown.replace(f"{{{{ {name} }}}}", value)
    return markdown


def repository(environment: Mapping[str, str]) -> str:
    """Return the address of the repository whose workflow builds the site, or an empty text.

    >>> repository({"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "ada/course"})
    'https://github.com/ada/course'
    """
    server, name = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    return f"{server}/{name}" if server and name else ""


def _facts(config: MkDocsConfig) -> dict[str, str]:
    every = [exercise for chapter in _chapters(config) for exercise in _whole(chapter)]
    in_the_page = _in_the_page(every)
    return {
        "repository": config.repo_url or UNKNOWN,
        "first": f"{in_the_page[0].slug}.md",
        "in_the_page": str(len(in_the_page)),
        "exercises": str(len(every)),
    }


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
    every = [exercise for part in course.in_order(chapters) for exercise in _whole(part)]
    for exercise, following in zip(every, [*every[1:], None], strict=True):
        made[f"{exercise.slug}.md"] = _exercise(exercise, following)
    return made


def _chapters(config: MkDocsConfig) -> list[Chapter]:
    return list(course.chapters(Path(config.config_file_path).resolve().parent))


def _whole(chapter: Chapter) -> list[Exercise]:
    """Return the exercises of a chapter that can be shown: an author may be writing one."""
    return [exercise for exercise in chapter.exercises if not _missing(exercise)]


def _missing(exercise: Exercise) -> list[str]:
    needed = (exercise.before, exercise.test, exercise.after, exercise.why)
    return [path.name for path in needed if not path.is_file()]


def _navigation(chapter: Chapter) -> dict[str, list[Any]]:
    entries = [{exercise.title: f"{exercise.slug}.md"} for exercise in _whole(chapter)]
    return {f"{chapter.number}. {chapter.title}": [f"{chapter.slug}/index.md", *entries]}


# Pages


def _overview(chapters: list[Chapter]) -> str:
    every = [exercise for chapter in chapters for exercise in _whole(chapter)]
    parts = [
        _front(title="The course", description="Every chapter and exercise."),
        "# The course\n\nEach chapter is a lesson and a few exercises. Go in order, or begin "
        "where your own site hurts.",
        f"{len(_in_the_page(every))} of the {len(every)} exercises run in the page. The others "
        "need a real server or threads: [install the course](../install.md) to solve them.",
    ]
    for chapter in course.in_order(chapters):
        whole = _whole(chapter)
        parts += [
            f"## {chapter.number}. [{prose(chapter.title)}](../{chapter.slug}/index.md)",
            prose(chapter.summary),
            f"{len(_in_the_page(whole))} of {len(whole)} run in the page.\n{{ .where }}",
            _cards(whole),
        ]
    return _joined(parts)


def _in_the_page(exercises: list[Exercise]) -> list[Exercise]:
    return [exercise for exercise in exercises if exercise.in_page]


def _index(chapters: list[Chapter]) -> str:
    """Return the titles of all exercises, for the page that shows a reader's progress."""
    exercises = [
        {"slug": exercise.slug, "title": exercise.title, "chapter": chapter.title}
        for chapter in course.in_order(chapters)
        for exercise in _whole(chapter)
    ]
    return json.dumps(exercises, ensure_ascii=False, indent=1)


def _chapter(chapter: Chapter, lesson: str) -> str:
    whole = _whole(chapter)
    return _joined(
        [
            _front(title=chapter.title, description=chapter.summary),
            f'<p class="eyebrow">Chapter {chapter.number}</p>',
            f"# {prose(chapter.title)}",
            f"{prose(chapter.summary)}\n{{ .lead }}",
            _contents(lesson),
            # navigation.instant rewrites every href, and stumbles over that of an SVG's <use>.
            re.sub(r"(<use\b[^>]*?) href=", r"\1 xlink:href=", lesson),
            "## Exercises",
            _cards(whole),
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
    return _joined(
        [
            _front(
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
        return _joined(
            [
                # One block to Markdown, although the code has empty lines.
                f'<div class="kata" data-slug="{exercise.slug}"{_next(following)}>'
                f"{_without_editor(exercise)}<pre><code>{code}</code></pre></div>",
                "There is nothing to install, and what you write stays in this browser. On your "
                f"own machine it is the file {file}, and `kata check {exercise.name}` checks it.",
            ]
        )
    needs = _listed([need.words for need in _lacking(exercise)])
    return _joined(
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
        parts.append(_folded("check", check.title, f"```python\n{check.source}\n```"))
    whole = exercise.test.read_text(encoding="utf-8").strip()
    name = _shown(exercise.test, exercise)
    parts += [
        _folded("file", f"The whole file: `{name}`", f"```python\n{whole}\n```"),
        "</div>",
    ]
    return _joined(parts)


def _hints(exercise: Exercise) -> str:
    many = len(exercise.hints)
    return _joined(
        _folded("hint", f"Hint {number} of {many}", prose(hint))
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
        *(_folded("also", _told(path), _code(path)) for path in exercise.also),
        f"### Wrong answers that people give {UNSEARCHED}",
        "Each of them is checked with every change of this course, and caught where it says.",
        *(
            _folded(
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
        f"<summary>{warning}</summary>\n\n{_joined(parts)}\n</details>"
    )


# Parts of pages


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


def _folded(kind: str, title: str, body: str) -> str:
    return f'??? {kind} "{title.replace(chr(34), "&quot;")}"\n\n{indent(body, "    ")}'


def _shown(path: Path, exercise: Exercise) -> str:
    return path.relative_to(exercise.root).as_posix()


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _front(description: str, **fields: object) -> str:
    # Templates print it as it is, between quotes.
    fields["description"] = html.escape(description)
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---"])


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


# Plain text as Markdown

_TOKEN = re.compile(
    r"""
      (?P<kept> `[^`]+` | \[[^\]]+\]\([^)\s]+\) )      # what is Markdown already
    | (?P<code> (?<![\w."'])(?!e\.g|i\.e)(?:
          (?<=[\w,=]\ )(?:None|True|False)\b            # and not "None of them"
        | (?:[A-Z][a-z]+){3,}\b                                                    # CamelCase
        | __\w+__ (?:\([^()\n]*\))?
        | [A-Za-z_]\w*(?:\.\w+)*\( (?:[^()\n]|\([^()\n]*\))* \) (?:\.\w+(?:\([^()]*\))?)*   # a call
        | [A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+ (?:\[[^\]]*\])?                        # dotted
        | [A-Za-z]\w*_\w+ (?:=[\w"'.()]+)?                                        # snake_case
    ) )
    | (?P<special> [\\*_<>\[\]#|] )
    """,
    re.VERBOSE,
)


def prose(text: str) -> str:
    """Return plain text as Markdown that shows it: what is code in it is set as code.

    >>> prose("Change feed() so that no <tag> or *star* is lost.")
    'Change `feed()` so that no &lt;tag&gt; or \\\\*star\\\\* is lost.'
    """
    return _TOKEN.sub(_marked, " ".join(text.split()))


def _marked(match: re.Match[str]) -> str:
    if match["kept"]:
        return match["kept"]
    if match["code"]:
        return f"`{match['code']}`"
    special = match["special"]
    return {"<": "&lt;", ">": "&gt;"}.get(special, "\\" + special)


def task(text: str) -> str:
    """Return a task as Markdown: paragraphs, lists with ``-``, and indented blocks as code."""
    return _joined(_blocks(text))


def _blocks(text: str) -> Iterator[str]:
    for block in blocks(text):
        if block.code:
            yield f"```text\n{block.text}\n```"
        elif block.text:
            mark = "\n{ .allowed }" if block.text == "Allowed:" else ""
            yield f"**{block.text}**{mark}" if block.items else prose(block.text)
        if block.items:
            yield "\n".join(
                f"- **{name}**: {prose(sentence)}" if name else f"- {prose(sentence)}"
                for name, sentence in block.items
            )


# Screens


def screen(source: str, *_: object, **__: object) -> str:
    """Draw a verdict as the terminal does. Markdown calls this for a block named ``screen``."""
    rows = source.rstrip().split("\n")
    drawn = [_row(row, first=number == 0) for number, row in enumerate(rows)]
    return (
        '<div class="screen" role="group" aria-label="A verdict, as the terminal shows it" '
        f'tabindex="0"><pre><code>{"".join(drawn)}</code></pre></div>'
    )


def _row(row: str, first: bool) -> str:
    """Return a row that, on a phone, goes on below its own beginning."""
    indent = len(row) - len(row.lstrip())
    return f'<span class="screen-row" style="--indent: {indent}">{_styled(row, first)}\n</span>'


def _styled(row: str, first: bool) -> str:
    text = html.escape(row, quote=False)
    if first:
        slug, gap, tally = re.fullmatch(r"(\S+)( *)(.*)", text).groups()  # type: ignore[union-attr]
        style = "good" if tally.startswith(("all", "the check")) else "bad"
        return f"<b>{slug}</b>{gap}<span class={style}>{tally}</span>"
    if line := re.fullmatch(r"( +[\d,]+ x  )(\S+:\d+)(.*)", text):
        return f"{line[1]}<b>{line[2]}</b>{line[3]}"
    if line := re.fullmatch(r"(  Next: )(kata \S+(?: \S+)?)(.*)", text):
        return f"{line[1]}<b>{line[2]}</b><span class=faint>{line[3]}</span>"
    if re.match(r" {4,}(?:\d+ x  )?\S", text):
        return f"<span class=code>{text}</span>"
    if line := re.fullmatch(r"(  .*?  +)(\d[\d,.]* [\w ]+|\(so much\) .*)", text):
        return f"{line[1]}<span class=good>{line[2]}</span>"
    return text


# The drawing of the engine


def rooms(source: str, *_: object, **__: object) -> str:
    """Draw the rooms of the engine. Markdown calls this for a block named ``rooms``.

    A line is a room and what it does; an empty line is between two floors.
    """
    floors = [floor.splitlines() for floor in html.escape(source.strip()).split("\n\n")]
    drawn = "".join(f"<li>{''.join(map(_room, floor))}</li>" for floor in floors)
    return (
        '<figure class="rooms"><ol aria-label="The floors, from the highest to the lowest">'
        f"{drawn}</ol></figure>"
    )


def _room(line: str) -> str:
    name, does = line.split(maxsplit=1)
    return f"<div><b>{name}</b><span>{does}</span></div>"
