// The record of a visit on a phone: what is sent is kept first and goes out when there is signal.
// Without this script the page is a plain form.
import { forget, keep, keepPerson, organizationsOf, waitingOf } from "./kept.js";
import { smaller, thumb } from "./photos.js";
import * as problems from "./problems.js";
import { CHANGED, sendWaiting } from "./sending.js";

const SIGNED_IN = "banyan-account"; // who signs out is taken out of it by every page of the desk
const FIELDS = ["organization", "held_on", "form", "seen", "asked", "companions"];

const root = document.getElementById("visits-phone");
const form = document.getElementById("visits-form");
const status = document.getElementById("visits-status");
const list = document.getElementById("visits-waiting");
const thumbs = document.getElementById("visits-thumbs");
const field = (name) => form.elements.namedItem(name);
let account = root.dataset.account;
let photos = [];
let sending = 0;
let sentElsewhere; // the last that the service worker, or another page, sent while this one waited

function say(name, address = "", count = 0) {
  status.className = "alert alert-info mb-3";
  status.textContent = status.dataset[name].replace("{count}", count);
  if (address) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = status.dataset.open;
    status.append(" ", link);
  }
}

function newKey() {
  return crypto.randomUUID();
}

function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function offer(organizations) {
  const choice = field("organization");
  const chosen = choice.value;
  const there = new Set([...choice.options].map((one) => one.value));
  for (const one of organizations) {
    if (!there.has(one.code)) choice.add(new Option(one.name, one.code));
  }
  choice.value = chosen;
}

async function showThumbs() {
  thumbs.replaceChildren(...(await Promise.all(photos.map((one) => thumb(one.blob)))));
}

function clear() {
  form.reset();
  for (const name of ["seen", "asked", "companions"]) field(name).value = "";
  field("organization").value = "";
  field("held_on").value = field("held_on").max = today();
  field("key").value = newKey();
  photos = [];
  thumbs.replaceChildren();
  problems.show([]);
}

async function mend(record) {
  for (const name of FIELDS) field(name).value = record.fields[name] ?? "";
  field("key").value = record.key;
  photos = record.photos;
  problems.show(record.problems);
  await showThumbs();
  field("seen").focus();
}

/** Keys of records of which it was asked whether they are really to be discarded; rows come anew
 * whenever something was sent. */
const asked = new Set();

function row(record) {
  const made = document.getElementById("visits-waiting-row").content.cloneNode(true);
  const part = (name) => made.querySelector(`[data-${name}]`);
  part("name").textContent = record.name;
  part("day").textContent = record.fields.held_on;
  if (record.refused) {
    part("why").textContent = record.refused;
    part("why").hidden = part("mending").hidden = false;
    part("mend").addEventListener("click", () => mend(record));
    const discard = part("discard");
    const askSure = () => (discard.textContent = discard.dataset.sure);
    if (asked.has(record.key)) askSure();
    discard.addEventListener("click", async () => {
      if (!asked.has(record.key)) {
        asked.add(record.key);
        askSure();
        return;
      }
      await forget(record.key);
      status.textContent = status.className = "";
      await showWaiting();
    });
  }
  return made;
}

/** Shows what waits of this account; how many can be sent, and how many were refused. */
async function showWaiting() {
  const waiting = account ? await waitingOf(account) : [];
  list.replaceChildren(...waiting.map(row));
  list.hidden = waiting.length === 0;
  const refused = waiting.filter((one) => one.refused).length;
  return { waiting: waiting.length - refused, refused };
}

async function send() {
  sending += 1;
  const outcome = await sendWaiting();
  sending -= 1;
  const last = outcome.sent.at(-1) ?? sentElsewhere;
  sentElsewhere = undefined;
  const { waiting, refused } = await showWaiting();
  const signIn = outcome.reached && outcome.account === null;
  document.getElementById("visits-sign-in").hidden = !signIn;
  if (signIn) say(account ? "signIn" : "signedOut");
  else if (outcome.reached && account && String(outcome.account) !== account) say("other");
  else if (waiting) say("kept", "", waiting);
  else if (refused) say("refused", "", refused);
  else if (last) say("sent", last);
  else if (!outcome.reached && account) say("without");
  if (outcome.reached && outcome.account !== null && String(outcome.account) === account) {
    offer(await organizationsOf(account));
  }
}

async function recorded(event) {
  event.preventDefault();
  const choice = field("organization");
  const record = {
    key: field("key").value || newKey(),
    account: Number(account),
    keptAt: Date.now(),
    name: choice.selectedOptions[0].textContent,
    fields: Object.fromEntries(FIELDS.map((name) => [name, field(name).value])),
    problems: problems.written(),
    photos,
    refused: "",
  };
  try {
    await keep(record);
  } catch {
    form.submit(); // a browser that keeps nothing
    return;
  }
  clear();
  scrollTo({ top: 0 });
  say("kept", "", (await showWaiting()).waiting);
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register(CHANGED)).catch(() => {});
  await send();
}

async function taken({ target }) {
  const most = Number(root.dataset.mostPhotos);
  for (const file of [...target.files].slice(0, most - photos.length)) {
    try {
      photos.push(await smaller(file));
    } catch {
      say("failed");
    }
  }
  target.value = "";
  await showThumbs();
}

/** Has the service worker keep this page and what it loads, and says so once it is done. */
async function keepPage() {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.kept) document.getElementById("visits-kept").hidden = false;
  });
  await navigator.serviceWorker.register(root.dataset.worker, { scope: "/visits/" });
  const { active } = await navigator.serviceWorker.ready;
  const named = [...document.querySelectorAll("script[src], link[href], img[src], use")].map(
    (one) => one.src || one.href?.baseVal || one.href,
  );
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const urls = [...named, ...loaded]
    .map((one) => new URL(one, location.href))
    .filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"))
    .map((one) => one.pathname);
  active.postMessage({ keep: [...new Set(urls)] });
}

async function begin() {
  problems.begin();
  form.addEventListener("submit", recorded);
  document.getElementById("photos").addEventListener("change", taken);
  if (account) {
    localStorage.setItem(SIGNED_IN, account);
    const own = [...field("organization").options].filter((one) => one.value);
    await keepPerson(
      account,
      own.map((one) => ({ code: one.value, name: one.textContent })),
    );
  } else {
    // The page that the phone kept: nobody's, until it is known who used it last.
    account = localStorage.getItem(SIGNED_IN) ?? "";
    if (account) {
      offer(await organizationsOf(account));
      clear();
      form.hidden = false;
    } else {
      say("signedOut");
    }
  }
  await showWaiting();
  new BroadcastChannel(CHANGED).addEventListener("message", async ({ data: sent }) => {
    if (sending) {
      sentElsewhere = sent.at(-1) ?? sentElsewhere;
      return;
    }
    const { waiting, refused } = await showWaiting();
    if (sent.length && !waiting && !refused) say("sent", sent.at(-1));
  });
  addEventListener("online", send);
  addEventListener("offline", () => account && say("without"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send();
  });
  await send();
  if (navigator.onLine) await keepPage().catch(() => {}); // the page works, with signal only
}

begin();
