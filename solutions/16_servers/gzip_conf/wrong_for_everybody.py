"""One variant for all clients: what nginx asks itself for says that it accepts gzip.

Breaks: accepts
Fails: accepts
"""

NGINX = """
gzip_http_version 1.0;
gzip_types text/css application/json;
gzip_min_length 1000;
gzip_proxied any;
gzip_vary on;

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:inside.sock;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding gzip;
    }
}

server {
    listen unix:inside.sock;

    gzip on;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }
}
"""
