// One round of load: each client sends the next visit of the plan as soon as it has a response.
import encoding from "k6/encoding";
import exec from "k6/execution";
import http from "k6/http";
import { Counter, Trend } from "k6/metrics";

const plan = JSON.parse(open("./plan.json"));
const kinds = plan.kinds.map((_, number) => new Trend(`kind_${number}`, true));
const took = new Trend("took", true);
const failed = new Counter("failed");
const refused = new Counter("refused");

export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ["count", "avg", "p(95)", "max"],
  scenarios: {
    visitors: {
      executor: "constant-vus",
      vus: plan.clients,
      duration: `${plan.warm + plan.seconds}s`,
      gracefulStop: "20s",
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
    timeout: "20s",
  });
  const now = Date.now() - exec.scenario.startTime;
  if (now < 1000 * plan.warm || now > 1000 * (plan.warm + plan.seconds)) {
    return;
  }
  if (response.status === 0 || response.status >= 500) {
    failed.add(1, { status: String(response.status) });
    return;
  }
  if (response.status >= 400) {
    refused.add(1);
  }
  took.add(response.timings.duration);
  kinds[visit.kind].add(response.timings.duration);
}

export function handleSummary(data) {
  return { "summary.json": JSON.stringify(data.metrics) };
}
