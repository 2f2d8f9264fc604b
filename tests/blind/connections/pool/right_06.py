"""RIGHT: also a limit for the queue, which 32 threads never reach."""


def databases(server):
    default = {}
    default.update(server)
    default.update(
        CONN_MAX_AGE=0,
        CONN_HEALTH_CHECKS=True,
        OPTIONS={
            **default.get("OPTIONS", {}),
            "pool": {"min_size": 1, "max_size": 8, "timeout": 4, "max_waiting": 64},
        },
    )
    return {"default": default}
