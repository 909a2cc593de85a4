namespace Postern.Local.Storage;

/// <summary>The tables, in SQL that SQLite and PostgreSQL both read. Instants are seconds since the epoch; a column named <c>hash</c> holds a secret's <see cref="Tokens.Secrets.Hash"/>.</summary>
static class Schema
{
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
            "create table session_tokens (hash text primary key, user_id text not null, authenticated_at bigint not null, methods text not null, expires_at bigint not null)",
            "create table sessions (hash text primary key, user_id text not null, authenticated_at bigint not null, methods text not null, expires_at bigint not null)",
            "create table state_tokens (hash text primary key, user_id text not null, status text not null, expires_at bigint not null)",
            "create table authorize_requests (hash text primary key, document text not null, expires_at bigint not null)",
            "create table authorization_codes (hash text primary key, document text not null, expires_at bigint not null)",
            "create table redeemed_codes (hash text primary key, expires_at bigint not null)",
            "create table revoked_tokens (id text primary key, expires_at bigint not null)",
            "create table client_assertions (hash text primary key, expires_at bigint not null)",
        ],
        ["alter table state_tokens add column relay_state text"],
    ];

    /// <summary>Tables whose rows die of age.</summary>
    public static readonly IReadOnlyList<string> Mortal =
    [
        "session_tokens", "sessions", "state_tokens", "authorize_requests", "authorization_codes", "redeemed_codes", "revoked_tokens", "client_assertions",
    ];
}
