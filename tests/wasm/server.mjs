// The server of `calls.rs`. It allows requests of pages of other origins (CORS), with the headers that APIs document.
import { createServer } from "node:http";

const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, PATCH",
  "Access-Control-Allow-Headers": "authorization, alguna-version, content-type, idempotency-key",
  "Access-Control-Expose-Headers": "idempotent-replayed",
};

const customer = (id, name) => ({
  id, name, currency: "USD", created_at: "2026-04-01T10:00:00Z", updated_at: "2026-04-01T12:30:00Z",
});

const requestsByKey = new Map();

/** Returns what differs from the expected request. */
function problem(request, expected) {
  const different = Object.entries(expected).find(([name, value]) => request[name] !== value);
  return different && `${different[0]} is ${request[different[0]]}`;
}

function respond(request, send) {
  const expected = { method: "PATCH", authorization: "Bearer secret", contentType: "application/json" };
  if (request.url === "/diga/v1/billing/customer/") {
    const wrong = problem(request, { ...expected, body: '{"name":"Acme Corp","phone":null}' });
    return wrong ? send(500, { message: wrong }) : send(200, { id: "cus_1", name: null });
  }
  if (request.url === "/alguna/customers/cust%20%C3%BC%2F1") {
    const wrong = problem(request, { ...expected, version: "2026-04-01", body: '{"currency":null,"name":"Acme Corp"}' });
    return wrong ? send(500, { message: wrong }) : send(200, customer("cust ü/1", "Acme Corp"));
  }
  if (request.url.startsWith("/alguna/")) {
    return send(404, { status: 404, title: "Not Found", detail: "no such customer" });
  }
  if (request.url.startsWith("/flaky/")) {
    const count = (requestsByKey.get(request.key) ?? 0) + 1;
    requestsByKey.set(request.key, count);
    return request.key && count === 3 ? send(200, customer("cust_1", `request ${count}`)) : send(503, {});
  }
  if (request.url.startsWith("/large/")) {
    return send(200, customer("cust_1", "x".repeat(10_000_000)));
  }
  return send(404, {});
}

createServer(async (incoming, outgoing) => {
  // A call that timed out may end its request early.
  outgoing.on("error", () => {});
  if (incoming.method === "OPTIONS") {
    return outgoing.writeHead(204, CORS).end();
  }
  let body = "";
  for await (const part of incoming) {
    body += part;
  }
  const { authorization, "content-type": contentType, "alguna-version": version, "idempotency-key": key } = incoming.headers;
  const { method, url } = incoming;
  const head = { ...CORS, "Content-Type": "application/json", "Idempotent-Replayed": "false" };
  if (url.startsWith("/slow/")) {
    return; // never responds
  }
  if (url.startsWith("/stream")) {
    return outgoing.writeHead(200, head).write("first");
  }
  if (url.startsWith("/cut/")) {
    outgoing.writeHead(200, { ...head, "Content-Length": 1000 });
    return outgoing.write('{"id":', () => setTimeout(() => outgoing.destroy(), 50));
  }
  respond({ method, url, body, authorization, contentType, version, key }, (status, value) => {
    outgoing.writeHead(status, head).end(JSON.stringify(value));
  });
}).listen(8797, "127.0.0.1");
