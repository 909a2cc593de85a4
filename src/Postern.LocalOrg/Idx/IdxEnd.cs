using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Idx;

/// <summary>What a transaction ends with: a code for its client, or a redirect for its browser (idx.md 4.7).</summary>
sealed record IdxEnd(string Member, JsonObject Value)
{
    public void WriteTo(JsonObject body) => body[Member] = Value;

    public override string ToString() => Member;
}

/// <summary>Tells what transactions end with.</summary>
sealed class IdxEnds(AuthorizationServers servers, InteractionCodes codes, OrgUrls urls)
{
    /// <summary>The same for whoever asks again: of one transaction there is one code, kept when it is finished.</summary>
    public async Task<IdxEnd> OfAsync(HttpContext context, SignInOutcome.Pending pending, Work work)
    {
        var (transaction, interaction) = (pending.State.Transaction, pending.State.Transaction.Interaction!);
        if (interaction.CodeChallenge is null)
        {
            context.NoteShown("stateToken", pending.StateToken);
            return new(
                "success",
                new()
                {
                    ["name"] = "success-redirect",
                    ["href"] = $"{urls.Public}/login/token/redirect?stateToken={Uri.EscapeDataString(pending.StateToken)}",
                });
        }

        var server = await servers.FindAsync(interaction.AuthorizationServerId, context);
        var code = await codes.OfAsync(pending, work);
        context.NoteShown("interaction_code", code);
        return new("successWithInteractionCode", Form(server.BaseUrl + Paths.Token, code, transaction.AppId!, interaction));
    }

    static JsonObject Form(string href, string code, string clientId, Interaction interaction)
    {
        List<JsonObject> fields =
        [
            Given("grant_type", GrantTypes.InteractionCode), Given("interaction_code", code), Given("client_id", clientId),
        ];
        if (interaction.IsConfidential)
            fields.Add(new() { ["name"] = "client_secret", ["required"] = true });
        fields.Add(new() { ["name"] = "code_verifier", ["required"] = true });
        return new()
        {
            ["rel"] = new JsonArray("create-form"), ["name"] = "issue", ["href"] = href, ["method"] = "POST",
            ["value"] = new JsonArray([.. fields]), ["accepts"] = "application/x-www-form-urlencoded",
        };
    }

    static JsonObject Given(string name, string value) => new() { ["name"] = name, ["required"] = true, ["value"] = value };
}
