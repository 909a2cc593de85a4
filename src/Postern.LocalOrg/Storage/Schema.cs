namespace Postern.LocalOrg.Storage;

/// <summary>
/// The tables, in SQL that SQLite and PostgreSQL both read. Instants are seconds since the epoch; a column named <c>hash</c> holds a
/// secret's <see cref="Secrets.Hash"/>.
/// </summary>
static class Schema
{
    /// <summary>Ends a table that is kept in the order of its key. PostgreSQL has no such tables: there it is left out.</summary>
    public const string Clustered = " without rowid";

    /// <summary>This version's.</summary>
    public static int Version => Migrations.Count;

    /// <summary>
    /// The oldest schema whose processes go on beside this version's while they are being replaced: that of the release before, unless a
    /// migration since then takes something away that those use, or adds to a document what must not be lost where those change it. There
    /// is no release before yet. docs/adr/0015.
    /// </summary>
    public static int OldestBeside => Version;

    /// <summary>Append only: a file written by an older version is brought up to date by running what it has not run.</summary>
    public static readonly IReadOnlyList<string[]> Migrations =
    [
        [
            "create table org (id text primary key, document text not null)",
            """
            create table users (
                id text primary key, login text not null unique, status text not null, password_hash text not null,
                failed_passwords integer not null, document text not null)
            """,
            "create table apps (client_id text primary key, document text not null)",
            "create table authorization_servers (id text primary key, document text not null)",
            "create table signing_keys (name text primary key, pkcs8 text not null)",
            "create table session_tokens (hash text primary key, user_id text not null, authenticated_at bigint not null, methods text " +
            "not null, expires_at bigint not null)",
            "create table sessions (hash text primary key, user_id text not null, authenticated_at bigint not null, methods text not " +
            "null, expires_at bigint not null)",
            "create table state_tokens (hash text primary key, user_id text not null, status text not null, expires_at bigint not null)",
            "create table authorize_requests (hash text primary key, document text not null, expires_at bigint not null)",
            "create table authorization_codes (hash text primary key, document text not null, expires_at bigint not null)",
            "create table redeemed_codes (hash text primary key, expires_at bigint not null)",
            "create table revoked_tokens (id text primary key, expires_at bigint not null)",
            "create table client_assertions (hash text primary key, expires_at bigint not null)",
        ],
        ["alter table state_tokens add column relay_state text"],
        [
            // A session token is a session that has not begun. Looked up by hash alone, hashes and all in one tree.
            "alter table sessions rename to begun_sessions",
            """
            create table sessions (
                hash text primary key, user_id text not null, authenticated_at bigint not null, methods text not null,
                expires_at bigint not null, has_begun integer not null)
            """ + Clustered,
            "insert into sessions select hash, user_id, authenticated_at, methods, expires_at, 1 from begun_sessions",
            "insert into sessions select hash, user_id, authenticated_at, methods, expires_at, 0 from session_tokens",
            "drop table begun_sessions",
            "drop table session_tokens",
            "alter table authorization_codes rename to earlier_codes",
            "create table authorization_codes (hash text primary key, document text not null, expires_at bigint not null)" + Clustered,
            "insert into authorization_codes select hash, document, expires_at from earlier_codes",
            "drop table earlier_codes",
            "drop table redeemed_codes",
        ],
        [
            // Nobody's: they live five minutes.
            "drop table state_tokens",
            "create table transactions (hash text primary key, version bigint not null, document text not null, expires_at bigint not " +
            "null)",
            "create table factors (id text primary key, user_id text not null, document text not null)",
            "create index factors_of_user on factors (user_id)",
            "create table spent_passcodes (hash text primary key, expires_at bigint not null)",
            "create table recovery_tokens (hash text primary key, document text not null, is_used integer not null, expires_at bigint " +
            "not null)",
            "create table remembered_devices (hash text primary key, expires_at bigint not null)",
            "create table qr_codes (hash text primary key, uri text not null, expires_at bigint not null)",
            "create table outbox (id text primary key, document text not null, expires_at bigint not null)",
            "create table pushes (id text primary key, decision text not null, correct_answer integer, expires_at bigint not null)",
            "alter table users add column password_changed_at bigint not null default 0",
            "alter table users add column password_history text not null default ''",
            "alter table users add column locked_at bigint not null default 0",
            "alter table users add column failed_factors integer not null default 0",
            "alter table sessions add column idle_seconds bigint not null default 7200",
            "alter table sessions add column ends_at bigint not null default 253402300799",
        ],
        [
            """
            create table refresh_tokens (
                id text primary key, server_id text, client_id text not null, user_id text not null, scopes text not null, grant_type text not null,
                authenticated_at bigint not null, methods text not null, generation integer not null, rotated_at bigint not null,
                idle_seconds bigint not null, ends_at bigint not null, expires_at bigint not null)
            """ + Clustered,
        ],
        ["create table unknown_logins (hash text primary key, failures integer not null, expires_at bigint not null)"],
        [
            "alter table refresh_tokens add column session_id text",
            "alter table refresh_tokens add column key_thumbprint text",
            """
            create table device_secrets (
                hash text primary key, server_id text, user_id text not null, authenticated_at bigint not null, methods text not null, expires_at bigint not null)
            """ + Clustered,
        ],
        [
            // Here the org authorization server's id is the empty one, so that keys may hold it.
            """
            create table pushed_requests (
                hash text primary key, server_id text not null, client_id text not null, document text not null, expires_at bigint not null)
            """ + Clustered,
            """
            create table consents (
                user_id text not null, client_id text not null, server_id text not null, scope text not null, primary key (user_id, client_id, server_id, scope))
            """ + Clustered,
            """
            create table polled_grants (
                hash text primary key, user_code_hash text unique, confirmation_hash text, push_id text, server_id text not null, client_id text not null, scopes text not null,
                status text not null, user_id text, authenticated_at bigint not null, methods text not null, polled_at bigint not null, is_too_soon integer not null,
                ends_at bigint not null, expires_at bigint not null)
            """,
            "create index polled_grants_of_confirmation on polled_grants (confirmation_hash)",
        ],
        ["alter table refresh_tokens add column context text"],
        ["create table key_rotations (server text primary key, active integer not null, rotated_at bigint not null)"],
        [
            // Of a million users or refresh tokens, none is read but those that are meant.
            "create index users_by_short_name on users (rtrim(login, replace(login, '@', '')))",
            "create index refresh_tokens_by_expiry on refresh_tokens (expires_at)",
        ],
        ["create index polled_grants_of_client on polled_grants (client_id)"],
        ["alter table polled_grants add column has_default_scopes integer not null default 0"],
        [
            "create table shared_state (name text primary key, value bigint not null)",
            "create table counters (hash text primary key, period bigint not null, used integer not null, expires_at bigint not null)",
        ],
        [
            // What the one document of the org held is moved there when the org is opened.
            "alter table apps rename column client_id to id",
            "alter table org add column version bigint not null default 0",
            "alter table users add column version bigint not null default 0",
            "alter table apps add column version bigint not null default 0",
            "alter table authorization_servers add column version bigint not null default 0",
            "create table groups (id text primary key, name text not null unique, version bigint not null, document text not null)",
            "create table session_policies (id text primary key, version bigint not null, document text not null)",
            "create table password_policies (id text primary key, version bigint not null, document text not null)",
            "create table enrollment_policies (id text primary key, version bigint not null, document text not null)",
            "create table trusted_origins (id text primary key, origin text not null unique, version bigint not null, document text not " +
            "null)",
            "create table api_tokens (id text primary key, hash text not null unique, version bigint not null, document text not null)",
            "create table network_zones (id text primary key, name text not null unique, version bigint not null, document text not null)",
        ],
        ["create table agreements (name text primary key, value text not null)"],
        [
            "create table fault_scripts (id text primary key, version bigint not null, document text not null)",
            "create table fault_counts (id text primary key, calls bigint not null, strikes bigint not null)",
            "create table recorded_requests (number bigint primary key, id text not null, document text not null)",
            "create index recorded_requests_by_id on recorded_requests (id)",
            "create table record_numbers (name text primary key, value bigint not null)",
            "create table coverage (what text not null, name text not null, met bigint not null, primary key (what, name))",
            // What was put aside lies in tables of its own, copies of those of the org's state at that time.
            "create table snapshots (name text primary key, id bigint not null unique, taken_at bigint not null)",
        ],
        [
            "create table role_assignments (id text primary key, version bigint not null, document text not null)",
            // Changes with every use, of which nobody need be told.
            "alter table api_tokens add column used_at bigint not null default 0",
        ],
    ];

    /// <summary>Tables whose rows expire.</summary>
    public static readonly IReadOnlyList<string> Expiring =
    [
        "sessions", "transactions", "spent_passcodes", "recovery_tokens", "remembered_devices", "qr_codes", "outbox", "pushes",
        "authorize_requests", "authorization_codes",
        "refresh_tokens", "revoked_tokens", "client_assertions", "unknown_logins",
        "device_secrets",
        "pushed_requests", "polled_grants", "counters",
    ];
}
