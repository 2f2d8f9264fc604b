"""Right: gzip for everything but /account/, and Vary by nginx itself.
"""

NGINX = """
gzip on;
gzip_comp_level 6;
gzip_min_length 500;
gzip_proxied any;
gzip_http_version 1.0;
gzip_types text/css application/json;
gzip_vary on;

server {
    listen unix:nginx.sock;
    proxy_set_header Host $host;

    location / {
        proxy_pass http://unix:app.sock;
    }

    # Locations are compared with the decoded path, so this is also /%61ccount/.
    location /account/ {
        gzip off;
        add_header Vary Accept-Encoding always;
        proxy_pass http://unix:app.sock;
    }

    location /static/ {
        root files;
    }
}
"""
