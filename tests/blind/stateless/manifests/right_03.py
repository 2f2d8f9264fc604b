"""Right: one List, so that anchors serve web and digest; each key by a secretKeyRef."""

MANIFESTS = """
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: arena-shared}
    spec:
      accessModes: [ReadWriteMany]
      resources: {requests: {storage: 20Gi}}
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: arena}
    spec:
      selector: {matchLabels: {app: arena}}
      strategy:
        type: RollingUpdate
        rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
      template:
        metadata: {labels: {app: arena, role: web}}
        spec:
          terminationGracePeriodSeconds: 50
          containers:
            - name: web
              image: &image registry.example/arena:81
              command: [gunicorn, arena.wsgi, --bind=0.0.0.0:8000, --workers=2, --threads=3]
              ports: [{name: http, containerPort: 8000}]
              env: &settings
                - name: SECRET_KEY
                  valueFrom: {secretKeyRef: {name: arena, key: SECRET_KEY}}
                - name: DATABASE_URL
                  valueFrom: {secretKeyRef: {name: arena, key: DATABASE_URL}}
                - name: CACHE_URL
                  valueFrom: {secretKeyRef: {name: arena, key: CACHE_URL}}
                - {name: SHARED, value: /shared}
              volumeMounts: &mounts
                - {name: shared, mountPath: /shared}
              resources:
                requests: {cpu: 250m, memory: 450Mi}
                limits: {memory: 450Mi}
              startupProbe:
                httpGet: &live
                  path: /live/
                  port: http
                  httpHeaders: [{name: Host, value: localhost}]
                periodSeconds: 2
                failureThreshold: 45
              livenessProbe:
                httpGet: *live
                timeoutSeconds: 5
                failureThreshold: 5
              readinessProbe:
                httpGet:
                  path: /ready/
                  port: http
                  httpHeaders: [{name: Host, value: localhost}]
                timeoutSeconds: 2
                periodSeconds: 4
              lifecycle:
                preStop:
                  exec: {command: [sh, -c, sleep 10]}
          volumes: &volumes
            - name: shared
              persistentVolumeClaim: {claimName: arena-shared}
  - apiVersion: v1
    kind: Service
    metadata: {name: arena}
    spec:
      selector: {app: arena, role: web}
      ports: [{port: 80, targetPort: http}]
  - apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: arena}
    spec:
      maxUnavailable: 1
      selector: {matchLabels: {app: arena, role: web}}
  - apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: arena}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
      minReplicas: 2
      maxReplicas: 6
      metrics:
        - type: Resource
          resource:
            name: cpu
            target: {type: Utilization, averageUtilization: 75}
  - apiVersion: batch/v1
    kind: CronJob
    metadata: {name: arena-digest}
    spec:
      schedule: "@daily"
      concurrencyPolicy: Forbid
      jobTemplate:
        spec:
          backoffLimit: 0
          template:
            metadata: {labels: {app: digest, role: digest}}
            spec:
              restartPolicy: Never
              containers:
                - name: digest
                  image: *image
                  command: [python, manage.py, send_digest]
                  env: *settings
                  volumeMounts: *mounts
              volumes: *volumes
"""
