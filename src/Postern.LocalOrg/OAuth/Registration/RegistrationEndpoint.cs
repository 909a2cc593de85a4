using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Registration;

/// <summary>
/// <c>/oauth2/v1/clients</c>: clients that register themselves, by whoever may (oidc.md 18). Who has no token, and what is not there, is
/// said in the other surface's shape; what is wrong with an access token in this one's.
/// </summary>
sealed class RegistrationEndpoint(OrgStore store, OrgDirectory directory, OrgUrls urls, ApiCaller callers)
{
    const string Register = "okta.clients.register";
    const string Read = "okta.clients.read";
    const string Manage = "okta.clients.manage";
    const int MostListed = 200;

    public Task ClientsAsync(HttpContext context) => HttpMethods.IsPost(context.Request.Method) ? AddAsync(context) : ListAsync(context);

    public Task ClientAsync(HttpContext context) => context.Request.Method switch
    {
        "PUT" => ReplaceAsync(context),
        "DELETE" => DeleteAsync(context),
        _ => ShowAsync(context),
    };

    public async Task NewSecretAsync(HttpContext context)
    {
        await callers.CheckAsync(context, Manage);
        await store.InOneWorkAsync(
            context.Origin,
            async work =>
            {
                var before = await FindToChangeAsync(context);
                var app = before.Document;
                if (!AppRules.NeedsSecret(app))
                    throw new OAuthError(
                        OAuthErrors.InvalidClientMetadata,
                        $"A client whose 'token_endpoint_auth_method' is '{app.TokenEndpointAuthMethod}' has no secret.");

                var (changed, secret) = RegisteredApp.WithNewSecret(app, store.Now);
                directory.Apps.Change(work, before, Updated(changed));
                work.TellRegistered("app.oauth2.credentials.lifecycle.create", changed);
                work.Answer(() => WriteAsync(context, ClientBody.Of(changed, secret)));
            },
            context.RequestAborted);
    }

    async Task AddAsync(HttpContext context)
    {
        await callers.CheckAsync(context, Register, Manage);
        var app = RegisteredApp.Of(OktaIds.New(OktaIds.App), await ReadAsync(context), before: null);
        app = app with
        {
            // UNCONFIRMED (oidc.md 18): who is assigned to such an app; everybody, so that it is of use without an admin.
            AssignedGroupIds = await directory.Groups.FindByAsync("name", Group.Everyone, context.RequestAborted) is { } everyone
                ? [everyone.Id]
                : [],
            CreatedAt = store.Now,
            LastUpdatedAt = store.Now,
            Registration = app.Registration! with { IssuedAt = store.Now },
        };
        string? secret = null;
        if (AppRules.NeedsSecret(app))
            (app, secret) = RegisteredApp.WithNewSecret(app, store.Now);
        RegisteredApp.Check(app);
        await store.InOneWorkAsync(
            context.Origin,
            work =>
            {
                directory.Apps.Add(work, app);
                work.TellRegistered("app.oauth2.client.lifecycle.create", app);
                work.Answer(() => WriteAsync(context, ClientBody.Of(app, secret), StatusCodes.Status201Created));
                return Task.CompletedTask;
            },
            context.RequestAborted);
    }

    async Task ReplaceAsync(HttpContext context)
    {
        await callers.CheckAsync(context, Manage);
        await FindToChangeAsync(context);
        var metadata = await ReadAsync(context);
        await store.InOneWorkAsync(
            context.Origin,
            async work =>
            {
                var before = await FindToChangeAsync(context);
                var app = Untouched(before.Document, RegisteredApp.Of(before.Document.ClientId, metadata, before.Document));
                string? secret = null;
                if (AppRules.NeedsSecret(app) && app.AllSecrets.Count == 0)
                    (app, secret) = RegisteredApp.WithNewSecret(app, store.Now);
                RegisteredApp.Check(app);
                directory.Apps.Change(work, before, Updated(app));
                work.TellRegistered("app.oauth2.client.lifecycle.update", app);
                work.Answer(() => WriteAsync(context, ClientBody.Of(app, secret)));
            },
            context.RequestAborted);
    }

    /// <summary>What registration does not speak of stays as it is.</summary>
    static App Untouched(App before, App app)
    {
        AppRegistration registration = app.Registration! with { IssuedAt = before.Registration?.IssuedAt };
        return app with
        {
            Registration = registration,
            Status = before.Status,
            CreatedAt = before.CreatedAt,
            Profile = before.Profile,
            GroupsClaim = before.GroupsClaim,
            GroupsExpression = before.GroupsExpression,
            GroupsClaimName = before.GroupsClaimName,
            GrantedOrgScopes = before.GrantedOrgScopes,
            RequiresPushedAuthorization = before.RequiresPushedAuthorization,
            RotatesRefreshTokens = before.RotatesRefreshTokens,
            RefreshTokenLeewaySeconds = before.RefreshTokenLeewaySeconds,
            AppId = before.AppId,
            ScopeGrants = before.ScopeGrants,
            UserAssignments = before.UserAssignments,
            GroupAssignments = before.GroupAssignments,
            AssignsEverybody = before.AssignsEverybody,
            UserNameTemplate = before.UserNameTemplate,
            AccessPolicyId = before.AccessPolicyId,
            EnrollmentPolicyId = before.EnrollmentPolicyId,
            Kept = before.Kept,
            Certificates = before.Certificates,
            Constraints = before.Constraints,
            AllowsSubdomains = before.AllowsSubdomains,
            UserAttributes = before.UserAttributes,
            UserSchemaUpdatedAt = before.UserSchemaUpdatedAt,
            HasLogo = before.HasLogo,
            InterclientAllowedAppIds = before.InterclientAllowedAppIds,
        };
    }

    async Task DeleteAsync(HttpContext context)
    {
        await callers.CheckAsync(context, Manage);
        await store.InOneWorkAsync(
            context.Origin,
            async work =>
            {
                var before = await FindToChangeAsync(context);
                directory.Apps.Delete(work, before);
                work.TellRegistered("app.oauth2.client.lifecycle.delete", before.Document);
            },
            context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task ShowAsync(HttpContext context)
    {
        await callers.CheckAsync(context, Read, Manage);
        await WriteAsync(context, ClientBody.Of(await FindAsync(context)));
    }

    /// <summary>Pages as Okta's lists: two <c>Link</c> headers, <c>after</c> the last id (api-access-management.md 3).</summary>
    async Task ListAsync(HttpContext context)
    {
        await callers.CheckAsync(context, Read, Manage);
        var query = context.Request.Query;
        var limit = query["limit"] is [{ Length: > 0 } text] ? ReadLimit(text) : MostListed;
        string after = query["after"].ToString(), beginning = query["q"].ToString();
        var found = (await directory.Apps.AllAsync(context.RequestAborted))
            .Where(
                app => app.IsClient
                    && string.CompareOrdinal(app.ClientId, after) > 0
                    && app.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            .OrderBy(app => app.ClientId, StringComparer.Ordinal).Take(limit + 1).ToList();

        context.Response.Headers.Append("Link", Link(beginning, after, limit, "self"));
        if (found.Count > limit)
            context.Response.Headers.Append("Link", Link(beginning, found[limit - 1].ClientId, limit, "next"));
        await context.Response.WriteJsonAsync([.. found.Take(limit).Select(app => ClientBody.Of(app))], OAuthJson.Wire.ClientBodyArray);
    }

    static int ReadLimit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostListed
        ? limit
        // UNCONFIRMED (api-access-management.md 3): the text
        : throw OktaError.Invalid("limit", $"limit: must be between 1 and {MostListed}");

    string Link(string beginning, string after, int limit, string relation)
    {
        List<string> query = [$"limit={limit}"];
        if (after.Length > 0)
            query.Insert(0, $"after={Uri.EscapeDataString(after)}");
        if (beginning.Length > 0)
            query.Insert(0, $"q={Uri.EscapeDataString(beginning)}");
        return $"<{urls.Public}{Paths.Clients}?{string.Join('&', query)}>; rel=\"{relation}\"";
    }

    App Updated(App app) => app with { LastUpdatedAt = store.Now };

    async Task<App> FindAsync(HttpContext context) =>
        await directory.Apps.FindAsync(IdIn(context), context.RequestAborted) is { IsClient: true } app
            ? app
            : throw NotFound(IdIn(context));

    async Task<Kept<App>> FindToChangeAsync(HttpContext context) =>
        await directory.Apps.FindToChangeAsync(IdIn(context), context.RequestAborted) is { Document.IsClient: true } app
            ? app
            : throw NotFound(IdIn(context));

    static async Task<ClientMetadata> ReadAsync(HttpContext context)
    {
        try
        {
            return context.Request.HasJsonContentType()
                ? await JsonBody.ReadAsync(context.Request, OAuthJson.Wire.ClientMetadata, context.RequestAborted)
                : throw new InvalidDataException("The body is no JSON.");
        }
        catch (InvalidDataException)
        {
            throw new OAuthError(OAuthErrors.InvalidClientMetadata, "Invalid request");
        }
    }

    static Task WriteAsync(HttpContext context, ClientBody body, int status = StatusCodes.Status200OK) =>
        context.Response.WriteJsonAsync(body, OAuthJson.Wire.ClientBody, status);

    static string IdIn(HttpContext context) => context.GetRouteValue("clientId") as string ?? "";

    static OktaError NotFound(string clientId) => OktaError.NotFound(clientId, "PublicClientApp");
}
