"""Releases of Arena cut off visitors; digests come three times.

Change MANIFESTS, for Kubernetes 1.37 and the views of `deploys`. The Secret `arena` exists, with
SECRET_KEY, DATABASE_URL, CACHE_URL.

Rules:
- accepted: by Kubernetes. A Service sends to gunicorn's port, and to web pods only.
- probes: httpGet /ready/ for readiness, /live/ for liveness and startup. A start may take 60
  seconds.
- stop: preStop sleeps at least 5 seconds. The grace period exceeds that plus gunicorn's graceful
  timeout.
- scale: by CPU, from 2 pods. Releases and evictions end some, never all.
- settings: web and digest get the Secret's keys and SHARED. MANIFESTS has no secret.
- uploads: all nodes write to SHARED's volume.
- digest: one CronJob runs `manage.py send_digest` daily, in one pod.

Allowed:
- memory: request and limit hold 150 MiB per gunicorn process, parent included.
- connections: 90, one per thread, with a release's surge.
"""

# TODO: what becomes of visitors, uploads and the digest when pods come and go?
MANIFESTS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena}
spec:
  replicas: 3
  selector: {matchLabels: {app: arena}}
  template:
    metadata: {labels: {app: arena}}
    spec:
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn, arena.wsgi, --bind=0.0.0.0:8000, --workers=4, --threads=8]
          ports: [{name: http, containerPort: 8000}]
          env: &settings
            - {name: SECRET_KEY, value: t0p-7f3kq0-forty-characters-of-arena}
            - {name: DATABASE_URL, value: "postgres://arena:h4rbour-lamp@db/arena"}
            - {name: CACHE_URL, value: "redis://:gr4y-otter@valkey/0"}
            - {name: SHARED, value: /shared}
          volumeMounts: [{name: uploads, mountPath: /shared}]
          resources: {limits: {memory: 512Mi}}
          livenessProbe: {httpGet: {path: /ready/, port: http}}
        - name: digest
          image: registry.example/arena:81
          command: [sh, -c, "while sleep 86400; do python manage.py send_digest; done"]
          env: *settings
      volumes: [{name: uploads, emptyDir: {}}]
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  maxReplicas: 20
"""
