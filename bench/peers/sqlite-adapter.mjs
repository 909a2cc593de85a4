// oidc-provider's storage in an SQLite file, with the settings that the local org uses: one look-up or one statement per call.
import { DatabaseSync } from 'node:sqlite';

export function sqliteAdapter(file) {
  const database = new DatabaseSync(file);
  database.exec(`
    pragma journal_mode = wal; pragma synchronous = normal; pragma locking_mode = exclusive; pragma temp_store = memory;
    create table stored (id text primary key, payload text not null, grant_id text, uid text, user_code text, expires_at integer) without rowid;
    create index stored_by_grant on stored (grant_id) where grant_id is not null;
    create index stored_by_uid on stored (uid) where uid is not null;
    create index stored_by_user_code on stored (user_code) where user_code is not null`);

  const upsert = database.prepare(`
    insert into stored (id, payload, grant_id, uid, user_code, expires_at) values (?, ?, ?, ?, ?, ?)
    on conflict (id) do update set payload = excluded.payload, grant_id = excluded.grant_id, expires_at = excluded.expires_at`);
  const find = database.prepare('select payload, expires_at from stored where id = ?');
  const findByUid = database.prepare('select payload, expires_at from stored where uid = ?');
  const findByUserCode = database.prepare('select payload, expires_at from stored where user_code = ?');
  const consume = database.prepare(`update stored set payload = json_set(payload, '$.consumed', unixepoch()) where id = ?`);
  const destroy = database.prepare('delete from stored where id = ?');
  const revoke = database.prepare('delete from stored where grant_id = ?');

  const alive = (row) => (row && !(row.expires_at <= Date.now() / 1000) ? JSON.parse(row.payload) : undefined);

  return class SqliteAdapter {
    constructor(model) {
      this.model = model;
    }

    async upsert(id, payload, expiresIn) {
      // A grant is found by its own id; only what hangs on it is indexed by grant.
      upsert.run(
        this.#key(id), JSON.stringify(payload), payload.grantId ?? null, this.model === 'Session' ? payload.uid : null,
        payload.userCode ?? null, expiresIn ? Math.floor(Date.now() / 1000) + expiresIn : null);
    }

    async find(id) {
      return alive(find.get(this.#key(id)));
    }

    async findByUid(uid) {
      return alive(findByUid.get(uid));
    }

    async findByUserCode(userCode) {
      return alive(findByUserCode.get(userCode));
    }

    async consume(id) {
      consume.run(this.#key(id));
    }

    async destroy(id) {
      destroy.run(this.#key(id));
    }

    async revokeByGrantId(grantId) {
      revoke.run(grantId);
    }

    #key(id) {
      return `${this.model}:${id}`;
    }
  };
}
