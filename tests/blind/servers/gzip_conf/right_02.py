"""Prefix locations: /account/, and /account by itself, which nginx would redirect otherwise."""

NGINX = r"""
gzip on;
gzip_comp_level 9;
gzip_http_version 1.0;
gzip_min_length 1000;
gzip_proxied any;
gzip_types text/css text/xml application/json application/ld+json application/problem+json;

# A response without a type is a 304. It repeats the Vary of the text.
map $sent_http_content_type $vary_unless_image {
    ~*^image/ "";
    default Accept-Encoding;
}

server {
    listen unix:nginx.sock;
    add_header Vary $vary_unless_image always;
    proxy_set_header Host $host;

    location / {
        proxy_pass http://unix:app.sock;
    }

    location = /account {
        proxy_pass http://unix:app.sock;
    }

    location /account/ {
        proxy_pass http://unix:app.sock;
        gzip off;
    }

    location /static/ {
        root files;
        gzip_types text/css text/plain application/json application/octet-stream;

        location ~* \.(?:png|jpg|jpeg)$ {
            gzip off;
        }
    }
}
"""
