using Postern.Local.Storage;
using Postern.Local.Tokens;

namespace Postern.Local.OAuth;

/// <summary>A request to the token endpoint from a client that has proved itself.</summary>
sealed record TokenRequest(TokenForm Form, App Client, AuthorizationServer Server);
