"""What MkDocs calls: the pages that no file holds, and what a written page cannot know."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata import course, lessons
from kata.course import Chapter
from kata.site import slowbook
from kata.site.pages import in_the_page, missing, pages, whole

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

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
    config.extra["moved"] = _moved(config)
    for chapter in _chapters(config):
        for exercise in chapter.exercises:
            if lacks := missing(exercise):
                log.info("%s is left out: it has no %s yet", exercise.slug, ", ".join(lacks))
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
    for former, slug in config.extra["moved"].items():
        made[f"{former}/index.html"] = signpost(f"{config.site_url}{slug}/")
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
    every = [exercise for chapter in _chapters(config) for exercise in whole(chapter)]
    here = in_the_page(every)
    return {
        "repository": config.repo_url or UNKNOWN,
        "first": f"{here[0].slug}.md",
        "in_the_page": str(len(here)),
        "exercises": str(len(every)),
    }


def signpost(address: str) -> str:
    """Return the page at a former address, which leads to the present one."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>This page has moved</title>'
        f'<link rel="canonical" href="{address}"><meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0; url={address}">'
        f'<p>This page has moved: <a href="{address}">{address}</a></p></html>\n'
    )


def _moved(config: MkDocsConfig) -> dict[str, str]:
    every = [exercise for chapter in _chapters(config) for exercise in whole(chapter)]
    return {one.moved_from: one.slug for one in every if one.moved_from}


def _chapters(config: MkDocsConfig) -> list[Chapter]:
    return list(course.chapters(Path(config.config_file_path).resolve().parent))


def _navigation(chapter: Chapter) -> dict[str, list[Any]]:
    entries = [{exercise.title: f"{exercise.slug}.md"} for exercise in whole(chapter)]
    if slowbook.is_below(chapter):
        entries.append({slowbook.TITLE: f"{chapter.slug}/{slowbook.NAME}.md"})
    return {f"{chapter.number}. {chapter.title}": [f"{chapter.slug}/index.md", *entries]}
