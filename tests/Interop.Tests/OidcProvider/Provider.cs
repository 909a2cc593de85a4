using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postern.Client;

namespace Postern.Interop.Tests.OidcProvider;

/// <summary>The npm package oidc-provider in a process of its own, on a free port; it knows nothing of Okta.</summary>
public class Provider : IAsyncLifetime
{
    public const string RedirectUri = "https://app.example.com/callback?own=1";
    public const string AfterLogout = "https://app.example.com/after";
    public const string Api = "https://api.example.com";
    public const string ClientSecret = "a client secret: of 32 characters";

    static readonly ECDsa ClientKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    Process? _node;

    public string Issuer { get; private set; } = "";

    /// <summary>For client authentication, and of whoever signs assertions.</summary>
    public static string ClientPrivateKey { get; } = ClientKey.ExportPkcs8PrivateKeyPem();

    protected virtual bool RequiresNonce => false;

    protected virtual bool RequiresPushedRequests => false;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Stranger.Scripts, "node_modules", "oidc-provider")),
            "The strangers are not installed: run npm ci in tests/Interop.Tests/node.");

        _node = Process.Start(
            new ProcessStartInfo("node", ["--no-warnings", "oidc-provider.mjs"])
            {
                WorkingDirectory = Stranger.Scripts,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        await _node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["redirectUri"] = RedirectUri,
            ["postLogoutRedirectUri"] = AfterLogout,
            ["clientSecret"] = ClientSecret,
            ["clientKey"] = PublicJwk(),
            ["requiresNonce"] = RequiresNonce ? "true" : "false",
            ["requiresPushedRequests"] = RequiresPushedRequests ? "true" : "false",
        }));
        await _node.StandardInput.FlushAsync();
        Issuer = await ReadIssuerAsync(_node.StandardOutput);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _node?.Kill();
        _node?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The app <c>web</c> with its secret, unless told otherwise.</summary>
    internal OktaClient Connect(Func<OktaClientOptions, OktaClientOptions>? change = null)
    {
        var options = new OktaClientOptions
        {
            Issuer = Issuer,
            ClientId = "web",
            ClientAuthentication = ClientAuth.SecretBasic(ClientSecret),
            RedirectUri = RedirectUri,
            Scopes = ["openid", "email", "offline_access"],
            Time = HurriedTime.Instance,
        };
        return new(new HttpClient(OktaClient.CreateHandler()), change?.Invoke(options) ?? options);
    }

    /// <summary>An assertion by the key that the provider trusts: RFC 7523 section 3.</summary>
    internal string Assertion(string subject)
    {
        var expires = TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();
        var signed =
            $"{Encoded("""{"alg":"ES256"}""")}.{Encoded($$"""{"iss":"somebody","sub":"{{subject}}","aud":"{{Issuer}}","exp":{{expires}}}""")}";
        return $"{signed}.{Base64Url.EncodeToString(ClientKey.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    static async Task<string> ReadIssuerAsync(StreamReader output)
    {
        while (
            await output.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
                .InTimeAsync("oidc-provider to say where it listens") is { } line)
        {
            if (line.StartsWith('{'))
                return JsonDocument.Parse(line).RootElement.GetProperty("issuer").GetString()!;
        }

        throw new InvalidOperationException("oidc-provider did not start.");
    }

    static string PublicJwk()
    {
        var q = ClientKey.ExportParameters(false).Q;
        return $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}""";
    }

    static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

/// <summary>The same, wanting a nonce in every DPoP proof.</summary>
public sealed class NonceProvider : Provider
{
    protected override bool RequiresNonce => true;
}

/// <summary>The same, taking pushed authorization requests alone.</summary>
public sealed class PushedProvider : Provider
{
    protected override bool RequiresPushedRequests => true;
}

/// <summary>The real time, in which nobody waits.</summary>
sealed class HurriedTime : TimeProvider
{
    public static readonly HurriedTime Instance = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
}
