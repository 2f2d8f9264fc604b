"""What the values in a manifest mean to Kubernetes, to a shell and to gunicorn."""

from __future__ import annotations

import argparse
import math
import re
import shlex
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from itertools import product
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Object = Mapping[str, Any]

_QUANTITY = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))([numkMGTPE]?|[KMGTPE]i|[eE][+-]?\d+)")
_UNITS = {"": 0, "n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_SLEEPS = re.compile(r"\bsleep[\s(,'\"]+(\d+(?:\.\d+)?|\.\d+)([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_FIELDS: tuple[tuple[int, int, list[str]], ...] = (
    (0, 59, []),
    (0, 23, []),
    (1, 31, []),
    (1, 12, _MONTHS),
    (0, 6, _DAYS),
)
_OWN = ("127.0.0.1", "localhost", "[::1]")
_SHORT = {"@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *"}
_SHORT |= {"@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *"}
_SHORT |= {"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *"}


def quantity(value: object) -> Decimal:
    """Return an amount such as ``512Mi`` or ``250m`` as a number.

    Raises:
        ValueError: it is none.
    """
    found = _QUANTITY.fullmatch(str(value))
    if not found or isinstance(value, bool):
        raise ValueError(f"{value!r} is no amount")
    number, unit = Decimal(found[1]), found[2]
    if unit.endswith("i"):
        return number * Decimal(1024) ** ("KMGTPE".index(unit[0]) + 1)
    exponent = _UNITS[unit] if unit in _UNITS else int(unit[1:])
    return number.scaleb(exponent)


def share(value: object, whole: int, *, up: bool) -> int:
    """Return a number of pods, which may be given in percent of ``whole``.

    Raises:
        ValueError: it is neither.
    """
    if isinstance(value, str) and re.fullmatch(r"\d+%", value):
        exact = Decimal(value[:-1]) * whole / 100
        return math.ceil(exact) if up else math.floor(exact)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(f"{value!r} is neither a number nor a percentage")


def matches(selector: Object | None, labels: Mapping[str, str]) -> bool:
    """Return whether a selector with ``matchLabels`` and ``matchExpressions`` finds such labels.

    A selector that is there and empty finds everything.
    """
    if selector is None:
        return False
    for key, value in (selector.get("matchLabels") or {}).items():
        if labels.get(key) != value:
            return False
    for one in selector.get("matchExpressions") or ():
        key, values = one["key"], one.get("values") or ()
        holds = {
            "In": labels.get(key) in values,
            "NotIn": labels.get(key) not in values,
            "Exists": key in labels,
            "DoesNotExist": key not in labels,
        }
        if not holds.get(one["operator"]):
            return False
    return True


def zone_of(name: object) -> tzinfo | None:
    """Return a time zone; None for none, and for one that is not installed, as in a browser."""
    try:
        return ZoneInfo(str(name)) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def times_a_day(schedule: str, day: date, zone: tzinfo | None = None) -> int:
    """Return how often a CronJob begins on a day.

    Args:
        zone: by whose clock. Where that is put forward a time is left out, and where it is put
            back there are two.

    Raises:
        ValueError: the schedule is none.
    """
    if found := re.fullmatch(r"@every (\d+)h(0m)?(0s)?", schedule):
        return 24 // int(found[1]) if int(found[1]) and 24 % int(found[1]) == 0 else 0
    fields = _SHORT.get(schedule, schedule).lower().split()
    if len(fields) != len(_FIELDS):
        raise ValueError(f"{schedule!r} has {len(fields)} fields, not 5")
    parsed = [_times(text, *about) for text, about in zip(fields, _FIELDS, strict=True)]
    (minutes, _), (hours, _), (days, any_day), (months, _), (weekdays, any_weekday) = parsed
    on_day, on_weekday = day.day in days, day.isoweekday() % 7 in weekdays
    both = any_day or any_weekday  # with both given, one of them is enough
    due = on_day and on_weekday if both else on_day or on_weekday
    if not due or day.month not in months:
        return 0
    return sum(_passes(datetime.combine(day, time(*at), zone)) for at in product(hours, minutes))


def _passes(moment: datetime) -> int:
    """Return how often the clock of a zone shows a time: not at all, once or twice."""
    early, late = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
    if early is None or late is None or early == late:
        return 1
    return 2 if early > late else 0


def _times(text: str, low: int, high: int, names: list[str]) -> tuple[set[int], bool]:
    """Return the values of a field, and whether it is a star."""
    found, star = set[int](), False
    for part in text.split(","):
        span, slash, step = part.partition("/")
        first, dash, last = span.partition("-")
        try:
            by = int(step) if slash else 1
            if span in ("*", "?"):
                begin, end, star = low, high, star or by == 1
            else:
                begin, end = (
                    low + names.index(one) if one in names else int(one)
                    for one in (first, last if dash else first)
                )
                end = high if slash and not dash else end
        except ValueError:
            raise ValueError(f"{part!r} is no time of a schedule") from None
        if not (low <= begin <= end <= high and by > 0):
            raise ValueError(f"{part!r} is not from {low} to {high}")
        found.update(range(begin, end + 1, by))
    return found, star


def decoded(text: str) -> Iterator[str]:
    """Yield what the words of base64 in a text encode."""
    for word in re.findall(r"[A-Za-z0-9+/]{8,}={0,2}", text):
        with suppress(ValueError):
            yield b64decode(word, validate=True).decode()


def sleeps(hook: Object) -> float:
    """Return for how many seconds a preStop hook sleeps, by ``sleep`` or a command."""
    if hook.get("sleep"):
        return float(hook["sleep"]["seconds"])
    command = [str(word) for word in (hook.get("exec") or {}).get("command") or ()]
    program = command[0].rpartition("/")[2] if command else ""
    if script := _script_at(command):
        text = command[script]
    else:
        text = " ".join(command) if program == "sleep" or program.startswith("python") else ""
    return sum(float(number) * _SECONDS[unit] for number, unit in _SLEEPS.findall(text))


def _script_at(command: list[str]) -> int:
    """Return where a shell's script is in a command, 0 for nowhere."""
    for number in range(1, len(command)):
        shell = any(re.fullmatch(r"(.*/)?(ba|da|a|z)?sh", one) for one in command[:number])
        if shell and re.fullmatch(r"-\w*c", command[number - 1]):
            return number
    return 0


@dataclass(frozen=True)
class Source:
    """Where the value of an environment variable comes from.

    Attributes:
        kind: "value", or the field of ``valueFrom`` that names it, such as "secretKeyRef".
        name: of the Secret or the ConfigMap, or the path of a field.
        value: the value, or the key in the Secret.
    """

    kind: str
    name: str = ""
    value: str = ""


def environment(
    container: Object, config: Mapping[str, Object], secrets: Mapping[str, Iterable[str]]
) -> dict[str, Source]:
    """Return the environment of a container.

    Args:
        container: of a pod.
        config: the data of each ConfigMap.
        secrets: the keys of each Secret.
    """
    found = dict[str, Source]()
    for one in container.get("envFrom") or ():
        prefix = one.get("prefix") or ""
        if reference := one.get("secretRef"):
            name = reference.get("name") or ""
            found |= {
                prefix + key: Source("secretKeyRef", name, key) for key in secrets.get(name, ())
            }
        elif reference := one.get("configMapRef"):
            data = config.get(reference.get("name") or "", {})
            found |= {
                prefix + key: Source("value", value=str(value)) for key, value in data.items()
            }
    for one in container.get("env") or ():
        found.pop(one["name"], None)
        if source := _source(one, config, secrets, found):
            found[one["name"]] = source
    return found


def _source(
    one: Object,
    config: Mapping[str, Object],
    secrets: Mapping[str, Iterable[str]],
    found: Mapping[str, Source],
) -> Source | None:
    """Return where one variable comes from, or None if that isn't there."""
    if "valueFrom" not in one or one["valueFrom"] is None:
        return Source("value", value=expanded(one.get("value") or "", found))
    ((kind, about),) = ((kind, it) for kind, it in one["valueFrom"].items() if it is not None)
    if kind == "secretKeyRef":
        name, key = about.get("name") or "", about["key"]
        return Source(kind, name, key) if key in secrets.get(name, ()) else None
    if kind == "configMapKeyRef":
        data = config.get(about.get("name") or "", {})
        return Source("value", value=str(data[about["key"]])) if about["key"] in data else None
    return Source(kind, str(about.get("fieldPath") or about.get("resource") or ""))


def expanded(text: str, variables: Mapping[str, Source]) -> str:
    """Return a text with each ``$(NAME)`` replaced whose value is known."""

    def value(found: re.Match[str]) -> str:
        source = variables.get(found[1])
        return source.value if source and source.kind == "value" else found[0]

    return re.sub(r"(?<!\$)\$\((\w+)\)", value, text)


def words(container: Object, variables: Mapping[str, Source]) -> list[str]:
    """Return the words of what a container runs; a shell's script is split as a shell does it."""
    given = [*(container.get("command") or ()), *(container.get("args") or ())]
    given = [expanded(str(word), variables) for word in given]
    script = _script_at(given)
    return [*given[:script], *_script(given[script], variables)] if script else given


def _script(text: str, variables: Mapping[str, Source]) -> list[str]:
    def value(found: re.Match[str]) -> str:
        source = variables.get(found[1] or found[3])
        return source.value if source and source.kind == "value" else found[2] or ""

    text = re.sub(r"(^|\s)#[^\n]*", r"\1", text.replace("\\\n", " "))
    text = re.sub(r"\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)", value, text)
    try:
        lexer = shlex.shlex(text.replace("\n", ";"), posix=True, punctuation_chars=True)
        lexer.commenters = ""
        return list(lexer)
    except ValueError:
        return text.split()


@dataclass(frozen=True)
class Gunicorn:
    """How gunicorn is started: what its command line and its environment say."""

    bind: list[str]
    workers: int
    slots: int
    graceful_timeout: int

    @property
    def ports(self) -> list[int]:
        """The ports that other pods and Kubernetes reach."""
        found = [re.fullmatch(r"(?:tcp://)?(\[.*\]|[^:]*)(?::(\d+))?", one) for one in self.bind]
        return [int(one[2] or 8000) for one in found if one and one[1] not in _OWN]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def gunicorn(container: Object, variables: Mapping[str, Source]) -> Gunicorn | None:
    """Return how a container starts gunicorn, or None if it doesn't.

    Raises:
        ValueError: gunicorn refuses its arguments.
    """
    given = words(container, variables)
    begin = next((n for n, word in enumerate(given) if word.rpartition("/")[2] == "gunicorn"), None)
    if begin is None:
        return None
    given = given[begin + 1 :]
    end = next((n for n, word in enumerate(given) if re.fullmatch(r"[;&|()<>]+", word)), None)
    text = {name: source.value for name, source in variables.items() if source.kind == "value"}
    parser = _Parser(add_help=False)
    parser.add_argument("-b", "--bind", action="append")
    parser.add_argument("-w", "--workers", type=int, default=text.get("WEB_CONCURRENCY") or 1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--graceful-timeout", type=int, default=30)
    parser.add_argument("-k", "--worker-class", default="sync")
    parser.add_argument("--worker-connections", type=int, default=1000)
    first, _ = parser.parse_known_args(shlex.split(text.get("GUNICORN_CMD_ARGS", "")))
    port = text.get("PORT")
    found, _ = parser.parse_known_args(
        given[:end], argparse.Namespace(**{**vars(first), "bind": None})
    )
    bind = found.bind or first.bind or [f"0.0.0.0:{port}" if port else "127.0.0.1:8000"]
    threads = found.worker_class.rpartition(".")[2] in (
        "sync",
        "gthread",
        "SyncWorker",
        "ThreadWorker",
    )
    slots = found.threads if threads else found.worker_connections
    return Gunicorn(bind, found.workers, slots, found.graceful_timeout)
