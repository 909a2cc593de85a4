namespace Postern.Client;

/// <summary>An authorization request for a browser, with what its answer is checked against. Holds secrets; good for one answer.</summary>
public sealed class AuthorizationRequest
{
    internal AuthorizationRequest(AuthorizeRequest request, AuthorizationServerMetadata server, string url, DateTimeOffset at)
    {
        Request = request;
        Server = server;
        Url = url;
        BegunAt = at;
    }

    /// <summary>Where the browser goes. With a pushed request it is short, and good for about a minute.</summary>
    public string Url { get; }

    /// <summary>What the answer must repeat; tells answers apart where several are under way.</summary>
    public string State => Request.State;

    internal AuthorizeRequest Request { get; }

    internal AuthorizationServerMetadata Server { get; }

    internal DateTimeOffset BegunAt { get; }

    /// <summary>The server alone.</summary>
    public override string ToString() => $"authorization request to {Server.Issuer}";
}
