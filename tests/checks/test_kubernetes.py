"""Manifests of Kubernetes: what its server refuses, and what the values in them mean."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kata.checks import CheckFailed, kubernetes, pods
from kata.checks.manifests import Site

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels: {app: site}
  template:
    metadata:
      labels: {app: site}
    spec:
      containers:
        - name: web
          image: site
          command: [gunicorn, site.wsgi]
"""
SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: site}
spec:
  selector: {app: site}
  ports: [{port: 80, targetPort: http}]
"""


def refused(text):
    with pytest.raises(kubernetes.Refused) as error:
        kubernetes.read(text)
    return str(error.value)


def test_documents_and_lists_are_objects():
    inside = "\n".join(f"    {line}" for line in SERVICE.strip().splitlines())
    listed = f"kind: List\napiVersion: v1\nitems:\n  -\n{inside}\n"
    found = kubernetes.read(f"---\n{DEPLOYMENT}---\n---\n{listed}")
    assert [kubernetes.title(one) for one in found] == ["Deployment site", "Service site"]


def test_a_field_that_is_null_is_not_there():
    text = DEPLOYMENT.replace("          image", "          env:\n          image")
    assert "env" not in kubernetes.read(text)[0]["spec"]["template"]["spec"]["containers"][0]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("image: site", "imag: site", "there is no field spec.template.spec.containers[0].imag"),
        ("image: site", "tty: yes please", "is 'yes please', and not of type boolean"),
        ("image: site", "tty: true", "in the container web, image is missing"),
        ("- name: web\n          image", "- image", "containers[0].name is missing"),
        ("apps/v1", "extensions/v1beta1", "there is apps/v1 Deployment"),
        ("Deployment", "Deploiment", "Kubernetes itself has no apps/v1 Deploiment"),
        ("{app: site}\n    spec", "{app: other}\n    spec", "selector doesn't match the labels"),
        ("name: site", "name: Site", "metadata.name is 'Site'"),
        ("kind: Dep", "kind: Dep\nkind: Dep", "have the name kind"),
        ("name: site", "name: [site", "This is no YAML"),
        (
            "image: site",
            "image: site\n          volumeMounts: [{name: x, mountPath: /x}]",
            "mounts x",
        ),
        ("image: site", "image: site\n          livenessProbe: {}", "livenessProbe has no handler"),
        (
            "image: site",
            "image: site\n          resources: {requests: {cpu: 2}, limits: {cpu: 1500m}}",
            "the request for cpu is above its limit",
        ),
        ("image: site", "image: site\n          env: [{name: A, value: 1}]", "not of type string"),
    ],
)
def test_what_the_server_refuses(old, new, says):
    assert says in refused(DEPLOYMENT.replace(old, new, 1))


@pytest.mark.parametrize("text", ["3", "kind: List\nitems: 3", "kind: List\nitems: [3]"])
def test_what_is_no_object_is_refused(text):
    assert "3" in refused(text)


def test_two_objects_with_one_name_are_refused():
    assert refused(f"{DEPLOYMENT}---{DEPLOYMENT}") == "There are two objects Deployment site."


def test_quantities():
    same = [pods.quantity(text) for text in ("512Mi", "0.5Gi", "536870912", 536870912, "524288Ki")]
    assert set(same) == {Decimal(536870912)}
    assert pods.quantity("500M") < pods.quantity("500Mi")
    assert pods.quantity("250m") * 4 == pods.quantity("1e0") == pods.quantity(1.0)
    for text in ("512MB", "half", "", True):
        with pytest.raises(ValueError, match="is no amount"):
            pods.quantity(text)


def test_percentages_of_pods():
    assert pods.share("25%", 2, up=True) == 1
    assert pods.share("25%", 2, up=False) == 0
    assert pods.share(3, 2, up=True) == 3
    with pytest.raises(ValueError, match="neither"):
        pods.share("25", 2, up=True)


def test_how_many_pods_a_release_adds_and_ends():
    assert kubernetes.release({}, 8) == (2, 2)
    assert kubernetes.release({}, 2) == (1, 0)
    assert kubernetes.release({"strategy": {"type": "Recreate"}}, 8) == (0, 8)
    nothing = {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": "10%"}}
    assert kubernetes.release({"strategy": nothing}, 4) == (0, 1)


def test_how_many_pods_are_evicted():
    assert kubernetes.evictions({"minAvailable": "80%"}, 2) == 0
    assert kubernetes.evictions({"maxUnavailable": "1%"}, 2) == 1
    assert kubernetes.evictions({}, 2) == 0


@pytest.mark.parametrize(
    ("schedule", "times"),
    [
        ("0 18 * * *", {1}),
        ("@daily", {1}),
        ("@every 12h", {2}),
        ("*/15 8,20 * * *", {8}),
        ("0 0 1-30 * *", {0, 1}),
        ("0 0 * * mon-fri", {0, 1}),
        ("0 0 1-31 * mon", {1}),  # one of the two is enough
        ("0 0 */1 * mon", {0, 1}),  # a star is no day
        ("5/20 0 * feb,mar *", {0, 3}),
    ],
)
def test_how_often_a_schedule_begins(schedule, times):
    days = [date(2027, 1, 1) + timedelta(n) for n in range(120)]
    assert {pods.times_a_day(schedule, day) for day in days} == times


@pytest.mark.parametrize(
    "schedule", ["0 18 * *", "0 24 * * *", "0 0 * * 7", "x * * * *", "5-2 * * * *"]
)
def test_what_is_no_schedule(schedule):
    with pytest.raises(ValueError, match=r"fields|time|from"):
        pods.times_a_day(schedule, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("hook", "seconds"),
    [
        ({"sleep": {"seconds": 5}}, 5),
        ({"exec": {"command": ["/bin/sleep", "10"]}}, 10),
        ({"exec": {"command": ["sh", "-c", "sleep 2; sleep 0.1m"]}}, 8),
        ({"exec": {"command": ["python", "-c", "import time; time.sleep(7)"]}}, 7),
        ({"exec": {"command": ["sleep 10"]}}, 0),
        ({"exec": {"command": ["echo", "sleep", "10"]}}, 0),
        ({}, 0),
    ],
)
def test_how_long_a_hook_sleeps(hook, seconds):
    assert pods.sleeps(hook) == pytest.approx(seconds)


def test_words_of_base64_are_read():
    found = list(pods.decoded('a: "aDRyYm91ci1sYW1w"\nb: {c: c2VjcmV0LWFnYWlu}\nd: no/base64/here'))
    assert "h4rbour-lamp" in found
    assert "secret-again" in found


def test_environments_are_those_of_a_container():
    container = {
        "envFrom": [
            {"configMapRef": {"name": "settings"}},
            {"secretRef": {"name": "keys"}, "prefix": "A_"},
        ],
        "env": [
            {"name": "B", "value": "own"},
            {"name": "C", "value": "$(B)/$(A_KEY)/$$(B)"},
            {"name": "D", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "none"}}},
            {"name": "E", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
        ],
    }
    found = pods.environment(container, {"settings": {"B": 1, "F": "f"}}, {"keys": ["KEY"]})
    value = {name: source.value for name, source in found.items() if source.kind == "value"}
    assert value == {"B": "own", "C": "own/$(A_KEY)/$$(B)", "F": "f"}
    assert found["A_KEY"] == pods.Source("secretKeyRef", "keys", "KEY")
    assert found["E"] == pods.Source("fieldRef", "metadata.name")
    assert "D" not in found


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["gunicorn", "a"], (["127.0.0.1:8000"], 1, 1, 30)),
        (["gunicorn", "-w4", "--threads=8", "-b", ":80"], ([":80"], 4, 8, 30)),
        (["python", "-m", "gunicorn", "--graceful-timeout", "9"], (["127.0.0.1:8000"], 1, 1, 9)),
        (["sh", "-c", "a && exec gunicorn b -w $N # -w 9\nc"], (["127.0.0.1:8000"], 3, 1, 30)),
        (["gunicorn", "-k", "gevent"], (["127.0.0.1:8000"], 1, 1000, 30)),
    ],
)
def test_how_gunicorn_is_started(command, expected):
    found = pods.gunicorn({"command": command}, {"N": pods.Source("value", value="3")})
    assert (found.bind, found.workers, found.slots, found.graceful_timeout) == expected


def test_what_the_environment_says_to_gunicorn():
    given = {"PORT": "81", "WEB_CONCURRENCY": "2", "GUNICORN_CMD_ARGS": "--threads 4 -b :9"}
    variables = {name: pods.Source("value", value=value) for name, value in given.items()}
    found = pods.gunicorn({"command": ["gunicorn", "-b", ":82", "-b", "[::1]:83"]}, variables)
    assert (found.workers, found.slots, found.ports) == (2, 4, [82])
    with pytest.raises(ValueError, match="invalid int value"):
        pods.gunicorn({"command": ["gunicorn", "-w", "many"]}, {})
    assert pods.gunicorn({"command": ["python"]}, {}) is None


def test_a_site_is_what_selects_its_pods():
    site = Site(f"{DEPLOYMENT}---{SERVICE}", {})
    assert [kubernetes.title(one) for one in site.finding("Service")] == ["Service site"]
    assert site.finding("PodDisruptionBudget") == []
    other = DEPLOYMENT.replace("name: site", "name: other", 1).replace("gunicorn", "celery")
    with pytest.raises(CheckFailed, match="selects the pods of Deployment other too"):
        Site(f"{DEPLOYMENT}---{SERVICE}---{other}", {}).finding("Service")
    with pytest.raises(CheckFailed, match="No program is called 'gunicorn a'"):
        Site(DEPLOYMENT.replace("gunicorn, site.wsgi", "gunicorn a"), {})
