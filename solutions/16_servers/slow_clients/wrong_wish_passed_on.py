"""A client's own Connection: close reaches gunicorn, which closes its connection too.

Breaks: reused
Fails: reused
"""

SITE = """
upstream app {
    server unix:app.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_read_timeout 100s;
        proxy_set_header Connection $http_connection;
    }
}
"""
