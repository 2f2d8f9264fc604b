"""Right: one key at a time from the Secret, exec as preStop, a budget of minAvailable, block style.

A pod has 1 worker of 12 threads. 3 pods and a surge of 1 have 48; with 3 more that still end, 84.
"""

MANIFESTS = """\
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
spec:
  accessModes:
    - ReadWriteMany
  resources:
    requests:
      storage: 20Gi
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: arena
spec:
  selector:
    matchLabels:
      app: arena
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 1
  template:
    metadata:
      labels:
        app: arena
    spec:
      terminationGracePeriodSeconds: 45
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn]
          args:
            - arena.wsgi
            - --bind=0.0.0.0:8000
            - --worker-class=gthread
            - --workers=1
            - --threads=12
            - --graceful-timeout=25
          ports:
            - name: http
              containerPort: 8000
          env:
            - name: SECRET_KEY
              valueFrom: {secretKeyRef: {name: arena, key: SECRET_KEY}}
            - name: DATABASE_URL
              valueFrom: {secretKeyRef: {name: arena, key: DATABASE_URL}}
            - name: CACHE_URL
              valueFrom: {secretKeyRef: {name: arena, key: CACHE_URL}}
            - name: SHARED
              value: /shared
          volumeMounts:
            - name: uploads
              mountPath: /shared
          resources:
            requests:
              cpu: "1"
              memory: 300Mi
            limits:
              memory: 400Mi
          lifecycle:
            preStop:
              exec:
                command: [sleep, "10"]
          startupProbe:
            httpGet:
              path: /live/
              port: 8000
            periodSeconds: 2
            failureThreshold: 45
          livenessProbe:
            httpGet:
              path: /live/
              port: 8000
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
          readinessProbe:
            httpGet:
              path: /ready/
              port: 8000
            periodSeconds: 5
            timeoutSeconds: 2
      volumes:
        - name: uploads
          persistentVolumeClaim:
            claimName: uploads
---
apiVersion: v1
kind: Service
metadata:
  name: arena
spec:
  selector:
    app: arena
  ports:
    - port: 80
      targetPort: 8000
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: arena
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: arena
  minReplicas: 2
  maxReplicas: 3
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 60
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: arena
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: arena
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "30 17 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      parallelism: 1
      completions: 1
      backoffLimit: 0
      template:
        metadata:
          labels:
            app: digest
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              env:
                - name: SECRET_KEY
                  valueFrom: {secretKeyRef: {name: arena, key: SECRET_KEY}}
                - name: DATABASE_URL
                  valueFrom: {secretKeyRef: {name: arena, key: DATABASE_URL}}
                - name: CACHE_URL
                  valueFrom: {secretKeyRef: {name: arena, key: CACHE_URL}}
                - name: SHARED
                  value: /shared
              volumeMounts:
                - name: uploads
                  mountPath: /shared
          volumes:
            - name: uploads
              persistentVolumeClaim:
                claimName: uploads
"""
