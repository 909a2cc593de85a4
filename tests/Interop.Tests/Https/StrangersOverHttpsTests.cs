using System.Diagnostics;
using System.Text.Json;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Https;

/// <summary>Other people's clients, which trust the development authority and check all that they check elsewhere.</summary>
public sealed class StrangersOverHttpsTests(SecureOrg secure)
{
    [Fact]
    public async Task OpenId_client_redeems_a_code()
    {
        var result = await Stranger.AskAsync(
            "openid-client.mjs",
            new(The.Task(secure.Org, secure.Issuer, AppKind.Native)) { ["step"] = "code", ["responseMode"] = "query" },
            secure.AuthorityFile);

        result.GetProperty("claims").GetProperty("iss").GetString().ShouldBe(secure.Issuer);
    }

    [Fact]
    public async Task Okta_auth_js_signs_in_and_verifies_its_tokens()
    {
        var result = await Stranger.AskAsync(
            "okta-auth-js.mjs", new(The.Task(secure.Org, secure.Issuer, AppKind.Spa)) { ["step"] = "tokens" }, secure.AuthorityFile);

        result.GetProperty("idToken").GetProperty("preferred_username").GetString().ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task Without_the_authority_they_refuse_the_org()
    {
        var said = await Stranger.TryAsync(
            "openid-client.mjs",
            new(The.Task(secure.Org, secure.Issuer, AppKind.Native)) { ["step"] = "code", ["responseMode"] = "query" });

        said.GetProperty("error").ToString().ShouldContain("fetch failed");
    }

    [Fact]
    public async Task Pythons_standard_library_is_enough()
    {
        var script = Path.Combine(Stranger.Scripts, "..", "python", "technique.py");
        var start = new ProcessStartInfo(
            "python3",
            [
                script, secure.Org.Url, secure.Issuer, secure.Org.App(AppKind.Spa).ClientId, The.Callback, The.Ada,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SSL_CERT_FILE"] = secure.AuthorityFile },
        };
        using var python = Start(start);
        var ct = TestContext.Current.CancellationToken;
        await python.StandardInput.WriteAsync(The.Password.AsMemory(), ct);
        python.StandardInput.Close();
        var errors = python.StandardError.ReadToEndAsync(ct);
        var output = await python.StandardOutput.ReadToEndAsync(ct).InTimeAsync("the answer of technique.py");
        await python.WaitForExitAsync(ct).InTimeAsync("the end of technique.py");

        python.ExitCode.ShouldBe(0, await errors);
        JsonDocument.Parse(output).RootElement.GetProperty("preferred_username").GetString().ShouldBe("ada@example.com");
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Python is not installed: run ./test once.");
            throw;
        }
    }
}
