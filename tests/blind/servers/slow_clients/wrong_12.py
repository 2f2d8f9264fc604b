"""Wrong (idle): nginx keeps an idle connection as long as gunicorn does, not shorter: it may send a
request on one that gunicorn is just closing.
"""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 75s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 90s;
    client_body_timeout 90s;
    send_timeout 90s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_read_timeout 100s;
    }
}
"""
