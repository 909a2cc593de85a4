using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>What the System Log has of authorize and token requests: management.md 17.</summary>
static class OAuthEvents
{
    /// <summary>Refusals that are part of how a grant goes, and come again and again.</summary>
    static readonly string[] Usual = [OAuthErrors.AuthorizationPending, OAuthErrors.SlowDown, OAuthErrors.UseDpopNonce];

    extension(Work work)
    {
        /// <summary>One event for the request, and one for each token that it got.</summary>
        public void TellTokens(App client, TokenGrant grant, TokenResponse issued, string accessTokenId)
        {
            var user = grant.User is { } whose ? LogParty.Of(whose) : null;
            LogEvent Of(string what, params IEnumerable<LogParty?> targets) => new()
            {
                Type = EventTypes.OfServer(grant.Server.IsOrg, what), Actor = LogParty.Client(client),
                Targets = [.. targets.Append(user).OfType<LogParty>()],
                Debug = new Dictionary<string, string>
                {
                    ["grantType"] = grant.GrantType, ["grantedScopes"] = string.Join(", ", grant.Scopes),
                },
            };
            work.Tell(Of("token.grant"));
            if (issued.TokenType is TokenTypes.NotApplicable)
            {
                if (issued.IssuedTokenType is TokenTypes.InterclientTokenUrn)
                    work.Tell(Of("token.grant.interclient_token"));
                return;
            }

            work.Tell(Of("token.grant.access_token", new LogParty(accessTokenId, "access_token", null, "Access Token")));
            if (issued.IdToken is not null)
                work.Tell(Of("token.grant.id_token", new LogParty("unknown", "id_token", null, "ID Token")));
            if (issued.RefreshToken is not null)
                work.Tell(Of("token.grant.refresh_token", new LogParty("unknown", "refresh_token", null, "Refresh Token")));
        }

        /// <summary>UNCONFIRMED (management.md 17): who is the actor of what a program registers: the client itself.</summary>
        public void TellRegistered(string type, App client) => work.Tell(new LogEvent
        {
            Type = type, Actor = LogParty.Client(client), Targets = [LogParty.Client(client)],
        });

        /// <summary>What became of a refresh token, whatever the request is answered.</summary>
        public void TellOfToken(App client, bool isOrg, string what, string tokenId) => work.TellAnyway(new LogEvent
        {
            Type = EventTypes.OfServer(isOrg, what), Actor = LogParty.Client(client),
            Targets = [new(tokenId, "refresh_token", null, "Refresh Token")],
        });

        public void TellRefusedToken(App? client, bool isOrg, OAuthError refused)
        {
            if (Usual.Contains(refused.Error))
                return;

            work.TellOfClaim(client, refused);
            var isStranger = client is null && refused.Error is OAuthErrors.InvalidClient;
            work.TellAnyway(new LogEvent
            {
                Type = isStranger ? EventTypes.BadClient : EventTypes.OfServer(isOrg, "token.grant"),
                Actor = client is null ? null : LogParty.Client(client), Result = "FAILURE", Reason = refused.Error,
            });
        }

        /// <summary>What an authorize request was answered with, and that the user is signed in to the app by it.</summary>
        public void TellAuthorized(App client, TokenGrant grant, AuthorizeTarget target)
        {
            var user = LogParty.Of(grant.User!);
            foreach (var type in target.ResponseTypes)
                work.Tell(new LogEvent
                {
                    Type = EventTypes.OfServer(grant.Server.IsOrg, NameOf(type)), Actor = user, Targets = [LogParty.Of(client)],
                    Debug = new Dictionary<string, string>(DebugOf(work, client, target)!)
                    {
                        ["grantedScopes"] = string.Join(", ", grant.Scopes),
                    },
                });
            work.Tell(new LogEvent { Type = EventTypes.SingleSignOn, Actor = user, Targets = [LogParty.Of(client)] });
        }

        public void TellRefusedAuthorization(App? client, AuthorizeTarget? target, bool isOrg, OAuthError refused)
        {
            work.TellOfClaim(client, refused);
            work.TellAnyway(new LogEvent
            {
                Type = EventTypes.OfServer(isOrg, "authorize"), Result = "FAILURE", Reason = refused.Error,
                Targets = client is null ? null : [LogParty.Of(client)], Debug = DebugOf(work, client, target),
            });
        }

        /// <summary>Where a claim's expression came to nothing that a token can hold.</summary>
        void TellOfClaim(App? client, OAuthError refused)
        {
            if (refused.Claim is { } claim)
                work.TellAnyway(new LogEvent
                {
                    Type = EventTypes.ClaimEvaluated, Actor = client is null ? null : LogParty.Client(client), Result = "FAILURE",
                    Reason = refused.Description, Targets = [new(claim, "OAuth2Claim", claim, claim)],
                });
        }
    }

    /// <summary>
    /// What was asked, as far as it was understood (api-access-management.md 18). Of the query only the client is told: it may have a
    /// session token.
    /// </summary>
    static Dictionary<string, string>? DebugOf(Work work, App? client, AuthorizeTarget? target)
    {
        if (client is null)
            return null;

        Dictionary<string, string> debug = new()
        {
            ["url"] = $"{work.Origin.Path}?{Parameters.ClientId}={Uri.EscapeDataString(client.ClientId)}",
        };
        if (target is null)
            return debug;

        debug["responseMode"] = target.Mode;
        debug["responseTypes"] = string.Join(", ", target.ResponseTypes);
        if (target.Scopes is { Length: > 0 } scopes)
            debug["requestedScopes"] = string.Join(", ", scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return debug;
    }

    static string NameOf(string responseType) => responseType switch
    {
        ResponseTypes.Code => "authorize.code",
        ResponseTypes.IdToken => "authorize.implicit.id_token",
        ResponseTypes.Token => "authorize.implicit.access_token",
        _ => "authorize",
    };
}
