namespace Postern.Client;

/// <summary>Whether what an answer links to is the org's own: the secrets of a sign-in go there alone.</summary>
static class OrgLink
{
    public static void Check(OktaClient client, Stage stage, string href)
    {
        if (!Uri.TryCreate(href, UriKind.Absolute, out var link)
            || Uri.Compare(
                link, new(client.OrgUrl), UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
            throw new UnexpectedResponseException(
                stage,
                $"A link of the transaction leads to {Address.Of(href)}, which is not the org {client.OrgUrl}.",
                "The secrets of a sign-in go to the org alone. Use the URL that the org calls itself by; a step that leads elsewhere can " +
                "only be done in a browser.");
    }
}
