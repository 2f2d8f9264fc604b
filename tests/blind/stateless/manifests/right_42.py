"""The same objects built from Python's dicts, whose numbers come from each other, and written by PyYAML."""

import yaml

IMAGE = "registry.example/arena:81"
WEB = {"app": "arena"}
DIGEST = {"app": "arena-digest"}

PORT = 8000
WORKERS, THREADS = 3, 3
CONNECTIONS = 90
SURGE = 1
SLEEP, GRACEFUL = 8, 25
# The digest needs a connection too, and those pods that still end keep theirs: half is for them.
PODS = CONNECTIONS // 2 // (WORKERS * THREADS) - SURGE
MEMORY = f"{150 * (WORKERS + 1)}Mi"


def get(path):
    # A probe's Host is the pod's address otherwise, which ALLOWED_HOSTS can't know.
    return {
        "path": path,
        "port": PORT,
        "httpHeaders": [{"name": "Host", "value": "localhost"}],
    }


def container(name, command, cpu, memory, **more):
    return {
        "name": name,
        "image": IMAGE,
        "command": command,
        "envFrom": [{"secretRef": {"name": "arena"}}],
        "env": [{"name": "SHARED", "value": "/shared"}],
        "volumeMounts": [{"name": "uploads", "mountPath": "/shared"}],
        "resources": {
            "requests": {"cpu": cpu, "memory": memory},
            "limits": {"memory": memory},
        },
        **more,
    }


def pod(labels, one, **more):
    claim = {"claimName": "arena-uploads"}
    return {
        "metadata": {"labels": dict(labels)},
        "spec": {
            "containers": [one],
            "volumes": [{"name": "uploads", "persistentVolumeClaim": claim}],
            **more,
        },
    }


def manifest(version, kind, name, spec):
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": spec}


web = container(
    "web",
    [
        "gunicorn",
        "arena.wsgi",
        f"--bind=0.0.0.0:{PORT}",
        f"--workers={WORKERS}",
        f"--threads={THREADS}",
        f"--graceful-timeout={GRACEFUL}",
    ],
    "750m",
    MEMORY,
    ports=[{"name": "http", "containerPort": PORT}],
    startupProbe={"httpGet": get("/live/"), "periodSeconds": 5, "failureThreshold": 24},
    livenessProbe={"httpGet": get("/live/"), "timeoutSeconds": 5, "failureThreshold": 6},
    readinessProbe={"httpGet": get("/ready/"), "periodSeconds": 3, "timeoutSeconds": 2},
    lifecycle={"preStop": {"sleep": {"seconds": SLEEP}}},
)

MANIFESTS = yaml.safe_dump_all(
    [
        manifest(
            "v1",
            "PersistentVolumeClaim",
            "arena-uploads",
            {
                "accessModes": ["ReadWriteMany"],
                "resources": {"requests": {"storage": "100Gi"}},
            },
        ),
        manifest(
            "apps/v1",
            "Deployment",
            "arena",
            {
                "selector": {"matchLabels": dict(WEB)},
                "strategy": {
                    "type": "RollingUpdate",
                    "rollingUpdate": {"maxUnavailable": 0, "maxSurge": SURGE},
                },
                "template": pod(WEB, web, terminationGracePeriodSeconds=SLEEP + GRACEFUL + 12),
            },
        ),
        manifest(
            "v1",
            "Service",
            "arena",
            {
                "selector": dict(WEB),
                "ports": [{"name": "http", "port": 80, "targetPort": PORT}],
            },
        ),
        manifest(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "arena",
            {
                "scaleTargetRef": {
                    "apiVersion": "apps/v1",
                    "kind": "Deployment",
                    "name": "arena",
                },
                "minReplicas": 2,
                "maxReplicas": PODS,
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {
                            "name": "cpu",
                            "target": {"type": "Utilization", "averageUtilization": 60},
                        },
                    }
                ],
            },
        ),
        manifest(
            "policy/v1",
            "PodDisruptionBudget",
            "arena",
            {"minAvailable": 1, "selector": {"matchLabels": dict(WEB)}},
        ),
        manifest(
            "batch/v1",
            "CronJob",
            "arena-digest",
            {
                "schedule": "0 17 * * *",
                "concurrencyPolicy": "Forbid",
                "startingDeadlineSeconds": 7200,
                "jobTemplate": {
                    "spec": {
                        "backoffLimit": 0,
                        "template": pod(
                            DIGEST,
                            container(
                                "digest",
                                ["python", "manage.py", "send_digest"],
                                "100m",
                                "300Mi",
                            ),
                            restartPolicy="Never",
                        ),
                    }
                },
            },
        ),
    ],
    sort_keys=False,
)
