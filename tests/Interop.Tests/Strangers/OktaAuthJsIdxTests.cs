using Postern.LocalOrg;
using Postern.LocalOrg.WebAuthn;

namespace Postern.Interop.Tests.Strangers;

/// <summary>Okta's own JavaScript SDK signs in at the local org on Identity Engine: its <c>idx</c> functions, to tokens.</summary>
public sealed class OktaAuthJsIdxTests(OktaAuthJsIdxTests.Engine engine) : IClassFixture<OktaAuthJsIdxTests.Engine>
{
    [Theory]
    [InlineData("password")]
    [InlineData("stepByStep")]
    [InlineData("started")]
    [InlineData("wrong")]
    [InlineData("question", "amy@example.com")]
    [InlineData("google", "amy@example.com")]
    [InlineData("email", "amy@example.com")]
    [InlineData("sms", "amy@example.com")]
    [InlineData("call", "amy@example.com")]
    [InlineData("oktaVerify", "amy@example.com")]
    [InlineData("push", "amy@example.com")]
    [InlineData("securityKey", "kim@example.com")]
    [InlineData("skipped", "ona@example.com")]
    [InlineData("expired", "eve@example.com")]
    [InlineData("forgotten", "finn@example.com")]
    [InlineData("registered", "newcomer@example.com")]
    [InlineData("unlocked", null)]
    [InlineData("cancelled")]
    public async Task It_signs_in(string walk, string? login = "ada@example.com")
    {
        var result = await Stranger.AskAsync("okta-auth-js-idx.mjs", engine.Task(walk));

        result.GetProperty("login").GetString().ShouldBe(login);
    }

    /// <summary>One org for all: whoever changes something changes a user of their own.</summary>
    public sealed class Engine : IAsyncLifetime
    {
        LocalOrg.LocalOrg _org = null!;

        public async ValueTask InitializeAsync()
        {
            var seed = AuthnOrg.Seeded();
            _org = await LocalOrg.LocalOrg.StartAsync(
                new()
                {
                    SecurityKeys = WebAuthnVerifier.VerifyAsync,
                    Seed = seed with
                    {
                        Engine = OrgEngine.IdentityEngine,
                        SessionPolicies = [],
                        RegistrationPolicies = [new() { Name = "Open" }],
                        Users =
                        [
                            .. seed.Users.Select(user => user.Login is "amy@example.com"
                                ? user with
                                {
                                    Factors =
                                    [
                                        .. user.Factors,
                                        new() { FactorType = "token:software:totp", Provider = "GOOGLE", Secret = "MZ2XG5DJNR4WC3TF" },
                                    ],
                                }
                                : user),
                            seed.Users.First(user => user.Login is "ada@example.com") with
                            {
                                Id = "00u1finnForgotten005", Login = "finn@example.com", Email = "finn@example.com",
                            },
                        ],
                        Apps =
                        [
                            .. seed.Apps.Select(app => app.Kind is AppKind.Spa
                                ? app with
                                {
                                    GrantTypes = [.. app.GrantTypes, "interaction_code"], RegistrationPolicy = "Open",
                                    AssignsEverybody = true, AssignedGroupIds = [],
                                }
                                : app),
                        ],
                    },
                },
                TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync() => _org.DisposeAsync();

        public Dictionary<string, string?> Task(string walk) =>
            new(The.Task(_org, _org.Url + "/oauth2/default", AppKind.Spa)) { ["step"] = walk, ["seed"] = AuthnOrg.Seed };
    }
}
