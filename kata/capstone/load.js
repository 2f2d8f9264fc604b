// One round of load: each client sends the next visit of the plan as soon as it has a response.
import encoding from "k6/encoding";
import exec from "k6/execution";
import http from "k6/http";
import { Counter, Gauge, Trend } from "k6/metrics";

const plan = JSON.parse(open("./plan.json"));
const kinds = plan.kinds.map((_, number) => new Trend(`kind_${number}`, true));
const took = new Trend("took", true);
const failed = new Counter("failed");
const refused = new Counter("refused");
const began = new Gauge("began");
const ended = new Gauge("ended");

export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ["count", "avg", "p(95)", "max"],
  scenarios: {
    visitors: {
      executor: "constant-vus",
      vus: plan.clients,
      duration: `${plan.warm + plan.longest}s`,
      gracefulStop: "1s",
    },
  },
};

export default function () {
  const visit = plan.visits[(plan.first + exec.scenario.iterationInTest) % plan.visits.length];
  const body = visit.body && (visit.binary ? encoding.b64decode(visit.body) : visit.body);
  const response = http.request(visit.method, plan.url + visit.path, body || null, {
    headers: visit.headers,
    jar: new http.CookieJar(), // what a response sets is not for the next visitor
    redirects: 0,
    timeout: "60s",
  });
  const now = Date.now() - exec.scenario.startTime - 1000 * plan.warm;
  if (now < 0) {
    return;
  }
  began.add(exec.scenario.startTime + 1000 * plan.warm);
  ended.add(Date.now());
  if (response.status === 0 || response.status >= 500) {
    failed.add(1);
  } else {
    if (response.status >= 400) {
      refused.add(1);
    }
    took.add(response.timings.duration);
    kinds[visit.kind].add(response.timings.duration);
  }
  if (now >= 1000 * plan.seconds && exec.scenario.iterationInTest >= plan.fewest) {
    exec.test.abort("enough");
  }
}

export function handleSummary(data) {
  return { "summary.json": JSON.stringify(data.metrics) };
}
