"""Plain YAML: a claim that all nodes share, envFrom of the Secret, the native sleep, and a budget of one pod."""

MANIFESTS = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: arena-uploads}
spec:
  accessModes: [ReadWriteMany]
  resources: {requests: {storage: 50Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena}
spec:
  # No replicas: the autoscaler sets them, and a release must not set them back.
  selector: {matchLabels: {app: arena}}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
  template:
    metadata: {labels: {app: arena}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
        - name: web
          image: registry.example/arena:81
          command:
            - gunicorn
            - arena.wsgi
            - --bind=0.0.0.0:8000
            - --workers=2
            - --threads=4
            - --graceful-timeout=30
          ports: [{name: http, containerPort: 8000}]
          envFrom: [{secretRef: {name: arena}}]
          env: [{name: SHARED, value: /shared}]
          volumeMounts: [{name: uploads, mountPath: /shared}]
          resources:
            requests: {cpu: 500m, memory: 512Mi}
            limits: {memory: 512Mi}
          startupProbe:
            httpGet: {path: /live/, port: http}
            periodSeconds: 3
            timeoutSeconds: 3
            failureThreshold: 30
          livenessProbe:
            httpGet: {path: /live/, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
          readinessProbe:
            httpGet: {path: /ready/, port: http}
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          lifecycle: {preStop: {sleep: {seconds: 10}}}
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec:
  selector: {app: arena}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 6
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: arena}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: arena-digest}
spec:
  schedule: "0 18 * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      parallelism: 1
      completions: 1
      backoffLimit: 0
      template:
        metadata: {labels: {app: arena-digest}}
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              envFrom: [{secretRef: {name: arena}}]
              env: [{name: SHARED, value: /shared}]
              volumeMounts: [{name: uploads, mountPath: /shared}]
              resources:
                requests: {cpu: 100m, memory: 256Mi}
                limits: {memory: 256Mi}
          volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
"""
