"""One List in the JSON that YAML is, with numbers for ports and older kinds of fields."""

MANIFESTS = """
{kind: List, apiVersion: v1, items: [
  {kind: Deployment, apiVersion: apps/v1, metadata: {name: arena, namespace: live}, spec: {
    replicas: 3,
    strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}},
    selector: {matchLabels: {app: arena, tier: web}},
    template: {metadata: {labels: {app: arena, tier: web}}, spec: {
      terminationGracePeriodSeconds: 46,
      containers: [{
        name: web, image: "registry.example/arena:81",
        command: [sh, -c],
        args: ["exec gunicorn arena.wsgi -b 0.0.0.0:8000 -w 1 --threads $THREADS"],
        env: [
          {name: THREADS, value: "8"},
          {name: SECRET_KEY, valueFrom: {secretKeyRef: {name: arena, key: SECRET_KEY}}},
          {name: DATABASE_URL, valueFrom: {secretKeyRef: {name: arena, key: DATABASE_URL}}},
          {name: CACHE_URL, valueFrom: {secretKeyRef: {name: arena, key: CACHE_URL}}},
          {name: SHARED, value: /srv/shared/arena}],
        volumeMounts: [{name: shared, mountPath: /srv/shared}],
        resources: {limits: {cpu: 1, memory: 0.3Gi}},
        startupProbe: {httpGet: {path: /live/, port: 8000}, failureThreshold: 12, periodSeconds: 5},
        livenessProbe: {httpGet: {path: /live/, port: 8000}},
        readinessProbe: {httpGet: {path: /ready/, port: 8000}},
        lifecycle: {preStop: {exec: {command: [sleep, "15"]}}}}],
      volumes: [{name: shared, nfs: {server: disk.example, path: /arena}}]}}}},
  {kind: Service, apiVersion: v1, metadata: {name: arena, namespace: live}, spec: {
    selector: {tier: web}, ports: [{port: 8000}]}},
  {kind: HorizontalPodAutoscaler, apiVersion: autoscaling/v1, metadata: {
    name: arena, namespace: live}, spec: {
    scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena},
    minReplicas: 3, maxReplicas: 10, targetCPUUtilizationPercentage: 60}},
  {kind: PodDisruptionBudget, apiVersion: policy/v1, metadata: {
    name: arena, namespace: live}, spec: {
    minAvailable: 50%, selector: {matchExpressions: [{key: tier, operator: In, values: [web]}]}}},
  {kind: CronJob, apiVersion: batch/v1, metadata: {name: digest, namespace: live}, spec: {
    schedule: "@daily", timeZone: Europe/Warsaw,
    jobTemplate: {spec: {template: {metadata: {labels: {app: arena, tier: digest}}, spec: {
      restartPolicy: Never,
      containers: [{
        name: digest, image: "registry.example/arena:81",
        command: [python], args: [manage.py, send_digest],
        envFrom: [{secretRef: {name: arena}}],
        env: [{name: SHARED, value: /srv/shared/arena}]}]}}}}}}
]}
"""
