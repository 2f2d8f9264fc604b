"""Every page is there, complete, links to what exists, and asks no other host for anything."""

import html
import json
import re
import tomllib
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag, urljoin, urlparse

import pytest

from kata import course
from kata.capstone import story, subject
from kata.capstone.report import times
from kata.site.hooks import repository
from tests_site.conftest import REPOSITORY, ROOT

BASE = "http://127.0.0.1:8000/"
# What a browser fetches by itself. A link that somebody may click is no request.
FETCHES = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect",
                  "dns-prefetch", "manifest", "apple-touch-icon"}  # fmt: skip


class Page(HTMLParser):
    """What a page links to, what it fetches, and the anchors that it has."""

    def __init__(self, text):
        super().__init__()
        self.links, self.fetched, self.anchors, self.images = [], [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        self.anchors |= {attributes[name] for name in ("id", "name") if attributes.get(name)}
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "img":
            self.images.append(attributes)
        if tag == "link" and FETCHING_LINKS & set(attributes.get("rel", "").split()):
            self.fetched.append(attributes["href"])
        self.fetched += [attributes[name] for name in FETCHES.get(tag, ()) if attributes.get(name)]
        self.fetched += re.findall(r"url\(([^)]+)\)", attributes.get("style") or "")


@pytest.fixture(scope="session")
def parsed(pages):
    return {path: Page(text) for path, text in pages.items()}


def target(site, path, link):
    """Return the file that a link on a page leads to, and its anchor."""
    url, anchor = urldefrag(urljoin(BASE + path, link))
    place = unquote(urlparse(url).path).lstrip("/")
    return (
        site / place / "index.html" if place.endswith("/") or not place else site / place
    ), anchor


def has_editor(exercise, text):
    """Whether the text of a page has a place for an exercise's editor."""
    return bool(re.search(rf'<div class="kata"[^>]* data-slug="{exercise.slug}"', text))


def test_a_workflow_knows_the_repository_that_it_builds():
    github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "ada/course"}
    assert repository(github) == "https://github.com/ada/course"
    assert repository({"GITHUB_REPOSITORY": "ada/course"}) == ""


@pytest.mark.parametrize("path", ["index.html", "install/index.html"])
def test_a_visitor_reads_how_to_get_the_course(pages, path):
    text = re.sub(r"<[^>]+>", "", pages[path])
    assert f"git clone {REPOSITORY} scaling-django" in text
    assert "make learn" in text and "Python 3.11 or newer" in text


def test_every_page_links_the_repository_and_asks_it_nothing(pages, parsed):
    for path, page in parsed.items():
        assert REPOSITORY in page.links, path
        # Material's own link would ask api.github.com for the number of stars.
        assert 'data-md-component="source"' not in pages[path], path


def test_the_documentation_of_django_and_the_servers_is_linked(parsed):
    linked = {urlparse(link).netloc for link in parsed["install/index.html"].links}
    assert {"docs.djangoproject.com", "www.postgresql.org", "www.pgbouncer.org"} <= linked


def test_the_main_button_leads_to_the_first_exercise_with_an_editor(site, pages, parsed):
    first = next(one for one in course.exercises() if one.in_page)
    (button,) = re.findall(
        r'<a class="[^"]*md-button--primary[^"]*" href="([^"]+)"', pages["index.html"]
    )
    file, _ = target(site, "index.html", button)
    assert file == site / first.slug / "index.html"
    assert has_editor(first, file.read_text(encoding="utf-8"))


def test_home_and_course_say_how_many_exercises_run_in_the_page(pages):
    every = course.exercises()
    here = sum(one.in_page for one in every)
    for path in ("index.html", "course/index.html"):
        assert f"{here} of the {len(every)} exercises run in the page" in pages[path], path
    for chapter in course.parts():
        here = sum(one.in_page for one in chapter.exercises)
        assert f"{here} of {len(chapter.exercises)} run in the page" in pages["course/index.html"]


def test_a_card_says_what_its_exercise_needs_that_a_page_has_not(pages):
    cards = dict(
        re.findall(r'<li data-slug="([^"]+)">(.*?)</li>', pages["course/index.html"], re.DOTALL)
    )
    for exercise in course.exercises():
        (where,) = re.findall(r'<span class="badge where">(.*?)</span>', cards[exercise.slug])
        assert (where == "runs in the page") is exercise.in_page
        assert ("a real Valkey" in where) is ("valkey" in exercise.needs)


def test_the_drawing_of_growth_is_what_the_check_counts_and_to_scale():
    screen = (ROOT / "tests" / "screens" / "before.txt").read_text(encoding="utf-8")
    found = re.search(r"(\d+) queries for (\d+) posts, (\d+) queries for (\d+) posts", screen)
    many, posts, few, fewest = map(int, found.groups())
    drawing = (ROOT / "site" / "assets" / "drawings" / "growth.svg").read_text(encoding="utf-8")
    assert f"{few} queries for {fewest} posts and {many} for {posts}" in drawing
    left, bottom = map(float, re.search(r'"axis" d="M(\d+) \d+V(\d+)', drawing).groups())
    for kind, ends in (("climb", (few, many)), ("flat", (1, 1))):
        line = re.search(rf'"{kind}" [^>]*d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"', drawing)
        x1, y1, x2, y2 = map(float, line.groups())
        assert (x2 - left) / (x1 - left) == pytest.approx(posts / fewest, rel=0.02)
        assert (bottom - y2) / (bottom - y1) == pytest.approx(ends[1] / ends[0], rel=0.02)


def test_the_page_that_is_missing_leads_on(pages, parsed):
    assert "This page does not exist" in pages["404.html"]
    assert "/course/" in parsed["404.html"].links


def test_a_page_for_each_chapter_and_exercise(site):
    for chapter in course.chapters():
        assert (site / chapter.slug / "index.html").is_file()
        for exercise in chapter.exercises:
            if exercise.why.is_file():
                assert (site / exercise.slug / "index.html").is_file()


def test_the_former_address_of_an_exercise_leads_to_its_page(site, pages):
    assert course.moved()
    for former, slug in course.moved().items():
        signpost = (site / former / "index.html").read_text(encoding="utf-8")
        assert f'content="0; url={BASE}{slug}/"' in signpost
        assert f"{slug}/index.html" in pages


def test_every_page_tells_the_browser_which_exercises_have_moved(pages):
    for path, text in pages.items():
        told = re.search(r'<meta name="kata-moved" content="([^"]*)">', text)
        assert told and json.loads(html.unescape(told[1])) == course.moved(), path


def test_every_internal_link_leads_somewhere(site, pages, parsed):
    broken = []
    for path, page in parsed.items():
        for link in page.links:
            if not urljoin(BASE + path, link).startswith(BASE):
                continue
            file, anchor = target(site, path, link)
            if not file.is_file():
                broken.append(f"{path}: {link}")
            elif anchor and file.suffix == ".html":
                name = file.relative_to(site).as_posix()
                if anchor not in parsed[name].anchors and not anchor.startswith("__"):
                    broken.append(f"{path}: {link} has no such anchor")
    assert not broken


def test_nothing_is_fetched_from_another_host(site, parsed):
    foreign = [
        f"{path}: {url}"
        for path, page in parsed.items()
        for url in page.fetched
        if not urljoin(BASE + path, url).startswith((BASE, "data:"))
    ]
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        urls = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", text)
        foreign += [
            f"{sheet.name}: {url}" for url in map("".join, urls) if re.match(r"(https?:)?//", url)
        ]
    assert not foreign


def test_every_file_that_a_page_fetches_is_there(site, parsed):
    missing = {
        f"{path}: {url}"
        for path, page in parsed.items()
        for url in page.fetched
        if urljoin(BASE + path, url).startswith(BASE) and not target(site, path, url)[0].is_file()
    }
    assert not missing


def test_every_picture_has_words(parsed):
    for path, page in parsed.items():
        for image in page.images:
            assert image.get("alt") or "md-logo" in str(image) or image.get("alt") == "logo", path


def test_every_page_has_what_a_shared_link_shows(pages):
    for path, text in pages.items():
        said = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', text))
        assert all(said.get(name) for name in ("title", "description", "image")), path
        assert said["image"] == f"{BASE}assets/mark.png"
        address = path.removesuffix("index.html")
        assert path == "404.html" or said["url"] == BASE + address
        assert '<link rel="apple-touch-icon"' in text, path


def test_robots_are_told_where_the_list_of_pages_is(site):
    text = (site / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {BASE}sitemap.xml" in text
    assert (site / "sitemap.xml").is_file()


def test_no_code_is_in_a_table_where_its_lines_would_run_together(pages):
    assert not [
        path for path, text in pages.items() if re.search(r"<td[^>]*>\s*(<div>)?<pre", text)
    ]


def test_no_page_has_an_id_twice(pages):
    for path, text in pages.items():
        ids = re.findall(r'<[^>]* id="([^"]+)"', text)
        assert len(set(ids)) == len(ids), (path, [one for one in ids if ids.count(one) > 1][:3])


def test_no_template_or_markdown_is_left_over(pages):
    for path, text in pages.items():
        prose = re.sub(r"<(pre|script|code)\b.*?</\1>", "", text, flags=re.DOTALL)
        for left in ("--8<--", "??? ", "!!! ", "{ .", "```", "markdown=", "]("):
            assert left not in prose, f"{path} shows {left!r}"


def test_code_that_is_checked_here_is_told_from_what_needs_a_machine(pages):
    for exercise in course.exercises():
        if not exercise.why.is_file():
            continue
        text = pages[f"{exercise.slug}/index.html"]
        assert has_editor(exercise, text) is exercise.in_page, exercise.slug
        assert f"kata check {exercise.name}" in re.sub(r"<[^>]+>", "", text)


def test_a_lesson_begins_with_links_to_its_parts(pages):
    for chapter in course.chapters():
        text = pages[f"{chapter.slug}/index.html"].partition("<article")[2]
        links = re.findall(r'<li><a href="#([\w-]+)">', text.partition("<h2")[0])
        parts = re.findall(r'<h2 id="([\w-]+)"', text)
        assert links == parts and len(parts) == 7, chapter.slug


def test_an_editor_knows_the_next_exercise(site, pages):
    found = 0
    for exercise, following in pairwise(course.exercises()):
        page = f"{exercise.slug}/index.html"
        for link in re.findall(r'data-next="([^"]+)"', pages[page]):
            assert target(site, page, link)[0] == site / following.slug / "index.html"
            found += 1
    assert found >= sum(one.in_page for one in course.exercises()) - 1


def test_the_editor_stands_beside_the_task(pages):
    for exercise in course.exercises():
        text = pages[f"{exercise.slug}/index.html"]
        desk = text.index('<div class="desk">')
        answer, checks = text.index('<div class="desk-answer">'), text.index('id="what-is-checked"')
        assert desk < answer < checks


def test_a_page_names_all_checks_hints_and_answers(pages):
    for exercise in course.exercises():
        if not exercise.why.is_file():
            continue
        text = pages[f"{exercise.slug}/index.html"]
        assert text.count('<details class="check">') == len(exercise.checks)
        assert text.count('<details class="hint">') == len(exercise.hints)
        assert text.count('<details class="also">') == len(exercise.also)
        assert text.count('<details class="wrong">') == len(exercise.wrong)
        assert text.index('<details class="solution"') < text.index('<details class="wrong">')


def test_the_search_does_not_tell_the_solution(site):
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "Wrong answers that people give" not in index
    assert "The front page" in index


def test_the_search_holds_tasks_and_lessons_and_neither_tests_nor_hints(site):
    file = site / "search" / "search_index.json"
    entries = json.loads(file.read_text(encoding="utf-8"))["docs"]
    assert not {"What is checked", "Hints", "Your answer"} & {entry["title"] for entry in entries}
    text = re.sub(r"<[^>]+>", "", " ".join(entry["text"] for entry in entries))
    words = html.unescape(" ".join(text.split()))
    for exercise in course.exercises():
        for hint in exercise.hints:
            assert re.sub(r"[`*]", "", hint) not in words, exercise.slug
    assert file.stat().st_size < 8_500 * len(course.exercises())  # bytes, before compression


SLOWBOOK = "capstone/slowbook/index.html"


def test_the_page_on_slowbook_has_the_rules_that_a_learner_gets(pages):
    words = html.unescape(re.sub(r"<[^>]+>", "", pages[SLOWBOOK]))
    read_me = (subject.ORIGINALS / "before" / "README.md").read_text(encoding="utf-8")
    rules = read_me.partition("## The rules")[2].strip().split("\n- ")
    assert len(rules) > 5
    for rule in rules:
        plain = " ".join(re.sub(r"^- |`", "", rule).split())
        assert plain in " ".join(words.split())
    for name in ("start", "check", "profile", "report"):
        assert f"kata capstone {name}" in words


def test_the_page_on_slowbook_draws_each_step_and_has_its_figures(pages):
    text, found = pages[SLOWBOOK], story.measured()
    (told,) = re.findall(r'<svg [^>]*role="img" aria-label="([^"]*)"', text)
    rows = re.findall(r"<tr[^>]*>(?:<td[^>]*>[^<]*</td>){4}</tr>", text)
    for number, step in enumerate(story.steps(), 1):
        name = f"{number}. {html.escape(step.name)}"
        assert f"{name} " in told
        assert text.count(f">{name}</text>") == 1
        assert times(found.ratios[step.name]) in rows[number - 1]
    assert f"{found.at[:4]} by <code>python -m bench --slowbook</code>" in text
    assert "style=" not in text.partition("<article")[2].partition("</article")[0]


def test_the_page_on_slowbook_is_below_its_chapter_and_links_each_exercise(site, parsed):
    chapter = "capstone/index.html"
    leads = [target(site, chapter, link)[0] for link in parsed[chapter].links]
    assert leads.count(site / SLOWBOOK) >= 2, "the navigation, and below the exercises"
    leads = {target(site, SLOWBOOK, link)[0] for link in parsed[SLOWBOOK].links}
    faults = tomllib.loads((subject.ORIGINALS / "faults.toml").read_text(encoding="utf-8"))["fault"]
    for fault in faults:
        slug = re.sub(r"^\d+_", "", fault["exercise"])
        assert site / slug / "index.html" in leads, slug


def test_the_search_finds_the_rules_of_slowbook_and_no_fix(site):
    file = site / "search" / "search_index.json"
    entries = json.loads(file.read_text(encoding="utf-8"))["docs"]
    own = [entry for entry in entries if entry["location"].startswith("capstone/slowbook/")]
    words = html.unescape(re.sub(r"<[^>]+>", "", " ".join(entry["text"] for entry in own)))
    assert "A page may be one second old" in words
    for step in story.steps():
        assert step.name not in words
    for name in subject.REFERENCES:
        why = (subject.ORIGINALS / name / "why.md").read_text(encoding="utf-8")
        sentences = re.findall(r"^[A-Z][^|`*]{40,}?\.", why, re.MULTILINE)
        assert sentences, name
        assert [it for it in sentences if " ".join(it.split()) in " ".join(words.split())] == []


def test_own_files_are_small(site):
    own = [*site.glob("assets/*.css"), *site.glob("assets/*.mjs")]
    assert sum(path.stat().st_size for path in own) < 60_000
    assert {PurePosixPath(path.name).suffix for path in own} == {".css", ".mjs"}
