using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Authenticators;

/// <summary>The org's authenticators and their methods: management.md 18.</summary>
sealed class AuthenticatorOperations(AuthenticatorShelf shelf, OrgDirectory directory) : IOperations
{
    const string Every = "/api/v1/authenticators", One = Every + "/{authenticatorId}";
    const string Methods = One + "/methods", Method = Methods + "/{methodType}";
    const string Reading = "okta.authenticators.read", Managing = "okta.authenticators.manage";

    const int LongestName = 255;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, Reading, async call =>
            Answer.List((await shelf.AllAsync(call.Ct)).Select(found => AuthenticatorWriter.Write(call, found)))),
        Operation.Change("POST", Every, Managing, AddAsync),
        Operation.Read(One, Reading, async call =>
            Answer.Ok(AuthenticatorWriter.Write(call, await shelf.FindAsync(call["authenticatorId"], call.Ct)))),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("POST", One + "/lifecycle/activate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Active)),
        Operation.Change("POST", One + "/lifecycle/deactivate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Inactive)),
        Operation.Read(Methods, Reading, ListMethodsAsync),
        Operation.Read(Method, Reading, FindMethodAsync),
        Operation.Change("PUT", Method, Managing, ReplaceMethodAsync),
        Operation.Change("POST", Method + "/lifecycle/activate", Managing, (call, work) => SetMethodAsync(call, work, Lifecycle.Active)),
        Operation.Change(
            "POST", Method + "/lifecycle/deactivate", Managing, (call, work) => SetMethodAsync(call, work, Lifecycle.Inactive)),
        Operation.Change("POST", Method + "/verify-rp-id-domain", Managing, (call, _) => VerifyDomainAsync(call)),
        Operation.Read("/.well-known/app-authenticator-configuration", null, ListAppAuthenticators),
        Operation.Read("/.well-known/webauthn", null, call =>
            Task.FromResult(Answer.Ok(new JsonObject { ["origins"] = Wire.Texts([call.Org]) }))),
        .. NotEnabled(),
    ];

    /// <summary>What an org does not have unless Okta switches it on: management.md 18.</summary>
    static IEnumerable<Operation> NotEnabled() =>
    [
        .. ((string[])["GET", "POST"]).Select(method => NotEnabled(method, One + "/aaguids")),
        .. ((string[])["GET", "PUT", "PATCH", "DELETE"]).Select(method => NotEnabled(method, One + "/aaguids/{aaguid}")),
    ];

    static Operation NotEnabled(string method, string path) => new(method, path, method is "GET" ? Reading : Managing)
    {
        Handle = (_, _) => throw OktaError.FeatureMissing(),
    };

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var added = KnownAuthenticators.New(call.Body.Needed("key"), shelf.Now);
        if (added is null || await directory.Authenticators.FindToChangeAsync(added.Id, call.Ct) is not null)
            throw OktaError.Invalid("com.okta.services.factors.iface.dto.AuthenticatorCatalog", "The field has an invalid value");

        var named = Read(call.Body, added) with
        {
            Status = Lifecycle.Of(call.Flag("activate", otherwise: true)),
        };
        shelf.Add(work, named);
        return Answer.Ok(AuthenticatorWriter.Write(call, named));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await shelf.TakeAsync(call["authenticatorId"], call.Ct);
        return Put(call, work, before, Read(call.Body, before.Document));
    }

    /// <summary>Settings that are not sent stay, as recorded.</summary>
    static Authenticator Read(RequestObject body, Authenticator before)
    {
        var name = body.Text("name") ?? before.Name;
        if (name.Length > LongestName)
            throw OktaError.Invalid("name", "name: The field is too long");

        return before with
        {
            Name = string.IsNullOrWhiteSpace(name) ? throw OktaError.Blank("name") : name,
            Settings = body.Object("settings") is { } settings ? Filled.Kept(Filled.Of("{}", settings)) : before.Settings,
            Provider = body.Object("provider") is { } provider
                ? Filled.Kept(ProviderSecrets.WithThatOf(before.Provider, Filled.Of("{}", provider)))
                : before.Provider,
        };
    }

    async Task<Answer> SetAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var before = await shelf.TakeAsync(call["authenticatorId"], call.Ct);
        if (status is Lifecycle.Inactive && before.Document.Status is Lifecycle.Active)
            CheckUnused(before.Document);
        return Put(call, work, before, before.Document with { Status = status });
    }

    /// <exception cref="OktaError">Nobody could sign in without it, or a policy has it: management.md 2.2, 2.3.</exception>
    void CheckUnused(Authenticator authenticator)
    {
        if (authenticator.Key is "okta_password")
            throw new OktaError(
                StatusCodes.Status400BadRequest, OktaErrorCodes.ApiValidationFailed,
                "Api validation failed: api.authenticator.error.unsupported.active.deactivate");

        var factors = OrgFactors.OfAuthenticator(authenticator.Key).ToList();
        var users = directory.Org.EnrollmentPolicies.Where(policy => policy.Factors.Any(
            rule => factors.Exists(factor => factor.FactorType == rule.FactorType && factor.Provider == rule.Provider))).ToList();
        if (users.Count > 0)
            throw new OktaError(
                StatusCodes.Status403Forbidden, OktaErrorCodes.AuthenticatorInUse,
                "Cannot modify/disable this authenticator because it is enabled in one or more policies. To continue, disable the " +
                "authenticator in these policies.",
                $"Authenticator Enrollment Policies: {string.Join(", ", users.Select(policy => policy.Name))}");
    }

    Answer Put(ManagementCall call, Work work, Taken<Authenticator> before, Authenticator after) =>
        Answer.Ok(AuthenticatorWriter.Write(call, shelf.Put(work, before, after)));

    async Task<Answer> ListMethodsAsync(ManagementCall call)
    {
        var found = await shelf.FindAsync(call["authenticatorId"], call.Ct);
        return Answer.List(found.Methods.Select(method => AuthenticatorWriter.Write(call, found, method)));
    }

    async Task<Answer> FindMethodAsync(ManagementCall call)
    {
        var found = await shelf.FindAsync(call["authenticatorId"], call.Ct);
        return Answer.Ok(AuthenticatorWriter.Write(call, found, MethodOf(call, found)));
    }

    async Task<Answer> ReplaceMethodAsync(ManagementCall call, Work work)
    {
        var before = await shelf.TakeAsync(call["authenticatorId"], call.Ct);
        var method = MethodOf(call, before.Document);
        return PutMethod(call, work, before, method, method with
        {
            Status = PolicyReader.Status(call.Body) ?? method.Status,
            Settings = call.Body.Object("settings") is { } settings ? Filled.Kept(Filled.Of("{}", settings)) : method.Settings,
        });
    }

    async Task<Answer> SetMethodAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var before = await shelf.TakeAsync(call["authenticatorId"], call.Ct);
        var method = MethodOf(call, before.Document);
        return PutMethod(call, work, before, method, method with { Status = status });
    }

    Answer PutMethod(
        ManagementCall call, Work work, Taken<Authenticator> before, AuthenticatorMethod method, AuthenticatorMethod after)
    {
        var changed = shelf.Put(
            work, before, before.Document with
            {
                Methods = [.. before.Document.Methods.Select(other => other.Type == method.Type ? after : other)],
            });
        return Answer.Ok(AuthenticatorWriter.Write(call, changed, after));
    }

    /// <summary>Nobody's DNS is asked. UNCONFIRMED: what is said of a method that has no such domain.</summary>
    async Task<Answer> VerifyDomainAsync(ManagementCall call)
    {
        var method = MethodOf(call, await shelf.FindAsync(call["authenticatorId"], call.Ct));
        return method.Type is "webauthn" ? Answer.NoContent() : throw OktaError.NotFound(call["methodType"], "AuthenticatorMethod");
    }

    /// <summary>No app of somebody's own is an authenticator here.</summary>
    static Task<Answer> ListAppAuthenticators(ManagementCall call) => call.Query("oauthClientId") is null
        ? throw new OktaError(
            StatusCodes.Status400BadRequest, OktaErrorCodes.MissingParameter, "The request is missing a required parameter.")
        : Task.FromResult(Answer.List([]));

    /// <summary>UNCONFIRMED: what a method is called where there is none.</summary>
    static AuthenticatorMethod MethodOf(ManagementCall call, Authenticator authenticator) =>
        authenticator.Methods.FirstOrDefault(method => method.Type == call["methodType"])
            ?? throw OktaError.NotFound(call["methodType"], "AuthenticatorMethod");
}
