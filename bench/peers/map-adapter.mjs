// oidc-provider's storage in a Map. Its own keeps a list per grant that it walks at every token, and a thousand entries in all.
const stored = new Map();
const byUid = new Map();

export class MapAdapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload) {
    if (this.model === 'Session')
      byUid.set(payload.uid, this.#key(id));
    stored.set(this.#key(id), payload);
  }

  async find(id) {
    return stored.get(this.#key(id));
  }

  async findByUid(uid) {
    return stored.get(byUid.get(uid));
  }

  async consume(id) {
    stored.get(this.#key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    stored.delete(this.#key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, payload] of stored)
      if (payload.grantId === grantId)
        stored.delete(key);
  }

  #key(id) {
    return `${this.model}:${id}`;
  }
}
