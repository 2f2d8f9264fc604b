"""The dashboard says 80 ms, and visitors of that view wait two seconds.

p95() returns each view's average since its processes started. Change it to return the time within
which 95% of the requests between two scrapes were answered: {view: seconds}.

earlier and later map instances to the text of their /metrics pages, with the same buckets.

Rules:
- p95: as Prometheus's histogram_quantile(): requests are spread evenly over their bucket, the first
  from 0. In +Inf: the highest other bound.
- between: only requests between the scrapes. A view without any is left out.
- together: first add up all of a view's series, of all instances.
- restart: a bucket lower than before, or gone, shows that all counters of the instance began again
  at 0.
- instances: a new one began at 0; one that is gone counts for nothing.
- text: any page in Prometheus's text format.
"""

from collections import Counter

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def p95(earlier, later):
    # TODO: an average hides the slowest requests, and these sums began when the processes did.
    seconds, requests = Counter(), Counter()
    for text in later.values():
        for metric in text_string_to_metric_families(text):
            for sample in metric.samples:
                if sample.name == f"{HISTOGRAM}_sum":
                    seconds[sample.labels["view"]] += sample.value
                elif sample.name == f"{HISTOGRAM}_count":
                    requests[sample.labels["view"]] += sample.value
    return {view: seconds[view] / requests[view] for view in requests}
