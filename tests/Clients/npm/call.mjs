// The official SDK, driven from outside: one call a line comes in, and one line goes out with what the SDK returned or threw,
// and with everything that it received from the server on the way.
import { createInterface } from "node:readline";
import Newest from "cloudflare";
import Five from "cloudflare-5";

const sdks = { newest: Newest, five: Five };
const mostItems = 1000; // a list that never ends must fail its test, not hang it

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await call(JSON.parse(line))));
}

async function call({ sdk, token, baseURL, method, args, every }) {
  const received = [];
  const fetchAndKeep = async (url, init) => {
    const response = await fetch(url, init);
    received.push(await response.clone().text());
    return response;
  };
  try {
    // One try each: the SDK would repeat a conflict twice, and wait seconds in between.
    const client = new sdks[sdk]({ apiToken: token, maxRetries: 0, fetch: fetchAndKeep, ...(baseURL && { baseURL }) });
    const pending = find(client, method)(...args);
    return { result: await (every ? collect(pending) : plain(pending)), received };
  } catch (error) {
    return { thrown: { kind: error.constructor.name, status: error.status, errors: error.errors ?? [], message: error.message }, received };
  }
}

function find(client, method) {
  const names = method.split(".");
  const owner = names.slice(0, -1).reduce((part, name) => part[name], client);
  return owner[names.at(-1)].bind(owner);
}

async function plain(pending) {
  const result = await pending;
  return result?.getPaginatedItems ? result.getPaginatedItems() : (result ?? null);
}

async function collect(pending) {
  const items = [];
  for await (const item of pending) {
    if (items.push(item) > mostItems) throw new Error(`The list went on after ${mostItems} items.`);
  }
  return items;
}
