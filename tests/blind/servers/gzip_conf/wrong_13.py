"""Wrong (images): all types, also PNG and JPEG.
"""

NGINX = """
gzip on;
gzip_comp_level 6;
gzip_min_length 500;
gzip_proxied any;
gzip_http_version 1.0;
gzip_types *;
gzip_vary on;

server {
    listen unix:nginx.sock;

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
