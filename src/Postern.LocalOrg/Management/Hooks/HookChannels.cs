using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Hooks;

/// <summary>How a hook is called, as the wire has it: what proves who calls is taken and never told.</summary>
static class HookChannels
{
    const string Http = "HTTP", Version = "1.0.0", Header = "HEADER", Post = "POST";
    const int LongestUri = 1024, LongestHeader = 4096, MostHeaders = 20;

    /// <param name="body">Of the hook.</param>
    /// <param name="before">What there was; its secret stays where none is sent for the same header.</param>
    public static HookChannel Read(RequestObject body, HookChannel? before)
    {
        var channel = body.NeededObject("channel");
        if (channel.Text("type") is not (null or Http))
            throw Invalid(channel, "type");
        if (channel.Text("version") is not (null or Version))
            throw Invalid(channel, "version");

        var config = channel.NeededObject("config");
        if (config.Text("method") is { } method && !method.Equals(Post, StringComparison.OrdinalIgnoreCase))
            throw Invalid(config, "method");
        return new() { Uri = ReadUri(config), Headers = ReadHeaders(config), Secret = ReadSecret(config, before?.Secret) };
    }

    public static JsonObject Write(HookChannel channel)
    {
        JsonObject config = new()
        {
            ["uri"] = channel.Uri,
            ["headers"] = new JsonArray(
                [.. channel.Headers.Select(header => new JsonObject { ["key"] = header.Key, ["value"] = header.Value })]),
            ["method"] = Post,
        };
        if (channel.Secret is { } secret)
            config["authScheme"] = new JsonObject { ["type"] = Header, ["key"] = secret.Key };
        return new() { ["type"] = Http, ["version"] = Version, ["config"] = config };
    }

    /// <summary>Okta demands https. Services that a test starts beside the org may be called without.</summary>
    static string ReadUri(RequestObject config)
    {
        var uri = config.Needed("uri");
        return uri.Length <= LongestUri && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && !uri.Any(char.IsWhiteSpace)
            && parsed.Scheme is "https" or "http"
                ? uri
                : throw Invalid(config, "uri");
    }

    static IReadOnlyList<HookHeader> ReadHeaders(RequestObject config)
    {
        var headers = config.Objects("headers") ?? [];
        return headers.Count <= MostHeaders
            ? [.. headers.Select(header => ReadHeader(config, header.Needed("key"), header.Text("value") ?? "", "headers"))]
            : throw Invalid(config, "headers");
    }

    static HookHeader? ReadSecret(RequestObject config, HookHeader? before)
    {
        if (config.Object("authScheme") is not { } scheme)
            return null;
        if (scheme.Text("type") is not (null or Header))
            throw Invalid(scheme, "type");

        var key = scheme.Needed("key");
        var value = scheme.Text("value") ?? (before?.Key == key ? before.Value : "");
        return ReadHeader(config, key, value, "authScheme");
    }

    /// <summary>What could not be sent as one is none: RFC 9110 section 5.</summary>
    static HookHeader ReadHeader(RequestObject config, string key, string value, string member) =>
        key.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
            && value.Length <= LongestHeader && value.All(c => c is >= ' ' and <= '~' or '\t')
                ? new(key, value)
                : throw Invalid(config, member);

    static OktaError Invalid(RequestObject where, string member) =>
        OktaError.Invalid(where.Name(member), $"{where.Name(member)}: The field has an invalid value");
}
