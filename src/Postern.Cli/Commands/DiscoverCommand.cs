using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern discover</c>: what an authorization server says of itself.</summary>
static class DiscoverCommand
{
    const string Examples = """
        postern discover --org https://dev-1.okta.com
        postern discover --org https://dev-1.okta.com --auth-server org
        postern discover --issuer https://dev-1.okta.com/oauth2/default --output json | jq -r .token_endpoint
        postern discover --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345     # what this app may use
        postern discover                   # no org yet: an org started just for this
        """;

    public static Command Create()
    {
        var (org, client, http) = (
            new OrgFlags(),
            new ClientFlags("Show what this app may use, as Okta tells it [default: all that the server has]"),
            new HttpFlags());
        var output = JsonOutput.OrText("by what it is about, a tree on a terminal", "the document as it came");
        var command = new Verb(
            "discover",
            "Shows an authorization server's metadata: endpoints, grants, scopes, claims, algorithms (OpenID Connect Discovery).")
        {
            Examples = Examples,
        };
        command.AddAll(org, client, http);
        command.Add(output);
        command.Runs<DiscoverOptions>(
            parse => new(org.Read(parse), client.Read(parse).ClientId, http.Read(parse), parse.GetValue(output) is "json"), RunAsync);
        return command;
    }

    internal static Task<int> RunAsync(DiscoverOptions options, Terminal io, CancellationToken ct) =>
        DemoOrg.RunAsync(
            options.Org,
            new(GrantTypes.AuthorizationCode) { User = DemoUser.None, ClientId = options.ClientId },
            io,
            place => ShowAsync(options, place.Address, place.Io, ct),
            ct);

    static async Task<int> ShowAsync(DiscoverOptions options, ServerAddress address, Terminal io, CancellationToken ct)
    {
        using var connection = options.Http.Connect(address, new ClientApp { ClientId = "" }.OptionsFor(address, io), io);
        var metadata = await (
            options.ClientId is { } clientId ? connection.Client.GetMetadataAsync(clientId, ct) : connection.Client.GetMetadataAsync(ct));
        if (options.AsJson)
            return JsonOutput.Write(io, metadata.Document);

        MetadataOutput.WriteFor(io, JsonObject.Create(metadata.Document)!);
        return ExitCodes.Ok;
    }
}

/// <summary>What <c>postern discover</c> was asked for.</summary>
sealed record DiscoverOptions(OrgChoice Org, string? ClientId, HttpChoice Http, bool AsJson);
