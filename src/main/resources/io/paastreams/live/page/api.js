/** What the server says to a request that it does not fulfil, with what to do about it. */
class Refusal extends Error {
  constructor(status, problem) {
    super([problem?.detail ?? `HTTP ${status}`, problem?.remedy].filter((each) => each).join(": "));
    this.final = status < 500; // it will say the same again
    this.findings = problem?.findings ?? [];
  }
}

/** Asks for JSON. Throws an Error whose message is the server's own. */
export async function get(path, parameters = {}) {
  const url = new URL("api/" + path, document.baseURI);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, value);
  }
  return answer(await fetch(url, { headers: { Accept: "application/json" } }));
}

/** Changes something. */
export async function send(method, path, body) {
  return answer(await fetch(new URL("api/" + path, document.baseURI), {
    method, headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body ?? {}),
  }));
}

async function answer(response) {
  if (response.status === 401) location.reload();
  const text = await response.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    value = { detail: text };
  }
  if (!response.ok) throw new Refusal(response.status, value);
  return value;
}
