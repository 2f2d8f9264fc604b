"""What visitors of Slowbook ask for, as plain data, and when two responses are the same to them.

A visit that changes something needs the cookie ``csrftoken`` of its visitor in the header
``X-CSRFToken`` as well: the client adds both cookies and that header.
"""

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from kata.capstone import world

# A value of three is a file: its name, its type and its text. Such a body is sent as
# multipart/form-data, every other one as application/x-www-form-urlencoded.
Value = str | tuple[str, str, str]


@dataclass(frozen=True)
class Visit:
    """A request of a visitor.

    Attributes:
        who: the name of the person, who has logged in; without one, a visitor without cookies.
    """

    method: str
    path: str
    who: str | None = None
    body: Mapping[str, Value] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


PEOPLE = world.PEOPLE
MEMBERS = tuple(PEOPLE)
KEYS = (7, 45, 99, 250, 333, 499, 500)  # posts that everybody may like and comment on
PAIRED = tuple(range(261, 281))  # posts, each for two people who like it at the same time
JSON, HTML = "application/json", "text/html"
FILE = "".join(f"{n:05} a line of a solution that somebody has uploaded\n" for n in range(400))


def get(path: str, who: str | None = None, **headers: str) -> Visit:
    """Return a visit to a page."""
    return Visit("GET", path, who, None, {k.replace("_", "-"): v for k, v in headers.items()})


def post(path: str, who: str, **body: Value) -> Visit:
    """Return the visit of a person who sends a form."""
    return Visit("POST", path, who, body)


def page_of(key: int, who: str | None = None) -> Visit:
    """Return a visit to a post."""
    return get(f"/posts/{key}/", who)


def like_of(key: int, who: str = MEMBERS[0]) -> Visit:
    """Return what likes a post. A person likes it once, however often they ask."""
    return post(f"/posts/{key}/like/", who)


def comment_on(key: int, text: str, who: str = MEMBERS[0]) -> Visit:
    """Return what adds a comment to a post."""
    return post(f"/posts/{key}/comment/", who, text=text)


def likes_in(page: bytes | str) -> int:
    """Return the number of likes that the page of a post shows; -1 if it shows none."""
    found = re.search(r"""id=["']?likes["']?[^>]*>\s*(\d+)""", _text(page))
    return int(found[1]) if found else -1


def name_in(page: bytes | str) -> str:
    """Return the name of the person whose page it is; empty on a page for everybody."""
    found = re.search(r"""id=["']?name["']?[^>]*>\s*([^<]*?)\s*<""", _text(page))
    return found[1] if found else ""


# Whatever was there before is of earlier years.
_NEW_TIMES = (
    re.compile(r"(\b\d{1,2} [A-Z][a-z]+ 20(?:2[6-9]|[3-9]\d), )\d\d:\d\d"),
    re.compile(r"(\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\dT)[\d:.]+"),
)


def same(before: Response, after: Response) -> str | None:  # noqa: PLR0911
    """Return what a visitor sees that is not the same; None if everything is."""
    if before.status != after.status:
        return f"The status is {after.status}; the original's is {before.status}."
    for name in ("Content-Type", "Location"):
        old, new = (_plain(_header(it, name)) for it in (before, after))
        if old != new:
            return f"The header {name} is {new or 'missing'}; the original's is {old or 'missing'}."
    kind = _plain(_header(before, "Content-Type"))
    old, new = (_body(it) for it in (before, after))
    if not old or not new:
        return None if old == new else "Only one of the two responses has a body."
    if kind.startswith(JSON):
        return _difference(_values(json.loads(old)), _values(_json(new)))
    if kind.startswith("text/csv"):
        return _difference(*([",".join(row) for row in _csv(it)] for it in (old, new)))
    if kind.startswith((HTML, "application/atom+xml")):
        return _difference(_seen(old), _seen(new))
    return None if old == new else "The body is not the original's."


def mails(printed: str) -> list[str]:
    """Return the mails that the command has printed, in an order of their own.

    How many comments a post has by then depends on when a mail is made.
    """
    text = re.sub(r"\d+ (comment|like)s", r"\1s", printed)
    found = re.findall(r"(?ms)^To: .*?^You get this mail because you follow [^\n]*", text)
    return sorted("\n".join(mail.split()) for mail in found)


def _header(response: Response, name: str) -> str:
    """Return a header, however its name is written."""
    return next((v for k, v in response.headers.items() if k.lower() == name.lower()), "")


def _plain(header: str) -> str:
    return re.sub(r"\s*;\s*", "; ", header).strip()


def _body(response: Response) -> str:
    body = response.body
    if body and _header(response, "Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    text = body.decode("utf-8", "replace")
    for times in _NEW_TIMES:  # the two sites were written to at different moments
        text = times.sub(lambda found: re.sub(r"\d", "0", found[0]), text)
    return text


def _text(page: bytes | str) -> str:
    return page.decode("utf-8", "replace") if isinstance(page, bytes) else page


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text[:200]


def _values(value: Any, place: str = "") -> list[str]:
    """Return each value with its place: the order of keys is not seen, that of a list is."""
    if isinstance(value, dict):
        return [it for key in sorted(value) for it in _values(value[key], f"{place}.{key}")]
    if isinstance(value, list):
        rows = [it for n, item in enumerate(value) for it in _values(item, f"{place}[{n}]")]
        return [f"{place} has {len(value)}", *rows]
    return [f"{place.lstrip('.')} = {json.dumps(value, ensure_ascii=False)}"]


def _csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def _seen(page: str) -> list[str]:
    """Return tags with their attributes, and the text between them."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found()


class _Reader(HTMLParser):
    """Reads a page as a browser does: spaces, quotes and CSRF tokens make no difference."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_of_text()
        known = dict(attrs)
        if known.get("name") == "csrfmiddlewaretoken":
            known["value"] = "…"
        inside = "".join(f' {name}="{known[name] or ""}"' for name in sorted(known))
        self.parts.append(f"<{tag}{inside}>")

    def handle_endtag(self, tag: str) -> None:
        self._end_of_text()
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def found(self) -> list[str]:
        self._end_of_text()
        return self.parts

    def _end_of_text(self) -> None:
        if text := " ".join("".join(self.words).split()):
            self.parts.append(text)
        self.words = []


def _difference(old: list[str], new: list[str]) -> str | None:
    """Say where two lists differ first."""
    if old == new:
        return None
    for before, after in zip(old, new, strict=False):
        if before != after:
            return f"The response has {_short(after)} where the original has {_short(before)}."
    if len(old) > len(new):
        return f"The response ends before {_short(old[len(new)])}."
    return f"The response goes on with {_short(new[len(old)])} after the original's end."


def _short(text: str) -> str:
    return f"“{text[:100]}…”" if len(text) > 100 else f"“{text}”"


def _recorded() -> list[Visit]:
    """Return 200 reads. None of them depends on another, or changes what another one shows."""
    members = [MEMBERS[n * 7 % len(MEMBERS)] for n in range(40)]
    both = (None, "ada")
    odd = ("0", "-1", "1", "2", "34", "35", "9999", "abc", "", "\uff11", "2.0", "9" * 20)
    words = ["tree", "zugzwang", "100%", "snake_case", "o'brien", "C++", "naïve", "NAÏVE", "Straße"]
    words += [
        "STRASSE",
        "поиск",
        "ПОИСК",
        "検索",
        "並",
        "%",
        "_",
        "\\",
        '"',
        "<12>",
        "a b",
        "  ",
        "",
    ]
    words += ["no such word", "x" * 150, "e", "puzzle game", "the", "@ada"]
    contests = ("contest-01", "contest-07", "contest-30", "contest-59", "contest-60")
    posts = (1, 2, 7, 13, 99, 250, 333, 499, 500)
    visits = [get(f"/?page={quote(page)}") for page in odd]
    visits += [
        get(path, who) for path in ("/", "/?order=hot", "/?order=old&page=3") for who in both
    ]
    visits += [page_of(key) for key in posts]
    visits += [page_of(key, who) for key, who in zip(posts, members, strict=False)]
    visits += [get(f"/posts/{key}/") for key in (0, 501, 10**20)]
    visits += [get("/posts/abc/"), get("/posts/7"), get("/posts/07/"), get("/nothing/")]
    for slug in contests:
        visits += [get(f"/contests/{slug}/"), get(f"/contests/{slug}/standings/")]
        visits += [get(f"/contests/{slug}/attempts.csv"), get(f"/api/contests/{slug}/standings/")]
    visits += [get("/contests/"), get("/contests/", "olga"), get("/contests/contest-99/")]
    visits += [get("/contests/contest-07/", "grace"), get("/contests/CONTEST-07/")]
    visits += [
        get(f"/contests/contest-01/standings/?page={page}") for page in ("2", "0", "999", "x")
    ]
    visits += [get("/contests/contest-02/standings/", name) for name in ("ada", "zoë")]
    visits += [get(f"/tags/{slug}/") for slug in ("trees", "sql", "unicode", "none", "Trees")]
    visits += [get("/tags/math/?page=2", "chen"), get("/tags/math/?page=-3")]
    visits += [get(f"/people/?page={page}") for page in ("1", "2", "20", "40", "41", "0", "zz")]
    names = ("ada", "ADA", "Ada", "zoë", "ZOË", "nobody", "ad_", "a%", "bela27", "Tara97", "uma98")
    visits += [get(f"/people/{quote(name)}/") for name in names]
    visits += [get("/people/linus/", "linus"), get("/people/chen/", "ada")]
    visits += [get(f"/search/?q={quote(word)}") for word in words]
    visits += [get("/search/"), get("/search/?q=graph", "jun"), get("/search/?q=graph&page=2")]
    visits += [
        get(f"/attempts/?page={page}") for page in ("1", "2", "400", "800", "801", "-1", "q")
    ]
    visits += [get("/stats/"), get("/feed.xml"), get("/healthz"), get("/attempts/", "dana")]
    visits += [get("/account/"), *(get("/account/", name) for name in MEMBERS[:6])]
    visits += [get("/account/unread/"), *(get("/account/unread/", name) for name in MEMBERS[6:10])]
    visits += [get(f"/api/posts/?page={page}") for page in ("1", "9", "17", "99", "x")]
    visits += [get(f"/api/posts/?contest={slug}") for slug in ("contest-07", "contest-60", "none")]
    visits += [get(f"/api/posts/{key}/") for key in (7, 13, 200, 501)]
    visits += [get(f"/api/people/{name}/") for name in ("ada", "GRACE", "nobody")]
    visits += [
        get(f"/api/attempts/?after={after}") for after in ("", "0", "20000", "39950", "x", "-5")
    ]
    visits += [get(f"/api/attempts/?after={10**20}"), get("/api/attempts/?after=40000")]
    visits += [get("/static/site.css"), get("/static/none.css"), get("/static/..%2fsettings.py")]
    visits += [get("/files/none.txt"), get("/login/"), get("/login/?next=/account/")]
    visits += [Visit("HEAD", path) for path in ("/", "/posts/7/", "/api/posts/", "/nothing/")]
    visits += [get("/", If_None_Match='"unknown"'), get("/posts/7/", Accept_Encoding="gzip")]
    visits += [get("/api/posts/", Accept="text/html")]
    # Requests that Slowbook refuses.
    visits += [Visit("POST", "/posts/7/like/"), get("/posts/7/like/", "ada"), get("/posts/7/like/")]
    visits += [post("/posts/7/comment/", "ada", text="  "), post("/posts/0/like/", "ada")]
    visits += [post("/posts/7/attempt/", "ada", answer=""), post("/upload/", "ada", file="none")]
    visits += [post("/posts/7/comment/", "ada", text="x" * 2001), get("/upload/", "ada")]
    return visits


RECORDED: list[Visit] = _recorded()


def _mix() -> list[tuple[int, list[Visit]]]:
    """Return what visitors ask for, each kind with its weight; all weights together are 100."""
    posts = [500, 499, 497, 496, 490, 485, 470, 450, 400, 333, 250, 200, 99, 45, 7, 2]
    slugs = [f"contest-{n:02}" for n in (59, 58, 57, 40, 20, 1)]
    everybody: list[tuple[int, list[Visit]]] = [
        (11, [get("/")]),
        (5, [get("/?page=2"), get("/?page=3"), get("/?page=20"), get("/?order=hot")]),
        (14, [page_of(key) for key in posts]),
        (4, [get(f"/contests/{slug}/") for slug in slugs]),
        (4, [get(f"/contests/{slug}/standings/") for slug in slugs]),
        (1, [get("/contests/")]),
        (2, [get(f"/tags/{slug}/") for slug in ("trees", "sql", "graphs")]),
        (2, [get(f"/people/?page={page}") for page in (1, 2, 30)]),
        (4, [get(f"/people/{name}/") for name in ("ada", "Grace", "bela27", "omar40")]),
        (4, [get(f"/search/?q={word}") for word in ("tree", "zugzwang", "palindrome", "puzzle")]),
        (3, [get(f"/attempts/?page={page}") for page in (1, 2, 700)]),
        (1, [get("/stats/")]),
        (1, [get("/feed.xml")]),
        (3, [get("/api/posts/"), get("/api/posts/?page=12"), get("/api/posts/7/")]),
        (2, [get("/api/contests/contest-59/standings/"), get("/api/attempts/?after=39000")]),
        (1, [get(f"/contests/{slug}/attempts.csv") for slug in slugs[:3]]),
        (4, [get("/static/site.css")]),
    ]
    members: list[tuple[int, list[Visit]]] = [
        (7, [get("/", who) for who in MEMBERS]),
        (9, [page_of(key, MEMBERS[n % 20]) for n, key in enumerate(posts * 5)]),
        (2, [get("/account/", who) for who in MEMBERS]),
        (4, [get("/account/unread/", who) for who in MEMBERS]),
        (2, [get(f"/contests/{slugs[n % 6]}/", who) for n, who in enumerate(MEMBERS)]),
        (2, [get("/?order=hot", who) for who in MEMBERS]),
    ]
    said = (
        "Use a heap.",
        "Thanks, @ada!",
        "It is **linear** in the end.",
        "Which limit do you mean?",
    )
    answer = "sort the pairs by their end and take each one that begins after the last one taken"
    some = [(key, MEMBERS[n * 3 % 20]) for n, key in enumerate(range(1, 501, 4))]
    writes: list[tuple[int, list[Visit]]] = [
        (4, [like_of(key, who) for key, who in some]),
        (2, [comment_on(key, said[key % 4], who) for key, who in some]),
        (1, [post(f"/posts/{key}/attempt/", who, answer=answer) for key, who in some]),
        (1, [post("/upload/", who, file=("solution.txt", "text/plain", FILE)) for who in MEMBERS]),
    ]
    return everybody + members + writes


MIX: list[tuple[int, list[Visit]]] = _mix()


THREAD = "/posts/120/"  # of katherine, and with 120 comments
ODD = (
    'Braces {x}, {{ y }} and {, % and %s, "quotes", <b>bold</b> & \\n, \u691c\u7d22 \U0001f642 @ada'
)
SENDS = "send_mails"  # the command that prints each mail
# Random enough that nothing makes it smaller.
DENSE = "".join(chr(0x4E00 + n * n * 7919 % 20_903) for n in range(1_500))
WORDY = " ".join(f"word{n}" for n in range(60))
LARGEST = "".join(f"{n:07} bytes\n" for n in range(1_000_000 // 14 + 1))[:1_000_000]
UPLOADED = "A solution with \u4e26\u5217.\n"
WHO_LEAVES = "priya"


def _upload(who: str, text: str, name: str = "solution.txt") -> Visit:
    return post("/upload/", who, file=(name, "text/plain", text))


def _file(text: str) -> Visit:
    return get(f"/files/{hashlib.sha256(text.encode()).hexdigest()[:16]}.txt")


# Those that are refused come last: they may use up keys, which pages show.
WRITES: list[Visit] = [
    *(post(f"{THREAD}like/", who) for who in ("grace", "chen", "grace")),
    post(f"{THREAD}comment/", "ada", text=ODD),
    post(f"{THREAD}comment/", "chen", text="  **Spaces** around it, and\n\nlines.  "),
    post(f"{THREAD}comment/", "grace", text="A reply.", parent="2900"),
    post(f"{THREAD}attempt/", "amir", answer=WORDY),
    post(f"{THREAD}attempt/", "linus", answer=DENSE),
    post(f"{THREAD}attempt/", "linus", answer="Again, and shorter."),
    _upload("hedy", UPLOADED, "tree & graph.txt"),
    _upload("jun", LARGEST),
    post("/account/read/", "barbara"),
    post("/logout/", WHO_LEAVES),
    get("/account/", WHO_LEAVES),  # by the cookie that it had
    post(f"{THREAD}like/", WHO_LEAVES),
    post(f"{THREAD}comment/", "ada", text="To nobody.", parent="9999999"),
    post(f"{THREAD}comment/", "ada", text="To another post.", parent="467"),
    post(f"{THREAD}attempt/", "ada", answer="x" * 2001),
    _upload("jun", LARGEST + "\n"),
    _upload("jun", LARGEST + LARGEST[:200_000]),
    _upload("jun", UPLOADED, "solution.TXT"),
]
SHOWN: list[Visit] = [
    *(get(path, who) for path in ("/", THREAD) for who in (None, "grace", "ada", "katherine")),
    *(get("/?order=hot", who) for who in (None, "chen")),
    *(get(path, who) for path in ("/contests/contest-15/standings/",) for who in (None, "linus")),
    *(get(f"/contests/contest-15/{part}") for part in ("", "attempts.csv")),
    get("/api/contests/contest-15/standings/"),
    *(get(f"/people/{name}/") for name in ("amir", "katherine", "yusuf2000")),
    *(get(f"/api/people/{name}/") for name in ("amir", "yusuf2000")),
    *(get(path) for path in ("/people/", "/attempts/", "/attempts/?page=801", "/stats/")),
    *(
        get(f"/search/?q={quote(word)}")
        for word in ("{x}", "%s", "spaces", "\u691c\u7d22 \U0001f642")
    ),
    *(get(path) for path in ("/api/posts/120/", "/api/posts/?contest=contest-15")),
    get("/api/attempts/?after=40000"),
    *(get("/account/", who) for who in ("katherine", "hedy", "barbara")),
    *(get("/account/unread/", who) for who in ("katherine", "barbara")),
    *(_file(text) for text in (UPLOADED, LARGEST, LARGEST + "\n")),
    *(get(path) for path in ("/healthz/", "/healthz-old")),
]
# A page that takes long would keep these from being asked at the right moment.
ASKED_MEANWHILE: list[Visit] = [get("/account/unread/", "katherine")] * 2
