"""A second location does not inherit what the first one sets: the Host is lost.

Breaks: as before
Fails: answer
"""

NGINX = """
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_types text/css application/json;
    gzip_min_length 1000;
    gzip_proxied any;
    gzip_vary on;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
    }

    location /static/ {
        root files;
    }
}
"""
