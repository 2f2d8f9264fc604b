"""Wrong: accepted. The numbers in command are YAML's integers, and Kubernetes wants strings there.

It refuses the Deployment.
"""

UPLOADS = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: arena-uploads}
spec:
  accessModes: ["ReadWriteMany"]
  storageClassName: efs
  resources: {requests: {storage: 5Gi}}
"""

WEB = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena}
spec:
  selector: {matchLabels: {app: arena}}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}
  template:
    metadata: {labels: {app: arena}}
    spec:
      terminationGracePeriodSeconds: 36
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn, arena.wsgi, --bind=0.0.0.0:8000, --workers, 3, --threads, 2]
          ports: [{name: http, containerPort: 8000}]
          envFrom: [{secretRef: {name: arena}}]
          env: [{name: SHARED, value: /shared}]
          volumeMounts: [{name: uploads, mountPath: /shared}]
          resources:
            requests: {cpu: 750m, memory: 629145600}
            limits: {memory: 700Mi}
          startupProbe:
            httpGet: {path: /live/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            initialDelaySeconds: 10
            periodSeconds: 5
            failureThreshold: 13
          livenessProbe:
            httpGet: {path: /live/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            timeoutSeconds: 5
          readinessProbe:
            httpGet: {path: /ready/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            timeoutSeconds: 5
          lifecycle: {preStop: {sleep: {seconds: 5}}}
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
"""

SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: arena}
spec: {selector: {app: arena}, ports: [{port: 80, targetPort: http}]}
"""

BUDGET = """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena}
spec: {maxUnavailable: 25%, selector: {matchLabels: {app: arena}}}
"""

SCALE = """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
"""

DIGEST = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: arena-digest}
spec:
  schedule: "45 16 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        metadata: {labels: {app: arena-digest}}
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [sh, -c, exec python manage.py send_digest]
              envFrom: [{secretRef: {name: arena}}]
              env: [{name: SHARED, value: /shared}]
              volumeMounts: [{name: uploads, mountPath: /shared}]
          volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
"""

MANIFESTS = "---".join([UPLOADS, WEB, SERVICE, BUDGET, SCALE, DIGEST])
