namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Okta's endpoints that are not built yet, and paths that Okta does not have either.</summary>
public sealed class UnsupportedTests(SharedOrg shared)
{
    [Theory]
    [InlineData("/oauth2/v1/interact")]
    [InlineData("/oauth2/default/v1/interact")]
    [InlineData("/oauth2/default/v1/challenge")]
    [InlineData("/oauth2/v1/primary-authenticate")]
    public async Task An_endpoint_that_is_not_built_says_so_in_this_surfaces_shape(string path)
    {
        var answer = await shared.Http.PostFormAsync(path, "token=x");

        answer.ShouldBeError(501, "server_error", $"The local org does not support POST {path} yet.");
        answer.Headers["X-Postern-Unsupported"].ShouldBe($"POST {path}");
    }

    // Okta's support article prints the first of these, which has never worked.
    [Theory]
    [InlineData("/oauth2/default/authorize")]
    [InlineData("/oauth2/default/token")]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default/v2/token")]
    public async Task A_path_that_Okta_does_not_have_is_not_found(string path)
    {
        var answer = await shared.Http.GetAsync(path);

        answer.ShouldBeError(404, "invalid_request", "The requested path was not found");
    }
}
