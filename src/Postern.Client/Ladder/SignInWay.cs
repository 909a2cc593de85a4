namespace Postern.Client;

/// <summary>The ways to a user's tokens without a browser, in the order in which <see cref="SignInFlow"/> takes them.</summary>
public enum SignInWay
{
    /// <summary><see cref="OktaClient.SessionTokenFlow"/>, on both engines.</summary>
    SessionToken,

    /// <summary><see cref="OktaClient.InteractionCodeFlow"/>.</summary>
    InteractionCode,

    /// <summary><see cref="OktaClient.DirectAuthenticationFlow"/>.</summary>
    DirectAuthentication,

    /// <summary><see cref="OktaClient.HostedPageFlow"/>.</summary>
    HostedPage,
}

/// <summary>What became of a way.</summary>
public enum SignInOutcome
{
    /// <summary>It gave the tokens.</summary>
    Taken,

    /// <summary>It was not tried, since it cannot work here, or since it cannot ask for what was asked for.</summary>
    Closed,

    /// <summary>It was tried, and Okta wants more than it brings, or does not let this app take it; the next was tried.</summary>
    NotEnough,

    /// <summary>It was tried, and what Okta answered would have been the same, or worse, on any other: the sign-in ended there.</summary>
    Refused,
}
