using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>
/// Says of every secret of an exported org what stands in its place. What would be made anyway is left out; what would not is
/// <c>null</c>, which has one made.
/// </summary>
sealed class ExportedSecretMembers(ExportedSecrets secrets)
{
    readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Write(JsonObject seed, ExportRecords records)
    {
        foreach (var (user, node) in records.Users.Zip(seed["users"]!.AsArray()))
            Write(node!.AsObject(), user);
        foreach (var (app, node) in records.Clients.Zip(seed["apps"]!.AsArray()))
        {
            Put(node!.AsObject(), "clientSecret", app.ActiveSecrets.Any(), SeedDefaults.NeedsSecret, app.Name, "CLIENT_SECRET");
            Put(node.AsObject(), "secondClientSecret", app.ActiveSecrets.Skip(1).Any(), _ => false, app.Name, "SECOND_CLIENT_SECRET");
        }

        foreach (var (hook, node) in records.EventHooks.Zip(seed["eventHooks"]!.AsArray()))
            Put(node!.AsObject(), "authSecret", hook.Channel.Secret is not null, _ => true, hook.Name, "AUTH_SECRET");
        foreach (var (hook, node) in records.Hooks.Zip(seed["inlineHooks"]!.AsArray()))
            Put(node!.AsObject(), "authSecret", hook.Channel.Secret is not null, _ => true, hook.Name, "AUTH_SECRET");
        foreach (var (provider, node) in records.IdentityProviders.Zip(seed["identityProviders"]!.AsArray()))
            Put(
                node!.AsObject(), "clientSecret", ProtocolSecrets.Has(ExportedOrg.Profile(provider.Protocol)!), _ => false, provider.Name,
                "CLIENT_SECRET");
        seed["apiTokens"] = new JsonArray([.. seed["apiTokens"]!.AsArray().Select(token => Token(token!.AsObject()))]);
    }

    void Write(JsonObject node, ExportedUser user)
    {
        var (credentials, login) = (user.Credentials, user.Credentials.User.Login);
        foreach (var none in (string[])["password", "totpSecret", "recoveryAnswer", "activationToken", "passwordHash"])
            node.Remove(none);
        Put(node, "password", credentials.PasswordHash.Length > 0, SeedDefaults.HasPassword, login, "PASSWORD");
        if (credentials.PasswordHash.Length == 0 && SeedDefaults.HasPassword(node))
            node["password"] = "";
        Put(node, "recoveryAnswer", credentials.User.RecoveryAnswerHash is not null, _ => true, login, "RECOVERY_ANSWER");
        foreach (var (factor, of) in user.Factors.Zip(node["factors"]!.AsArray()))
            Put(of!.AsObject(), "secret", factor is { Secret: not null } or { AnswerHash: not null }, _ => true, login, "FACTOR");
    }

    /// <summary>One of which nothing else is said is its secret alone, and nothing where that is made.</summary>
    JsonNode? Token(JsonObject token)
    {
        var stand = Stand("API_TOKEN");
        if (token.All(member => member.Key is "token" || member.Value is null))
            return stand;

        token.Remove("token");
        if (stand is not null)
            token["token"] = stand;
        return token.DeepClone();
    }

    void Put(JsonObject node, string member, bool isThere, Func<JsonObject, bool> isMade, string whose, string what)
    {
        node.Remove(member);
        if (!isThere)
            return;
        if (secrets is ExportedSecrets.References)
            node[member] = Stand(whose, what);
        else if (!isMade(node))
            node[member] = null;
    }

    /// <summary>The same in every export of the same org.</summary>
    JsonValue? Stand(params ReadOnlySpan<string> words)
    {
        if (secrets is ExportedSecrets.LeftOut)
            return null;

        var name = "POSTERN_" + string.Concat(
            string.Join('_', words!).ToUpperInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        var number = 1;
        var only = name;
        while (!_names.Add(only))
            only = string.Create(CultureInfo.InvariantCulture, $"{name}_{++number}");
        return JsonValue.Create("env:" + only);
    }
}
