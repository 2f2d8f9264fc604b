"""Right: gunicorn's options in GUNICORN_CMD_ARGS, the volume's folder by subPath."""

MANIFESTS = """
apiVersion: batch/v1
kind: CronJob
metadata:
  name: arena-digest
spec:
  schedule: "0 6 */1 * *"
  concurrencyPolicy: Forbid
  suspend: false
  jobTemplate:
    metadata:
      labels: {app: arena-digest}
    spec:
      completionMode: NonIndexed
      completions: 1
      parallelism: 1
      backoffLimit: 0
      ttlSecondsAfterFinished: 172800
      template:
        metadata:
          labels: {app: arena-digest}
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              envFrom: [{secretRef: {name: arena}}]
              env: [{name: SHARED, value: /var/lib/arena}]
              volumeMounts: [{name: files, mountPath: /var/lib/arena, subPath: arena}]
          volumes:
            - name: files
              persistentVolumeClaim: {claimName: files}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: arena
spec:
  minReplicas: 2
  maxReplicas: 10
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: 50}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: arena
spec:
  minAvailable: 1
  selector:
    matchLabels: {app: arena}
---
apiVersion: v1
kind: Service
metadata:
  name: arena
spec:
  selector: {app: arena}
  ports: [{port: 80, targetPort: gunicorn}]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: arena
spec:
  selector:
    matchLabels: {app: arena}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 10%, maxUnavailable: 0}
  template:
    metadata:
      labels: {app: arena}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn, arena.wsgi]
          ports: [{name: gunicorn, containerPort: 8000}]
          envFrom: [{secretRef: {name: arena}}]
          env:
            - {name: SHARED, value: /var/lib/arena}
            - name: GUNICORN_CMD_ARGS
              value: "--bind=0.0.0.0:8000 --workers=2 --threads=4 --graceful-timeout=30"
          volumeMounts: [{name: files, mountPath: /var/lib/arena, subPath: arena}]
          resources:
            requests: {cpu: 500m, memory: 480Mi}
            limits: {memory: 480Mi}
          startupProbe:
            httpGet:
              path: /live/
              port: gunicorn
              httpHeaders: [{name: Host, value: localhost}]
            failureThreshold: 12
          livenessProbe:
            httpGet:
              path: /live/
              port: gunicorn
              httpHeaders: [{name: Host, value: localhost}]
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /ready/
              port: gunicorn
              httpHeaders: [{name: Host, value: localhost}]
            timeoutSeconds: 5
          lifecycle:
            preStop: {sleep: {seconds: 15}}
      volumes:
        - name: files
          persistentVolumeClaim: {claimName: files}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: files
spec:
  accessModes: [ReadWriteMany]
  resources: {requests: {storage: 30Gi}}
"""
