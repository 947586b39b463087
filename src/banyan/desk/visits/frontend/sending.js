// Sends what waits, for the account that is signed in and for no other; from the page and, where
// there is background sync, from the service worker. A record that was sent and whose answer was
// lost is sent again: the desk knows it by its key.
import { forget, keep, keepPerson, waitingOf } from "./kept.js";

export const PAGE = "/visits/phone/";
export const CHANGED = "banyan-visits";
const STATE = "/visits/phone/state/";

/** Sends, and tells how it went: whether the desk was reached, who is signed in there, and the
 * addresses of the visits that were taken. One at a time, of all pages and the worker. */
export function sendWaiting() {
  return navigator.locks ? navigator.locks.request(CHANGED, send) : send();
}

async function send() {
  const sent = [];
  let state;
  try {
    state = await signedIn();
    if (state.account !== null) {
      await keepPerson(state.account, state.organizations);
      for (const record of await waitingOf(state.account)) {
        if (record.refused) continue;
        const address = await sendOne(record, state.token);
        if (address === null) break;
        if (address) sent.push(address);
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // a TypeError: the network is not there
    return { reached: false, account: null, sent };
  } finally {
    new BroadcastChannel(CHANGED).postMessage(sent);
  }
  return { reached: true, account: state.account, sent };
}

/** Who is signed in, with a fresh token. Nobody, where the desk first wants something else. */
async function signedIn() {
  const answer = await fetch(STATE, { cache: "no-store", redirect: "manual" });
  return answer.ok ? answer.json() : { account: null };
}

/** The address of the visit; empty where the desk refused the record, which then says why; null
 * where it could not take it now. */
async function sendOne(record, token) {
  const form = new FormData();
  for (const [name, value] of Object.entries(record.fields)) form.append(name, value);
  form.append("key", record.key);
  form.append("account", record.account);
  for (const one of record.problems) {
    form.append("problem", one.text);
    form.append("category", one.category);
    form.append("gravity", one.gravity);
  }
  for (const one of record.photos) form.append("photos", one.blob, one.name);
  const answer = await fetch(PAGE, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: form,
    redirect: "manual",
  });
  if (answer.ok) {
    const { address } = await answer.json();
    await forget(record.key);
    return address;
  }
  if (answer.status === 422) {
    record.refused = (await answer.json()).why;
    await keep(record);
    return "";
  }
  return null;
}
