"""Put together in Python; the rules of the proxy stand in http."""

BACK_ENDS = "one", "two"
SERVERS = "\n".join(f"    server unix:{name}.sock max_fails=0 fail_timeout=0;" for name in BACK_ENDS)

NGINX = f"""
proxy_next_upstream error timeout http_503;
proxy_next_upstream_tries {len(BACK_ENDS)};
proxy_intercept_errors off;

upstream arena {{
{SERVERS}
}}

server {{
    listen unix:nginx.sock;

    location / {{
        proxy_pass http://arena;
    }}
}}
"""
