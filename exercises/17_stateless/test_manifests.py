"""What checks manifests.py: it is read as by Kubernetes, a shell and gunicorn. No cluster runs."""

from datetime import date, timedelta

from kata.checks import expect, plural
from kata.checks.kubernetes import evictions, release, title
from kata.checks.manifests import Site
from kata.checks.pods import decoded, quantity, sleeps, times_a_day, zone_of

KEYS = "SECRET_KEY", "DATABASE_URL", "CACHE_URL"
SECRETS = "t0p-7f3kq0-forty-characters-of-arena", "h4rbour-lamp", "gr4y-otter"
MIB = 1024 * 1024
MANY = 200  # pods: more would open too many connections in any case
DAYS = [date(2027, 1, 1) + timedelta(n) for n in range(800)]


def test_accepted(answer):
    """Kubernetes accepts it, and a Service finds the web pods.

    Tries: accepted.
    """
    site = site_of(answer)
    services = site.finding("Service")
    labels = ", ".join(f"{name}: {value}" for name, value in site.labels.items())
    expect(services, f"No Service selects the web pods, whose labels are {labels}.")
    ports = [port for one in services for port in one["spec"].get("ports") or ()]
    targets = [port.get("targetPort", port["port"]) for port in ports]
    says = f"The Service sends to port {told(targets)}, and gunicorn listens on {site.bind}."
    expect(any(map(site.listens, targets)), says)


def test_probes(answer):
    """Each probe gets what it is for.

    Tries: probes.
    """
    site = site_of(answer)
    site.probe("readinessProbe", "/ready/")
    site.probe("livenessProbe", "/live/")
    probe = site.probe("startupProbe", "/live/")
    tries, period = probe.get("failureThreshold") or 3, probe.get("periodSeconds") or 10
    seconds = probe.get("initialDelaySeconds", 0) + tries * period
    says = f"startupProbe gives up after {tries} times {period} seconds: {seconds} after the start."
    expect(seconds >= 60, says, "60 seconds or more.")


def test_stop(answer):
    """There is time to finish.

    Tries: stop.
    """
    site = site_of(answer)
    slept = sleeps((site.web.get("lifecycle") or {}).get("preStop") or {})
    says = f"preStop of the web container sleeps {slept:g} seconds."
    expect(slept >= 5, says, "5 seconds or more.")
    grace = site.pod["spec"].get("terminationGracePeriodSeconds", 30)
    timeout = site.gunicorn.graceful_timeout
    says = f"preStop takes {slept:g} seconds, then gunicorn up to {timeout}, and "
    says += f"after {grace} the pod is killed."
    expect(grace > slept + timeout, says, f"more than {slept + timeout:g}.")


def test_scale(answer):
    """More pods by CPU, and some at any time.

    Tries: scale.
    """
    site = site_of(answer)
    low, high = site.sizes()
    expect(2 <= low < high, f"The autoscaler runs {low} to {high} pods.", "2, and more by CPU.")
    site.scales_by_cpu()
    spec = site.deployment["spec"]
    pods = spec.get("replicas", low)
    says = f"The Deployment has replicas: {pods}, and the autoscaler runs {low} to {high} pods."
    expect(low <= pods <= high, says, "no replicas, or a number of these.")
    expect(not spec.get("paused"), "The Deployment is paused: a release doesn't begin.")
    budgets = site.finding("PodDisruptionBudget")
    says = f"{plural(len(budgets), 'PodDisruptionBudget')} select the web pods."
    expect(len(budgets) == 1, says, "1: with none, all may be evicted, and with two, none may.")
    for pods in range(low, min(high, MANY) + 1):
        ends = release(spec, pods)[1]
        expect(ends < pods, f"A release ends {ends} of {pods} pods at its begin.", "not all.")
        ends = evictions(budgets[0]["spec"], pods)
        says = f"The PodDisruptionBudget lets {ends} of {pods} pods be evicted."
        expect(0 < ends < pods, says, "1 or more, and not all.")


def test_settings(answer):
    """Settings come from the Secret.

    Tries: settings.
    """
    site = site_of(answer)
    for one, container in site.running("gunicorn", "send_digest"):
        found = site.environment(container)
        for key in (*KEYS, "SHARED"):
            says = f"The container {container['name']} of {title(one)} gets no {key}"
            wanted = key == "SHARED" or found.get(key) == site.secret("arena", key)
            expect(key in found and wanted, f"{says}{' from the Secret' * (key in KEYS)}.")
    for one in site.kind("Secret"):
        full = one.get("data") or one.get("stringData")
        expect(not full, f"{title(one)} has its values in MANIFESTS.", "none: it exists.")
    texts = [answer.MANIFESTS, *decoded(answer.MANIFESTS)]
    leaks = any(secret in text for secret in SECRETS for text in texts)
    expect(not leaks, "MANIFESTS has one of the starter's passwords in it.")


def test_uploads(answer):
    """All pods write to one volume.

    Tries: uploads.
    """
    site = site_of(answer)
    shared = site.environment(site.web).get("SHARED")
    says = f"SHARED is {shared.value if shared else 'not set'!r} in the web container."
    expect(shared and shared.value.startswith("/"), says, "a folder.")
    expect("$(" not in shared.value, f"SHARED is {shared.value}.", "the same for all pods.")
    site.all_write(shared.value)


def test_digest(answer):
    """One digest a day, however many pods.

    Tries: digest.
    """
    runs = [one for one, _ in site_of(answer).running("send_digest")]
    says = f"send_digest is run by {told(map(title, runs))}."
    expect([one["kind"] for one in runs] == ["CronJob"], says, "by one CronJob.")
    spec = runs[0]["spec"]
    job = spec["jobTemplate"]["spec"]
    pods = max(job.get("parallelism", 1), job.get("completions", 1))
    expect(pods == 1, f"The CronJob runs {plural(pods, 'pod')} each time.", "1.")
    expect(not spec.get("suspend"), "The CronJob is suspended.")
    deadline = spec.get("startingDeadlineSeconds", 10)
    says = (
        f"startingDeadlineSeconds is {deadline}: Kubernetes looks every 10 seconds, and misses it."
    )
    expect(deadline >= 10, says, "10 or more.")
    zone = zone_of(spec.get("timeZone"))
    for day in DAYS:
        times = times_a_day(spec["schedule"], day, zone)
        says = f"{title(runs[0])} begins {plural(times, 'time')} on {day:%A, %d %B %Y}."
        expect(times == 1, says, "1, every day.")


def test_memory(answer):
    """Memory for all processes of gunicorn.

    Tries: memory.
    """
    site = site_of(answer)
    processes = site.gunicorn.workers + 1
    for what in ("limit", "request"):
        got = site.resource(f"{what}s", "memory")
        says = f"{processes} processes of gunicorn take {150 * processes} MiB, and the memory "
        enough = got is not None and quantity(got) >= 150 * processes * MIB
        expect(enough, f"{says}{what} of the web container is {got}.")


def test_connections(answer):
    """Connections to the database for all pods.

    Tries: connections.
    """
    site = site_of(answer)
    pods, threads = site.sizes()[1], site.gunicorn.workers * site.gunicorn.slots
    adds = release(site.deployment["spec"], pods)[0]
    says = f"{plural(pods, 'pod')}, {adds} more in a release, with {plural(threads, 'thread')} "
    number = (pods + adds) * threads
    expect(number <= 90, f"{says}each: {plural(number, 'connection')}.", "at most 90.")


def site_of(answer):
    return Site(answer.MANIFESTS, {"arena": KEYS})


def told(values):
    return ", ".join(map(str, values)) or "nothing"
