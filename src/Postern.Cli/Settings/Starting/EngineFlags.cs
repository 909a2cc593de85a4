using System.CommandLine;
using Postern.LocalOrg;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Which of Okta's engines a new local org runs on.</summary>
sealed class EngineFlags : IStartFlags
{
    const string IdentityEngine = "identity-engine";

    readonly Option<string?> _engine = new("--engine")
    {
        HelpName = "classic|identity-engine",
        Description = "Which of Okta's engines a new org runs on; the demo org of identity-engine has an app for the interaction code " +
            "flow, one whose policy wants two factors, and tess, who has them, besides [default: the seed's, which is classic where it " +
            "says nothing]",
    };

    public void AddTo(Command command)
    {
        _engine.OnlyOneOf("classic", IdentityEngine);
        command.Add(_engine);
    }

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_engine) switch
    {
        IdentityEngine => OrgEngine.IdentityEngine,
        "classic" => OrgEngine.Classic,
        _ => null,
    });

    sealed record Choice(OrgEngine? Engine) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct)
        {
            if (Engine is not { } engine)
                return ValueTask.FromResult(options);

            var seed = options.Seed with { Engine = engine };
            if (engine is OrgEngine.IdentityEngine && starting.Seed is null)
                seed = WithDemo(seed);
            return ValueTask.FromResult(options with { Seed = seed });
        }

        static OrgSeed WithDemo(OrgSeed seed)
        {
            var app = Interacting(seed);
            return seed with
            {
                Apps =
                [
                    .. seed.Apps, app,
                    app with { ClientId = "0oa1posternTwoFact05", Name = "Demo Two Factors", RequiresFactor = true },
                ],
                Users = [.. seed.Users, TwoFactored(seed)],
            };
        }

        /// <summary>Whom the org asks for a password alone, and an app may ask for more.</summary>
        static SeedUser TwoFactored(OrgSeed seed) => seed.Users.First(user => user.TotpSecret is not null) with
        {
            Id = "00u1tessTwofactors05",
            Login = "tess@example.com",
            FirstName = "Tess",
            LastName = "Twofactors",
            State = UserState.Active,
        };

        /// <summary>As the demo's native app; of the others none may have the grant, which takes the hosted page away.</summary>
        static SeedApp Interacting(OrgSeed seed) => seed.Apps.First(app => app.Kind is AppKind.Native) with
        {
            ClientId = "0oa1posternInterac05",
            Name = "Demo Interaction",
            ResponseTypes = [ResponseTypes.Code],
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.InteractionCode],
        };
    }
}
