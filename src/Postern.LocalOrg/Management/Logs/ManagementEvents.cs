using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Logs;

/// <summary>Which event the System Log has of an operation that was carried out: management.md 17. Looking is none.</summary>
static class ManagementEvents
{
    const string Users = "/api/v1/users", User = Users + "/{}", Groups = "/api/v1/groups", Group = Groups + "/{}", Apps = "/api/v1/apps",
        App = Apps + "/{}", Servers = "/api/v1/authorizationServers", Server = Servers + "/{}", Policies = "/api/v1/policies",
        Policy = Policies + "/{}";

    static readonly Dictionary<string, string[]> ByOperation = new(StringComparer.Ordinal)
    {
        [$"POST {Users}"] = ["user.lifecycle.create"],
        [$"POST {User}"] = ["user.account.update_profile"],
        [$"PUT {User}"] = ["user.account.update_profile"],
        [$"DELETE {User}"] = ["user.lifecycle.delete.initiated"],
        [$"POST {User}/lifecycle/activate"] = ["user.lifecycle.activate"],
        [$"POST {User}/lifecycle/reactivate"] = ["user.lifecycle.reactivate"],
        [$"POST {User}/lifecycle/deactivate"] = ["user.lifecycle.deactivate"],
        [$"POST {User}/lifecycle/suspend"] = ["user.lifecycle.suspend"],
        [$"POST {User}/lifecycle/unsuspend"] = ["user.lifecycle.unsuspend"],
        [$"POST {User}/lifecycle/unlock"] = ["user.account.unlock_by_admin"],
        [$"POST {User}/lifecycle/reset_password"] = ["user.account.reset_password"],
        [$"POST {User}/lifecycle/expire_password"] = ["user.account.expire_password"],
        [$"POST {User}/lifecycle/expire_password_with_temp_password"] = ["user.account.expire_password"],
        [$"POST {User}/lifecycle/reset_factors"] = ["user.mfa.factor.reset_all"],
        [$"POST {User}/credentials/change_password"] = ["user.account.update_password"],
        [$"POST {User}/credentials/forgot_password"] = ["user.account.reset_password"],
        [$"POST {User}/factors/{{}}/lifecycle/activate"] = ["user.mfa.factor.activate"],
        [$"DELETE {User}/factors/{{}}"] = ["user.mfa.factor.deactivate"],
        [$"POST {User}/roles"] = ["user.account.privilege.grant"],
        [$"DELETE {User}/roles/{{}}"] = ["user.account.privilege.revoke"],
        [$"DELETE {User}/sessions"] = ["user.session.clear"],
        ["DELETE /api/v1/sessions/{}"] = ["user.session.end"],
        [$"DELETE {User}/grants"] = ["app.oauth2.admin.consent.revoke"],
        [$"POST {Groups}"] = ["group.lifecycle.create"],
        [$"PUT {Group}"] = ["group.profile.update"],
        [$"DELETE {Group}"] = ["group.lifecycle.delete"],
        [$"PUT {Group}/users/{{}}"] = ["group.user_membership.add"],
        [$"DELETE {Group}/users/{{}}"] = ["group.user_membership.remove"],
        [$"POST {Group}/roles"] = ["group.privilege.grant"],
        [$"DELETE {Group}/roles/{{}}"] = ["group.privilege.revoke"],
        [$"POST {Groups}/rules/{{}}/lifecycle/activate"] = ["group.user_membership.rule.trigger"],
        [$"POST {Groups}/rules/{{}}/lifecycle/deactivate"] = ["group.user_membership.rule.deactivated"],
        [$"POST {Apps}"] = ["application.lifecycle.create"],
        [$"PUT {App}"] = ["application.lifecycle.update"],
        [$"DELETE {App}"] = ["application.lifecycle.delete"],
        [$"POST {App}/lifecycle/activate"] = ["application.lifecycle.activate"],
        [$"POST {App}/lifecycle/deactivate"] = ["application.lifecycle.deactivate"],
        [$"POST {App}/users"] = ["application.user_membership.add"],
        [$"POST {App}/users/{{}}"] = ["application.user_membership.update"],
        [$"DELETE {App}/users/{{}}"] = ["application.user_membership.remove"],
        [$"PUT {App}/groups/{{}}"] = ["group.application_assignment.add"],
        [$"DELETE {App}/groups/{{}}"] = ["group.application_assignment.remove"],
        [$"POST {App}/interclient-allowed-apps"] = ["app.interclient_mapping.create"],
        [$"DELETE {App}/interclient-allowed-apps/{{}}"] = ["app.interclient_mapping.delete"],
        [$"POST {App}/grants"] = ["app.oauth2.admin.consent.grant"],
        [$"DELETE {App}/grants/{{}}"] = ["app.oauth2.admin.consent.revoke"],
        [$"POST {App}/credentials/secrets"] = ["app.oauth2.credentials.lifecycle.create"],
        [$"DELETE {App}/credentials/secrets/{{}}"] = ["app.oauth2.credentials.lifecycle.delete"],
        [$"POST {App}/credentials/secrets/{{}}/lifecycle/activate"] = ["app.oauth2.credentials.lifecycle.activate"],
        [$"POST {App}/credentials/secrets/{{}}/lifecycle/deactivate"] = ["app.oauth2.credentials.lifecycle.deactivate"],
        [$"POST {App}/credentials/jwks"] = ["app.oauth2.credentials.lifecycle.create"],
        [$"DELETE {App}/credentials/jwks/{{}}"] = ["app.oauth2.credentials.lifecycle.delete"],
        [$"DELETE {App}/tokens"] = ["app.oauth2.as.token.revoke"],
        [$"DELETE {App}/tokens/{{}}"] = ["app.oauth2.as.token.revoke"],
        ["POST /oauth2/v1/clients/{}/roles"] = ["app.oauth2.client.privilege.grant"],
        ["DELETE /oauth2/v1/clients/{}/roles/{}"] = ["app.oauth2.client.privilege.revoke"],
        [$"POST {Servers}"] = ["oauth2.as.created"],
        [$"PUT {Server}"] = ["oauth2.as.updated"],
        [$"DELETE {Server}"] = ["oauth2.as.deleted"],
        [$"POST {Server}/lifecycle/activate"] = ["oauth2.as.activated"],
        [$"POST {Server}/lifecycle/deactivate"] = ["oauth2.as.deactivated"],
        [$"POST {Server}/credentials/lifecycle/keyRotate"] = ["app.oauth2.as.key.rollover"],
        ["DELETE /api/v1/api-tokens/current"] = ["system.api_token.revoke"],
        ["PUT /api/v1/api-tokens/{}"] = ["system.api_token.update"],
        ["DELETE /api/v1/api-tokens/{}"] = ["system.api_token.revoke"],
        ["POST /api/v1/eventHooks/{}/lifecycle/verify"] = ["event_hook.verified"],
        ["POST /api/v1/inlineHooks/{}/execute"] = ["inline_hook.executed"],
        ["POST /api/v1/inlineHooks/{}"] = ["inline_hook.updated"],
    };

    /// <summary>What has the same five operations, and names for them in a row.</summary>
    static readonly (string Path, string Prefix, string[] Names)[] Alike =
    [
        (Policies, "policy.lifecycle.", ["create", "update", "delete", "activate", "deactivate"]),
        (Policy + "/rules", "policy.rule.", ["add", "update", "delete", "activate", "deactivate"]),
        (Server + "/policies", "policy.lifecycle.", ["create", "update", "delete", "activate", "deactivate"]),
        (Server + "/policies/{}/rules", "policy.rule.", ["add", "update", "delete", "activate", "deactivate"]),
        (Server + "/scopes", "oauth2.scope.", ["created", "updated", "deleted", "activated", "deactivated"]),
        (Server + "/claims", "oauth2.claim.", ["created", "updated", "deleted", "activated", "deactivated"]),
        ("/api/v1/zones", "zone.", ["create", "update", "delete", "activate", "deactivate"]),
        ("/api/v1/trustedOrigins", "security.trusted_origin.", ["create", "update", "delete", "activate", "deactivate"]),
        ("/api/v1/eventHooks", "event_hook.", ["created", "updated", "deleted", "activated", "deactivated"]),
        ("/api/v1/inlineHooks", "inline_hook.", ["created", "updated", "deleted", "activated", "deactivated"]),
    ];

    static readonly Lazy<Dictionary<string, string[]>> All = new(Whole);

    /// <summary>None where nothing is told.</summary>
    public static IReadOnlyList<string> Of(Operation operation) =>
        All.Value.GetValueOrDefault($"{operation.Method} {OktaOperations.Bare(operation.Path)}") ?? [];

    /// <summary>Every operation that an event is told of.</summary>
    public static IEnumerable<string> Operations => All.Value.Keys;

    static Dictionary<string, string[]> Whole()
    {
        Dictionary<string, string[]> all = new(ByOperation, StringComparer.Ordinal);
        foreach (var (path, prefix, names) in Alike)
        {
            all[$"POST {path}"] = [prefix + names[0]];
            all[$"PUT {path}/{{}}"] = [prefix + names[1]];
            all[$"DELETE {path}/{{}}"] = [prefix + names[2]];
            all[$"POST {path}/{{}}/lifecycle/activate"] = [prefix + names[3]];
            all[$"POST {path}/{{}}/lifecycle/deactivate"] = [prefix + names[4]];
        }

        return all;
    }
}
