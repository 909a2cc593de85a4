namespace Postern.Client.Tests.Idx;

/// <summary>
/// What Okta's own SDKs and widget were recorded to be answered drives the client: each file of the index is read, and gives the state or
/// the error that the index says of it.
/// </summary>
public sealed class RecordedAnswerTests : IDisposable
{
    const string Recorded = "https://acme.okta.example";

    const string Interact = "idx-dotnet--common--interact-response.json", InteractError = "mobile-swift--interact-error-response.json",
        TokenError = "mobile-swift--token-error-response.json", MfaRequired = "mobile-swift-direct-auth--token-mfa_required.json",
        PrimaryAuthenticate = "mobile-swift-direct-auth--primary-authenticate.json",
        Transfer = "mobile-swift-direct-auth--challenge-oob-binding-transfer.json",
        TooMany = "signin-widget--error-429-too-many-request.json", LimitExceeded = "signin-widget--error-429-api-limit-exceeded.json";

    /// <summary>Those that are no states, each read by a test of its own.</summary>
    static readonly string[] ByName =
        [Interact, InteractError, TokenError, MfaRequired, PrimaryAuthenticate, Transfer, TooMany, LimitExceeded];

    readonly FakeOrg _org = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Fact]
    public async Task Every_recorded_state_is_read_as_what_it_is()
    {
        foreach (var row in Rows().Where(row => IsState(row.Told)))
            await ShouldBeReadAsync(row);
    }

    /// <summary>One that is added to the index, and that nothing here reads, is noticed.</summary>
    [Fact]
    public void Every_file_of_the_index_is_read()
    {
        string[] elsewhere = ["idx-dotnet--common--token-response.json", "aws-cli--okta-organization.json"];
        var index = Fixtures.Read("idx/index.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .Select(line => line.Split('\t')[0]);

        index.Except([.. Rows().Where(row => IsState(row.Told)).Select(row => row.File), .. ByName, .. elsewhere]).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_interaction_is_begun_as_recorded()
    {
        _org.Answers["/oauth2/default/v1/interact"] =
            _ => Some.Json(200, Fixtures.Read($"idx/{Interact}"));

        (await _org.Connect().InteractionCodeFlow.BeginAsync(ct: Ct)).Handle.Length.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData(InteractError, "invalid_request", Stage.Interact)]
    [InlineData(TokenError, "invalid_grant", Stage.Token)]
    public async Task A_recorded_refusal_is_OAuths(string file, string error, Stage stage)
    {
        var recorded = Fixtures.Read($"idx/{file}");
        var org = new IdxFake(_org);
        if (stage is Stage.Interact)
            _org.Answers["/oauth2/default/v1/interact"] = _ => Some.Json(400, recorded);
        else
            _org.Token = _ => Some.Json(400, recorded);
        org.Introspect(IdxFake.Success);

        var refused = await Should.ThrowAsync<OAuthException>(
            () => _org.Connect().InteractionCodeFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        (refused.Error, refused.Stage).ShouldBe((error, stage));
    }

    [Fact]
    public async Task Recorded_tokens_that_are_none_are_not_handed_out()
    {
        var recorded = Fixtures.Read("idx/idx-dotnet--common--token-response.json");
        new IdxFake(_org).Introspect(IdxFake.Success);
        _org.Token = _ => Some.Json(200, recorded);

        await Should.ThrowAsync<TokenValidationException>(
            () => _org.Connect().InteractionCodeFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));
    }

    [Theory]
    [InlineData(TooMany)]
    [InlineData(LimitExceeded)]
    public async Task A_recorded_rate_limit_is_one_in_either_shape(string file)
    {
        var recorded = Fixtures.Read($"idx/{file}");
        new IdxFake(_org).Introspect(recorded, 429);

        await Should.ThrowAsync<RateLimitedException>(IntrospectAsync);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task A_recorded_wish_for_a_second_factor_is_one_and_is_asked_for_as_recorded(int status)
    {
        var (required, transfer) = (Fixtures.Read($"idx/{MfaRequired}"), Fixtures.Read($"idx/{Transfer}"));
        _org.Token = _ => Some.Json(status, required);
        _org.Answers["/oauth2/default/v1/challenge"] = _ => Some.Json(200, transfer);

        var begun = await _org.Connect().DirectAuthenticationFlow.BeginAsync(The.Login, The.Password, ct: Ct);
        var wanted = begun.ShouldBeOfType<DirectAuthentication.MfaRequired>();
        var challenged = await wanted.ChallengeAsync(OobChannel.Push, Ct);

        wanted.MfaToken.ShouldBe("abcd1234");
        wanted.ChallengeTypes.ShouldBe(["http://auth0.com/oauth/grant-type/mfa-otp", "http://auth0.com/oauth/grant-type/mfa-oob"]);
        (challenged.Channel, challenged.Number, challenged.WantsCode).ShouldBe((OobChannel.Push, "12", false));
        (challenged.Interval, challenged.ExpiresAt).ShouldBe((TimeSpan.FromSeconds(1), The.Now.AddMinutes(2)));
    }

    [Fact]
    public async Task A_recorded_push_in_the_passwords_place_is_awaited()
    {
        var recorded = Fixtures.Read($"idx/{PrimaryAuthenticate}");
        _org.Answers["/oauth2/default/v1/primary-authenticate"] = _ => Some.Json(200, recorded);

        var challenged = await _org.Connect().DirectAuthenticationFlow.BeginWithChannelAsync(The.Login, OobChannel.Push, ct: Ct);

        (challenged.OobCode, challenged.Number, challenged.WantsCode).ShouldBe(("1c266114-a1be-4252-8ad1-04986c5b9ac1", null, false));
    }

    [Fact]
    public async Task Nobody_waits_for_weeks_between_two_questions()
    {
        new IdxFake(_org).Introspect("""{"version":"1.0.0","remediation":{"value":[{"name":"poll","refresh":2000000000}]}}""");

        (await IntrospectAsync()).Steps.Single().Interval.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Half_a_character_is_read_as_a_sign_in_its_place()
    {
        new IdxFake(_org).Introspect("""{"version":"1.0.0","remediation":{"value":[{"name":"\ud800"}]}}""");

        (await IntrospectAsync()).Steps.Single().Name.ShouldBe("\ufffd");
    }

    [Fact]
    public async Task A_probe_for_Okta_FastPass_is_given_up_and_the_sign_in_goes_on()
    {
        var org = new IdxFake(_org);
        org.Introspect(OfThis(Fixtures.Read("idx/signin-widget--identify-with-device-probing-loopback.json")));
        org.Answer(
            "authenticators/poll/cancel",
            OfThis(Fixtures.Read("idx/idx-dotnet--01-basic-login--one-step-login--introspect-response.json")));
        org.Answer("identify", IdxFake.Success);

        (await _org.Connect().InteractionCodeFlow.GetTokensAsync(The.Login, The.Password, ct: Ct)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task Only_another_identity_provider_is_told_by_its_name()
    {
        new IdxFake(_org).Introspect(OfThis(Fixtures.Read("idx/signin-widget--identify-with-only-one-third-party-idp.json")));

        var refused = await Should.ThrowAsync<IdxException>(
            () => _org.Connect().InteractionCodeFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Failure.ShouldBe(IdxFailure.Unsupported);
        refused.Message.ShouldStartWith("Okta sends this user to sign in at '");
    }

    async Task ShouldBeReadAsync(Row row)
    {
        var text = Fixtures.Read($"idx/{row.File}");
        new IdxFake(_org).Introspect(OfThis(text), row.Status);

        var read = await IntrospectAsync();

        switch (row.Told)
        {
            case "successWithInteractionCode":
                read.ShouldBeOfType<IdxTransaction.Authorized>(row.File).InteractionCode.ShouldNotBeNullOrEmpty(row.File);
                break;
            case "success" or "success-redirect":
                read.ShouldBeOfType<IdxTransaction.Redirected>(row.File).Href.ShouldContain("stateToken=", customMessage: row.File);
                break;
            case "–":
                read.ShouldBeOfType<IdxTransaction.Ended>(row.File);
                break;
            default:
                read.ShouldBeOfType<IdxTransaction.Open>(row.File);
                read.Steps.Select(step => step.Name).ShouldBe(row.Told.Split(", "), row.File);
                read.Steps.ShouldAllBe(step => step.Kind != IdxStepKind.Unknown && step.Wants != "", row.File);
                break;
        }

        if (row.Keys.Length > 0 && row.Keys is not "no-key")
            read.Messages.Select(message => message.Key).ShouldContain(row.Keys, row.File);
        read.IsRefused.ShouldBe(row.Status >= 400 || row.Keys.StartsWith("api.authn.poll", StringComparison.Ordinal), row.File);
        read.ToString().ShouldNotContain(read.StateHandle ?? "no handle", customMessage: row.File);
    }

    async Task<IdxTransaction> IntrospectAsync()
    {
        var flow = _org.Connect(options => options with { MaxRateLimitWait = TimeSpan.Zero }).InteractionCodeFlow;
        return await flow.IntrospectAsync(await flow.BeginAsync(ct: Ct), Ct);
    }

    static bool IsState(string told) =>
        told is not ("interaction_handle" or "access_token" or "error" or "oob_code" or "errorCode" or "(YAML tape)");

    static string OfThis(string recorded) => recorded.Replace(Recorded, The.Org, StringComparison.Ordinal);

    static IEnumerable<Row> Rows() =>
        Fixtures.Read("idx/index.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .Select(line => line.Split('\t')).Where(cells => cells[3] is not "tooManyRequests")
            .Select(cells => new Row(cells[0], int.Parse(cells[1].Split(' ')[0], null), cells[2], cells[3]));

    /// <param name="File">Which.</param>
    /// <param name="Status">Its HTTP status.</param>
    /// <param name="Told">The names of its forms, or what it ends with.</param>
    /// <param name="Keys">Its messages' keys.</param>
    sealed record Row(string File, int Status, string Told, string Keys);
}
