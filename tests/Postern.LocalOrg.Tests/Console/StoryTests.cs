using Postern.LocalOrg.Console.SignIns;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>Which requests on record belong to one sign-in.</summary>
public sealed class StoryTests
{
    [Fact]
    public void Two_sign_ins_at_once_are_two()
    {
        var stories = Stories.Of(
            [
                Request(1, "/api/v1/authn", answered: [("sessionToken", "sha256:aaaaaaaa")]),
                Request(2, "/api/v1/authn", answered: [("sessionToken", "sha256:bbbbbbbb")]),
                Request(
                    3, "/oauth2/{authorizationServerId}/v1/authorize", [("sessionToken", "sha256:bbbbbbbb"), ("state", "sha256:55555555")],
                    [("code", "sha256:b0b0b0b0")]),
                Request(
                    4, "/oauth2/{authorizationServerId}/v1/authorize", [("sessionToken", "sha256:aaaaaaaa"), ("state", "sha256:55555555")],
                    [("code", "sha256:a0a0a0a0")]),
                Request(
                    5, "/oauth2/{authorizationServerId}/v1/token", [("code", "sha256:a0a0a0a0")], [("access_token", "sha256:a1a1a1a1")]),
                Request(6, "/oauth2/{authorizationServerId}/v1/userinfo", [("Authorization", "Bearer sha256:a1a1a1a1")]),
            ]);

        stories.Select(story => string.Join(' ', story.Steps.Select(step => step.Number))).ShouldBe(["2 3", "1 4 5 6"]);
        stories.Select(story => story.CameTo).ShouldBe(["a code, not redeemed yet", "tokens issued"]);
    }

    [Fact]
    public void A_request_that_has_the_secrets_of_two_makes_one_of_them() => Stories.Of(
            [
                Request(1, "/oauth2/v1/par", answered: [("request_uri", "sha256:11111111")]),
                Request(2, "/api/v1/authn", answered: [("sessionToken", "sha256:22222222")]),
                Request(3, "/oauth2/v1/authorize", [("request_uri", "sha256:11111111"), ("sessionToken", "sha256:22222222")]),
            ])
        .ShouldHaveSingleItem().Steps.Select(step => step.Number).ShouldBe([1, 2, 3]);

    [Fact]
    public void What_goes_on_at_the_token_endpoint_goes_on()
    {
        var story = Stories.Of(
            [
                Request(1, "/oauth2/{authorizationServerId}/v1/token", answered: [("mfa_token", "sha256:11111111")]),
                Request(
                    2, "/oauth2/{authorizationServerId}/v1/challenge", [("mfa_token", "sha256:11111111")],
                    [("oob_code", "sha256:22222222")]),
                Request(
                    3, "/oauth2/{authorizationServerId}/v1/token", [("mfa_token", "sha256:11111111"), ("oob_code", "sha256:22222222")],
                    [("access_token", "sha256:33333333")]),
            ])
            .ShouldHaveSingleItem();

        story.Steps.Select(step => step.Number).ShouldBe([1, 2, 3]);
        story.CameTo.ShouldBe("tokens issued");
    }

    [Fact]
    public void What_belongs_to_no_sign_in_is_none() => Stories.Of(
            [
                Request(1, "/oauth2/{authorizationServerId}/v1/keys"),
                Request(2, "/api/v1/users", [("Authorization", "SSWS sha256:99999999")]),
                Request(3, "/oauth2/{authorizationServerId}/v1/introspect", [("token", "sha256:88888888")]),
            ])
        .ShouldBeEmpty();

    static RecordedRequest Request(
        long number, string endpoint, (string, string)[]? sent = null, (string, string)[]? answered = null) => new()
        {
            Number = number, Id = $"r{number}", At = The.Now, Milliseconds = 1, Method = "POST", Path = endpoint, Endpoint = endpoint,
            Status = 200, Outcome = "done",
            Sent = (sent ?? []).ToDictionary(pair => pair.Item1, pair => pair.Item2),
            Answered = (answered ?? []).ToDictionary(pair => pair.Item1, pair => pair.Item2),
        };
}
