"""Made in Python: a template for what the two kinds of pods have in common, and a ConfigMap."""

import json


def container(name, **more):
    return {
        "name": name,
        "image": "registry.example/arena:81",
        "envFrom": [{"configMapRef": {"name": "settings"}}, {"secretRef": {"name": "arena"}}],
        **more,
    }


def named(kind, version, name, spec):
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": spec}


def asks(path, **more):
    return {"httpGet": {"path": path, "port": "http", "scheme": "HTTP"}, **more}


WEB = {"part": "web"}
POD = {
    "containers": [
        container(
            "web",
            args=["python", "-m", "gunicorn", "arena.wsgi"],
            ports=[{"name": "http", "containerPort": 8080}],
            volumeMounts=[{"name": "uploads", "mountPath": "/shared"}],
            resources={
                "requests": {"cpu": "0.25", "memory": "600M"},
                "limits": {"cpu": "2", "memory": "900M"},
            },
            startupProbe=asks(
                "/live/", initialDelaySeconds=40, failureThreshold=20, periodSeconds=1
            ),
            livenessProbe=asks("/live/", timeoutSeconds=5, failureThreshold=6),
            readinessProbe=asks("/ready/"),
            lifecycle={"preStop": {"exec": {"command": ["/bin/sh", "-c", "sleep 8; true"]}}},
        )
    ],
    "volumes": [{"name": "uploads", "persistentVolumeClaim": {"claimName": "photos"}}],
}
OBJECTS = [
    {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "settings"},
        "data": {
            "SHARED": "/shared",
            "PORT": "8080",
            "WEB_CONCURRENCY": "2",
            "GUNICORN_CMD_ARGS": "--threads 2 --graceful-timeout 20",
        },
    },
    named(
        "Deployment",
        "apps/v1",
        "web",
        {
            "selector": {"matchLabels": WEB},
            "template": {"metadata": {"labels": WEB}, "spec": POD},
        },
    ),
    named("Service", "v1", "web", {"selector": WEB, "ports": [{"port": 80, "targetPort": "http"}]}),
    named(
        "HorizontalPodAutoscaler",
        "autoscaling/v2",
        "web",
        {
            "scaleTargetRef": {"kind": "Deployment", "name": "web", "apiVersion": "apps/v1"},
            "minReplicas": 2,
            "maxReplicas": 16,
        },
    ),
    named(
        "PodDisruptionBudget",
        "policy/v1",
        "web",
        {"maxUnavailable": "30%", "selector": {"matchLabels": WEB}},
    ),
    named(
        "PersistentVolumeClaim",
        "v1",
        "photos",
        {
            "accessModes": ["ReadWriteMany"],
            "resources": {"requests": {"storage": "20Gi"}},
            "storageClassName": "shared",
        },
    ),
    named(
        "CronJob",
        "batch/v1",
        "digest",
        {
            "schedule": "30 19 * * 0-6",
            "jobTemplate": {
                "spec": {
                    "completions": 1,
                    "template": {
                        "spec": {
                            "restartPolicy": "Never",
                            "containers": [
                                container("digest", command=["./manage.py", "send_digest"])
                            ],
                        }
                    },
                }
            },
        },
    ),
]
MANIFESTS = "\n---\n".join(json.dumps(one, indent=2) for one in OBJECTS)
