"""Block style: the Secret by secretKeyRef, preStop with a command, 4 workers of 2 threads, 6 pods and a surge of one: 56 connections."""

MANIFESTS = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: arena-uploads
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
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 1
  template:
    metadata:
      labels:
        app: arena
    spec:
      terminationGracePeriodSeconds: 50
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: arena
      containers:
        - name: web
          image: registry.example/arena:81
          command:
            - gunicorn
            - arena.wsgi
            - --bind=0.0.0.0:8000
            - --workers=4
            - --threads=2
            - --graceful-timeout=25
          ports:
            - name: http
              containerPort: 8000
          env:
            - name: SECRET_KEY
              valueFrom:
                secretKeyRef:
                  name: arena
                  key: SECRET_KEY
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: arena
                  key: DATABASE_URL
            - name: CACHE_URL
              valueFrom:
                secretKeyRef:
                  name: arena
                  key: CACHE_URL
            - name: SHARED
              value: /shared
          volumeMounts:
            - name: uploads
              mountPath: /shared
          resources:
            requests:
              cpu: "1"
              memory: 800Mi
            limits:
              cpu: "2"
              memory: 800Mi
          startupProbe:
            httpGet:
              path: /live/
              port: 8000
            periodSeconds: 5
            failureThreshold: 24
          readinessProbe:
            httpGet:
              path: /ready/
              port: 8000
            periodSeconds: 5
          livenessProbe:
            httpGet:
              path: /live/
              port: 8000
            periodSeconds: 20
            failureThreshold: 3
          lifecycle:
            preStop:
              exec:
                command:
                  - sleep
                  - "15"
      volumes:
        - name: uploads
          persistentVolumeClaim:
            claimName: arena-uploads
---
apiVersion: v1
kind: Service
metadata:
  name: arena
spec:
  selector:
    app: arena
  ports:
    - name: http
      port: 80
      targetPort: 8000
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
  maxReplicas: 6
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 60
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: arena-digest
spec:
  schedule: "30 5 * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 3600
  jobTemplate:
    spec:
      parallelism: 1
      completions: 1
      backoffLimit: 0
      template:
        metadata:
          labels:
            app: arena-digest
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command:
                - python
                - manage.py
                - send_digest
              env:
                - name: SECRET_KEY
                  valueFrom:
                    secretKeyRef:
                      name: arena
                      key: SECRET_KEY
                - name: DATABASE_URL
                  valueFrom:
                    secretKeyRef:
                      name: arena
                      key: DATABASE_URL
                - name: CACHE_URL
                  valueFrom:
                    secretKeyRef:
                      name: arena
                      key: CACHE_URL
                - name: SHARED
                  value: /shared
              volumeMounts:
                - name: uploads
                  mountPath: /shared
              resources:
                requests:
                  memory: 300Mi
                limits:
                  memory: 300Mi
          volumes:
            - name: uploads
              persistentVolumeClaim:
                claimName: arena-uploads
"""
