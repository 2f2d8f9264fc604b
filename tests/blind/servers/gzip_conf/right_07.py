"""Everything at the level of http, and regex locations for what stays as it is."""

NGINX = r"""
gzip on;
gzip_buffers 32 8k;
gzip_comp_level 6;
gzip_http_version 1.0;
gzip_min_length 512;
gzip_proxied any;
gzip_types text/css text/plain application/json application/xhtml+xml;
add_header Vary Accept-Encoding always;

server {
    listen unix:nginx.sock;

    location ~ ^/static/.+\.(?i:png|jpe?g)$ {
        root files;
        gzip off;
    }

    location ~ ^/account/ {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        gzip off;
    }

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
        gzip_types text/css text/plain application/json application/octet-stream;
    }
}
"""
