using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>A client's secrets, two at most: management.md 10.6.</summary>
sealed class SecretOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = AppPaths.One + "/credentials/secrets", One = Path + "/{secretId}";
    const int Most = 2, Bytes = 48;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, AppPaths.Reading, ListAsync),
        Operation.Change("POST", Path, AppPaths.Managing, AddAsync),
        Operation.Read(One, AppPaths.Reading, ShowAsync),
        Operation.Change("DELETE", One, AppPaths.Managing, DeleteAsync),
        Operation.Change("POST", One + "/lifecycle/activate", AppPaths.Managing, ActivateAsync),
        Operation.Change("POST", One + "/lifecycle/deactivate", AppPaths.Managing, DeactivateAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var app = await directory.ClientAsync(call);
        return Answer.List(app.AllSecrets.Select(secret => Write(call, app, secret)));
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var app = await directory.ClientAsync(call);
        return Answer.Ok(Write(call, app, Find(call, app)));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var (before, body) = (await directory.ClientToChangeAsync(call), call.BodyOrNothing);
        var app = before.Document;
        if (!AppRules.NeedsSecret(app))
            SecretTexts.CheckSecret("", ClientAuthMethods.PrivateKeyJwt);
        if (app.AllSecrets.Count >= Most)
            throw Wrong("You've reached the maximum number of client secrets per client.");
        if (body.Text("client_secret") is { } given)
            SecretTexts.CheckSecret(given, app.TokenEndpointAuthMethod);

        var added = ClientSecret.New(body.Text("client_secret") ?? Secrets.New(Bytes), store.Now) with { Status = Status(body) };
        Change(work, before, [.. app.AllSecrets, added]);
        return Answer.Created(Write(call, app, added));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.ClientToChangeAsync(call);
        var secret = Find(call, before.Document);
        if (secret.Status is Lifecycle.Active)
            throw Wrong("You can't delete an active client secret. Deactivate the secret before deleting it.");

        Change(work, before, [.. before.Document.AllSecrets.Where(other => other != secret)]);
        return Answer.NoContent();
    }

    Task<Answer> ActivateAsync(ManagementCall call, Work work) => PutAsync(call, work, Lifecycle.Active);

    Task<Answer> DeactivateAsync(ManagementCall call, Work work) => PutAsync(call, work, Lifecycle.Inactive);

    async Task<Answer> PutAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var before = await directory.ClientToChangeAsync(call);
        var secret = Find(call, before.Document);
        if (secret.Status == status)
            return Answer.Ok(Write(call, before.Document, secret));
        if (status is Lifecycle.Inactive && before.Document.ActiveSecrets.Count() == 1)
            throw Wrong("You can't deactivate the only active client secret.");

        var changed = secret with { Status = status, LastUpdatedAt = store.Now };
        Change(work, before, [.. before.Document.AllSecrets.Select(other => other == secret ? changed : other)]);
        return Answer.Ok(Write(call, before.Document, changed));
    }

    void Change(Work work, Kept<App> before, IReadOnlyList<ClientSecret> secrets) => directory.Apps.Change(
        work, before, before.Document with { SecretHash = null, Secret = null, ClientSecrets = secrets, LastUpdatedAt = store.Now });

    static ClientSecret Find(ManagementCall call, App app) =>
        app.AllSecrets.FirstOrDefault(secret => secret.Id == call["secretId"])
            ?? throw OktaError.NotFound(call["secretId"], "OAuth2ClientSecretMediated");

    static Lifecycle Status(RequestObject body) => body.Text("status") switch
    {
        null or "ACTIVE" => Lifecycle.Active,
        "INACTIVE" => Lifecycle.Inactive,
        _ => throw OktaError.Malformed(),
    };

    /// <summary>Without the secret where only its hash is left: of an app that was seeded.</summary>
    static JsonObject Write(ManagementCall call, App app, ClientSecret secret)
    {
        var url = AppLinks.Url(call, app, "/credentials/secrets/" + secret.Id);
        JsonObject written = new()
        {
            ["id"] = secret.Id, ["created"] = Wire.Instant(secret.CreatedAt), ["lastUpdated"] = Wire.Instant(secret.LastUpdatedAt),
            ["status"] = Wire.Status(secret.Status),
        };
        if (secret.Value is { } value)
            written["client_secret"] = value;
        written["secret_hash"] = secret.Hash;
        written["_links"] = secret.Status is Lifecycle.Active
            ? new JsonObject { ["deactivate"] = Wire.Link(url + "/lifecycle/deactivate", "POST") }
            : new JsonObject { ["activate"] = Wire.Link(url + "/lifecycle/activate", "POST"), ["delete"] = Wire.Link(url, "DELETE") };
        return written;
    }

    static OktaError Wrong(string cause) => OktaError.Invalid("OAuth2ClientSecretMediated", cause);
}
