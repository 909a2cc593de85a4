using Postern.Client;

namespace Postern.Cli.Tests;

public class ErrorsTests
{
    public static TheoryData<Exception, int> Refusals => new()
    {
        { new OAuthException(Stage.Authorize, "login_required", null, "h"), 4 },
        { new OAuthException(Stage.Authorize, "consent_required", null, "h"), 4 },
        { new OAuthException(Stage.Authorize, "access_denied", null, "h"), 5 },
        { new OAuthException(Stage.Authorize, "server_error", null, "h"), 8 },
        { new OAuthException(Stage.Authorize, "invalid_client", null, "h") { StatusCode = 400 }, 5 },
        { new OAuthException(Stage.Token, "invalid_client", null, "h") { StatusCode = 401 }, 3 },
        { new OAuthException(Stage.Token, "invalid_grant", null, "h") { StatusCode = 400 }, 5 },
        { new OAuthException(Stage.Token, "expired_token", null, "h") { StatusCode = 400 }, 4 },
        { new OAuthException(Stage.Introspect, "invalid_client", null, "h") { StatusCode = 401 }, 3 },
        { new OAuthException(Stage.UserInfo, "invalid_token", null, "h") { StatusCode = 401 }, 9 },
        { new OAuthException(Stage.UserInfo, "insufficient_scope", null, "h") { StatusCode = 403 }, 5 },
        { new OAuthException(Stage.DeviceAuthorization, "invalid_scope", null, "h") { StatusCode = 400 }, 5 },
        { new OktaApiException(Stage.Authn, "E0000004", "Authentication failed", "h") { StatusCode = 401 }, 3 },
        { new OktaApiException(Stage.Authn, "E0000085", "No permission", "h") { StatusCode = 403 }, 3 },
        { new OktaApiException(Stage.Authn, "E0000001", "Api validation failed", "h") { StatusCode = 400 }, 2 },
        { new OktaApiException(Stage.Authn, "E0000009", "Internal Server Error", "h") { StatusCode = 500 }, 8 },
        { new OktaApiException(Stage.Discovery, "E0000007", "Not found", "h") { StatusCode = 404 }, 2 },
        { new AuthnException(new AuthnTransaction.LockedOut()), 3 },
        { new AuthnException(new AuthnTransaction.MfaEnroll()), 4 },
        { new AuthnException(new AuthnTransaction.Unknown("NEW")), 4 },
        { new InteractionRequiredException(Interaction.Factor, "m", "h"), 4 },
        { new RateLimitedException(Stage.Token, TimeSpan.FromMinutes(5), "h"), 6 },
        { new TokenValidationException("id_token", "signature", "m", "h"), 9 },
        { new UnexpectedResponseException(Stage.Discovery, "m", "h") { StatusCode = 404 }, 2 },
        { new UnexpectedResponseException(Stage.Authorize, "m", "h") { StatusCode = 200 }, 8 },
        { new HttpRequestException("m"), 7 },
        { new TaskCanceledException("m", new TimeoutException()), 7 },
        { new ArgumentException("m"), 2 },
        { new InvalidOperationException("m"), 1 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Each_way_to_fail_has_its_exit_code_and_what_to_do_next(Exception exception, int exitCode)
    {
        var failure = Errors.Explain(exception, new(new HashSet<string>()), CancellationToken.None);

        failure.ExitCode.ShouldBe(exitCode);
        failure.Message.ShouldNotBeEmpty();
    }

    [Fact]
    public void Causes_and_ids_are_kept_under_Oktas_own_names()
    {
        var exception = new OktaApiException(Stage.Authn, "E0000001", "Api validation failed: authRequest", "h")
        {
            ErrorId = "oae1",
            Causes = ["The 'username' attribute is required."],
            StatusCode = 400,
            RequestId = "req1",
        };

        Errors.Explain(exception, new(new HashSet<string>()), CancellationToken.None).Fields.ToText(JsonLayout.OneLine).ShouldBe(
            """{"errorCode":"E0000001","errorSummary":"Api validation failed: authRequest","errorId":"oae1","errorCauses":[{"errorSummary":"The 'username' attribute is required."}],"httpStatus":400,"requestId":"req1"}""");
    }

    // The manual page is made of the list.
    [Fact]
    public void Every_exit_code_is_in_the_list_and_has_a_word_of_its_own()
    {
        var all = typeof(ExitCodes).GetFields().Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!);

        ExitCodes.All.ShouldBe(all, ignoreOrder: true);
        ExitCodes.All.Select(ExitCodes.WordFor).Distinct().Count().ShouldBe(ExitCodes.All.Count);
    }

    [Fact]
    public void A_library_that_was_left_behind_is_named_and_no_bug()
    {
        // What .NET throws where libe_sqlite3.so is not beside the command.
        var exception = new TypeInitializationException(
            "SQLitePCL.SQLite3Provider_e_sqlite3", new DllNotFoundException("Unable to load DLL 'e_sqlite3' or one of its dependencies"));

        var failure = Errors.Explain(exception, new(new HashSet<string>()), CancellationToken.None);

        failure.ExitCode.ShouldBe(2);
        failure.Message.ShouldContain("Unable to load DLL 'e_sqlite3'");
        failure.Hint!.ShouldContain("beside postern");
        failure.Hint!.ShouldNotContain("bug");
    }

    [Fact]
    public void Something_unforeseen_is_named_and_asks_to_be_reported()
    {
        var failure = Errors.Explain(new InvalidOperationException("odd"), new(new HashSet<string>()), CancellationToken.None);

        failure.Message.ShouldBe("InvalidOperationException: odd");
        failure.Hint!.ShouldContain("report");
    }
}
