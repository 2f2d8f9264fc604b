"""Right: gunicorn's short options in args, an NFS volume in the pod, percent, OnFailure."""

MANIFESTS = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: arena
spec:
  selector:
    matchLabels: {app: arena}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels: {app: arena}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn]
          args: ["-b", "0.0.0.0:8000", "-w", "3", "-k", "gthread", "--threads", "3", "--graceful-timeout", "40", "arena.wsgi"]
          ports:
            - containerPort: 8000
          env:
            - name: SHARED
              value: /shared
          envFrom:
            - secretRef:
                name: arena
                optional: false
          volumeMounts:
            - name: uploads
              mountPath: /shared
          resources:
            requests: {cpu: 300m, memory: 0.75Gi}
            limits: {memory: 1Gi}
          startupProbe:
            httpGet: {path: /live/, port: 8000}
            initialDelaySeconds: 5
            periodSeconds: 5
            failureThreshold: 24
          livenessProbe:
            httpGet: {path: /live/, port: 8000}
            periodSeconds: 30
            timeoutSeconds: 10
          readinessProbe:
            httpGet: {path: /ready/, port: 8000}
            periodSeconds: 5
            failureThreshold: 1
            timeoutSeconds: 3
          lifecycle:
            preStop:
              exec:
                command: [python, -c, "import time; time.sleep(10)"]
      volumes:
        - name: uploads
          nfs: {server: nfs.example, path: /arena}
---
apiVersion: v1
kind: Service
metadata:
  name: arena
spec:
  selector: {app: arena}
  ports:
    - port: 80
      targetPort: 8000
      protocol: TCP
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: arena
spec:
  minAvailable: 50%
  selector:
    matchLabels: {app: arena}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: arena
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 8
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 80
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: arena-digest
spec:
  schedule: "0 20 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        metadata:
          labels: {job: arena-digest}
        spec:
          restartPolicy: OnFailure
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python]
              args: [manage.py, send_digest]
              env:
                - name: SHARED
                  value: /shared
              envFrom:
                - secretRef:
                    name: arena
              volumeMounts:
                - name: uploads
                  mountPath: /shared
          volumes:
            - name: uploads
              nfs: {server: nfs.example, path: /arena}
"""
