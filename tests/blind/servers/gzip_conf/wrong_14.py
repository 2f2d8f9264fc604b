"""Wrong (small): from 256 bytes on; responses with a Content-Length of 256 to 499 are compressed.
"""

NGINX = """
gzip on;
gzip_comp_level 6;
gzip_min_length 256;
gzip_proxied any;
gzip_http_version 1.0;
gzip_types text/css application/json;
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
