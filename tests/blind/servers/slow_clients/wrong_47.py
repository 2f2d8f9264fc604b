"""as before

Host is $http_host instead of $host: if the client sends a port or capitals (Host: Arena.example:8000), or no Host at all
(HTTP/1.0), gunicorn gets another Host than before.
"""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 75s;
    client_body_timeout 75s;
    send_timeout 75s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_ignore_headers X-Accel-Buffering;
        proxy_send_timeout 100s;
        proxy_read_timeout 100s;
    }
}
"""
