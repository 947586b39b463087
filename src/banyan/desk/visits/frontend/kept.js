// What a phone keeps in its own database: the records that wait to be sent, each with the account
// that made it, and the enterprises of each account.
const NAME = "banyan-visits";
const RECORDS = "records";
const PEOPLE = "people";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(RECORDS, { keyPath: "key" }).createIndex("account", "account");
      asked.result.createObjectStore(PEOPLE, { keyPath: "account" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** Does one thing with a store; resolves with its result once it is on the disk. */
async function within(store, mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const asked = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (record) => within(RECORDS, "readwrite", (store) => store.put(record));

export const forget = (key) => within(RECORDS, "readwrite", (store) => store.delete(key));

/** The records of an account that wait, the oldest first. */
export async function waitingOf(account) {
  const found = await within(RECORDS, "readonly", (store) =>
    store.index("account").getAll(Number(account)),
  );
  return found.sort((one, other) => one.keptAt - other.keptAt);
}

export const keepPerson = (account, organizations) =>
  within(PEOPLE, "readwrite", (store) => store.put({ account: Number(account), organizations }));

/** The enterprises of an account, as they were when there was signal. */
export async function organizationsOf(account) {
  const found = await within(PEOPLE, "readonly", (store) => store.get(Number(account)));
  return found ? found.organizations : [];
}
