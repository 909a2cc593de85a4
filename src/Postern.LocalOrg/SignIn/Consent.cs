namespace Postern.LocalOrg.SignIn;

/// <summary>A scope that a user has agreed to give a client at an authorization server; null: at the org's own.</summary>
sealed record Consent(string UserId, string ClientId, string? ServerId, string Scope, long CreatedAt);
