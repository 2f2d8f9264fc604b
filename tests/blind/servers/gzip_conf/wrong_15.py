"""Wrong (vary): replaces the back end's Vary (Cookie, say) with its own.
"""

NGINX = """
gzip on;
gzip_comp_level 6;
gzip_min_length 500;
gzip_proxied any;
gzip_http_version 1.0;
gzip_types text/css application/json;
proxy_hide_header Vary;
add_header Vary Accept-Encoding;

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
