using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Nodes;

/// <summary>What is good once, and can be made in an org without a seed of its own: how it is redeemed, and what it buys.</summary>
static class OneTimeThings
{
    const string Callback = "redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback";

    /// <summary>What an answer has that only the one who redeems it gets, or null.</summary>
    public delegate string? Bought(Caller.Heard answer);

    public static async Task<(Func<Task<Caller.Heard>> Redeem, Bought Bought)> MakeAsync(string what, Caller caller, Caller control) =>
        what switch
        {
            "session token" => SessionToken(caller, (await caller.AuthenticateAsync()).Text("sessionToken")),
            "authorization code" => (Redeeming(caller, await CodeAsync(caller)), Member("access_token")),
            "rotated refresh token" => await RefreshTokenAsync(caller),
            "state token" => await StateTokenAsync(caller),
            "one-time password" => await PasscodeAsync(caller),
            "device code" => await DeviceCodeAsync(caller),
            "recovery token" => await RecoveryTokenAsync(caller, control),
            "pushed request" => await PushedAsync(caller),
            "sign-in page" => await PageAsync(caller),
            "backchannel request" => await BackchannelAsync(caller, control),
            _ => await OneTimeProofs.MakeAsync(what, caller, control),
        };

    static (Func<Task<Caller.Heard>>, Bought) SessionToken(Caller caller, string token) =>
        (() => caller.AuthorizeAsync($"prompt=none&sessionToken={token}"), answer => answer.Redirected("code"));

    static Func<Task<Caller.Heard>> Redeeming(Caller caller, string code) => () => caller.RedeemAsync(code);

    static async Task<string> CodeAsync(Caller caller, string client = Caller.Native) => (await caller.AuthorizeAsync(
        $"sessionToken={(await caller.AuthenticateAsync()).Text("sessionToken")}", client)).Redirected("code")!;

    static async Task<(Func<Task<Caller.Heard>>, Bought)> RefreshTokenAsync(Caller caller)
    {
        var token = (await caller.RedeemAsync(await CodeAsync(caller, Caller.Spa), Caller.Spa)).Text("refresh_token");
        return (() => caller.RefreshAsync(token, Caller.Spa), Member("refresh_token"));
    }

    static async Task<(Func<Task<Caller.Heard>>, Bought)> StateTokenAsync(Caller caller)
    {
        var state = (await caller.AuthenticateAsync("max@example.com")).Text("stateToken");
        return (() => caller.JsonAsync("/api/v1/authn/cancel", $$"""{"stateToken":"{{state}}"}"""),
            answer => answer.Status == 200 ? answer.Body : null);
    }

    /// <summary>One code, and a hundred transactions that it is good for.</summary>
    static async Task<(Func<Task<Caller.Heard>>, Bought)> PasscodeAsync(Caller caller)
    {
        var begun = new System.Collections.Concurrent.ConcurrentQueue<Caller.Heard>(
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => caller.AuthenticateAsync("max@example.com"))));
        var code = Totp(OrgSeed.Default.Users.Single(user => user.Login == "max@example.com").TotpSecret!);
        return (
            () =>
            {
                begun.TryDequeue(out var mine);
                var factor = JsonDocument.Parse(mine!.Body).RootElement.GetProperty("_embedded").GetProperty("factors")[0]
                    .GetProperty("id");
                return caller.JsonAsync(
                    $"/api/v1/authn/factors/{factor.GetString()}/verify",
                    $$"""{"stateToken":"{{mine.Text("stateToken")}}","passCode":"{{code}}"}""");
            },
            Member("sessionToken"));
    }

    static async Task<(Func<Task<Caller.Heard>>, Bought)> DeviceCodeAsync(Caller caller)
    {
        var device = await caller.FormAsync("/oauth2/default/v1/device/authorize", $"client_id={Caller.Native}&scope=openid");
        var session = await caller.AuthorizeAsync($"sessionToken={(await caller.AuthenticateAsync()).Text("sessionToken")}");
        var page = await caller.FormAsync("/activate", $"user_code={device.Text("user_code")}", session.Cookie);
        (await caller.FormAsync("/activate", $"okta_key={page.Field("okta_key")}&decision=allow", session.Cookie)).Status.ShouldBe(200);
        var code = device.Text("device_code");
        return (
            () => caller.TokenAsync(
                $"grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id={Caller.Native}&device_code={code}"),
            Member("access_token"));
    }

    static async Task<(Func<Task<Caller.Heard>>, Bought)> RecoveryTokenAsync(Caller caller, Caller control)
    {
        await caller.JsonAsync("/api/v1/authn/recovery/password", """{"username":"ada@example.com","factorType":"EMAIL"}""");
        var mail = (await LatestAsync(control, "email")).GetProperty("text").GetString()!;
        var token = mail.Split("recovery token ")[1].Split('.', ' ')[0];
        return (() => caller.JsonAsync("/api/v1/authn/recovery/token", $$"""{"recoveryToken":"{{token}}"}"""),
            answer => answer.Status == 200 ? answer.Body : null);
    }

    static async Task<(Func<Task<Caller.Heard>>, Bought)> PushedAsync(Caller caller)
    {
        var session = await caller.AuthorizeAsync($"sessionToken={(await caller.AuthenticateAsync()).Text("sessionToken")}");
        var pushed = (await caller.AsWebAsync("/par", $"response_type=code&scope=openid&{Callback}&state=s&nonce=n&prompt=none"))
            .Text("request_uri");
        return (
            () => caller.GetAsync(
                $"/oauth2/default/v1/authorize?client_id={Caller.Web}&request_uri={Uri.EscapeDataString(pushed)}", session.Cookie),
            answer => answer.Redirected("code"));
    }

    static async Task<(Func<Task<Caller.Heard>>, Bought)> PageAsync(Caller caller)
    {
        var page = await caller.AuthorizeAsync("");
        var signedIn = await caller.FormAsync(
            "/login/login.htm", $"okta_key={page.Field("okta_key")}&username=ada%40example.com&password={TheOrg.Password}");
        return (() => caller.GetAsync(signedIn.Location, signedIn.Cookie), answer => answer.Redirected("code"));
    }

    static async Task<(Func<Task<Caller.Heard>>, Bought)> BackchannelAsync(Caller caller, Caller control)
    {
        var asked = await caller.AsWebAsync("/bc/authorize", "scope=openid&login_hint=ada%40example.com");
        var push = (await LatestAsync(control, "push")).GetProperty("id").GetString();
        (await control.JsonAsync($"/_postern/pushes/{push}", """{"decision":"approve"}""")).Status.ShouldBe(204, asked.Body);
        var id = asked.Text("auth_req_id");
        return (
            () => caller.AsWebAsync("/token", $"grant_type=urn:openid:params:grant-type:ciba&auth_req_id={id}"), Member("access_token"));
    }

    static async Task<JsonElement> LatestAsync(Caller control, string channel) => JsonDocument.Parse(
        (await control.GetAsync($"/_postern/outbox?user=ada@example.com&channel={channel}")).Body).RootElement.GetProperty("messages")
        .EnumerateArray().Last();

    public static Bought Member(string name) => answer => answer.Status == 200 ? answer.Text(name) : null;

    /// <summary>RFC 6238 with its defaults, of the moment.</summary>
    static string Totp(string secret)
    {
        var bits = string.Concat(secret.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        byte[] key = [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238's default
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var code = (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000;
        return code.ToString("D6", CultureInfo.InvariantCulture);
    }
}
