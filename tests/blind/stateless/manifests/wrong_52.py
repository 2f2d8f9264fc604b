"""stop: the grace period does not exceed the sum of the sleep and the graceful timeout.

The sleep of 10 seconds counts too: after 35 seconds Kubernetes kills gunicorn, which would still let requests of 25 to 30
seconds finish.
"""

MANIFESTS = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads}
spec:
  accessModes: [ReadWriteMany]
  resources: {requests: {storage: 100Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena}
spec:
  selector: {matchLabels: {app: arena}}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  template:
    metadata: {labels: {app: arena}}
    spec:
      terminationGracePeriodSeconds: 35
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
            requests: {cpu: 500m, memory: 450Mi}
            limits: {memory: 450Mi}
          startupProbe:
            httpGet: {path: /live/, port: http}
            periodSeconds: 3
            failureThreshold: 30
          livenessProbe:
            httpGet: {path: /live/, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
          readinessProbe:
            httpGet: {path: /ready/, port: http}
            periodSeconds: 5
            timeoutSeconds: 3
          lifecycle: {preStop: {sleep: {seconds: 10}}}
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: uploads}}]
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec:
  selector: {app: arena}
  ports: [{port: 80, targetPort: http}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: arena}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 8
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: digest}
spec:
  schedule: "0 6 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        metadata: {labels: {app: digest}}
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              envFrom: [{secretRef: {name: arena}}]
              env: [{name: SHARED, value: /shared}]
              volumeMounts: [{name: uploads, mountPath: /shared}]
          volumes: [{name: uploads, persistentVolumeClaim: {claimName: uploads}}]
"""
