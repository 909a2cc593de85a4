using System.Text.Json.Nodes;
using Postern.Client;
using Postern.LocalOrg;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Which exception means which exit code, and what to say about it.</summary>
static class Errors
{
    public static Failure Explain(Exception exception, VerbFlags flags, CancellationToken ct)
    {
        var failure = Kind(exception, flags, ct) with { Reason = ReasonOf(exception) };
        return failure.Hint is { } hint ? failure with { Hint = flags.Fit(hint) } : failure;
    }

    /// <summary>For whoever tells it later, which is when its hint is fitted to the flags that there are.</summary>
    public static Failure ExplainUnfitted(Exception exception, CancellationToken ct) =>
        Kind(exception, new(new HashSet<string>()), ct) with { Reason = ReasonOf(exception) };

    static string? ReasonOf(Exception exception) => exception switch
    {
        AddressException e => e.ReasonId,
        SignInRefusedException e => FailureReason.Of(e.Refusal)?.Id,
        RefusedSignInException e => e.Failure.Reason,
        _ => FailureReason.Of(exception)?.Id,
    };

    const string ExamHint = "Each line of the report that is TAKEN or wrong says what to do.";

    static Failure Kind(Exception exception, VerbFlags flags, CancellationToken ct) => exception switch
    {
        NotKeptException e => new(ExitCodes.OutputLost, e.Message)
        {
            Hint = "See that its disk has room and that it is yours to change; then run this again.",
        },
        OutputLostException e => new(ExitCodes.OutputLost, e.Message)
        {
            Hint = "See that the disk or whatever standard output leads to has room; what was to be printed is lost.",
        },
        // Whoever named the file meant well: what a flag is blamed for elsewhere it is not to blame for here.
        _ when FullDisk.Is(exception) => new(ExitCodes.OutputLost, FullDisk.Sentence(exception))
        {
            Hint = "See that the disk has room; then run this again.",
        },
        OktaException e => Explain(e, flags),
        SignInRefusedException e => Explain(e.Refusal, flags) with { ExitCode = ExitCodes.AuthenticationRefused },
        ControlRefusedException e => new(ExitCodeOf(e), e.Message)
        {
            Hint = e.Status is 403 ? "Where the org was started with a control key, give it with --control-key." : null,
        },
        UsageException e => new(ExitCodes.Usage, e.Message) { Hint = e.Hint },
        CassetteException e => new(ExitCodes.Usage, e.Message) { Hint = FlagHints.InFlags(e.Hint) },
        DatabaseAwayException e => new(ExitCodes.Network, e.Message) { Hint = e.Hint },
        NotAllDoneException e => new(e.ExitCode, e.Message) { Hint = e.Hint },
        ProgramException e => new(e.ExitCode, e.Message) { Hint = e.Hint },
        TenantException e => new(e.ExitCode, e.Message) { Hint = e.Hint },
        ExamFailedException e => new(ExitCodeOf(e.Report), e.Report.Summary) { Hint = e.Report.CannotTell is null ? ExamHint : null },
        ClaimsException e => new(ExitCodes.InvalidToken, e.Message) { Hint = e.Hint, Lines = e.Lines, Fields = e.Fields },
        NotATokenException e => new(ExitCodes.InvalidToken, e.Message) { Hint = e.Hint },
        TransportException { IsTimeout: true } e => NetworkErrors.Timeout with { Message = e.Message, Stage = WordFor(e.Stage) },
        TransportException e => NetworkErrors.Explain(e) with { Stage = WordFor(e.Stage) },
        HttpRequestException e => NetworkErrors.Explain(e),
        OperationCanceledException when ct.IsCancellationRequested => new(ExitCodes.Interrupted, "Interrupted."),
        OperationCanceledException { InnerException: TimeoutException } => NetworkErrors.Timeout,
        SeedFileException e => new(
            ExitCodes.Usage, "The seed cannot be used" + (e.Faults.Count > 1 ? $", for {e.Faults.Count} reasons." : "."))
        {
            Lines = [.. e.Faults.Select(fault => fault.ToString())],
            Fields = new() { ["faults"] = SeedFaultOutput.Json(e.Faults) },
            Hint = "'postern org schema' describes such a file to editors.",
        },
        // Thrown by the client for settings it cannot work with; its messages say what to do.
        ArgumentException e => new(ExitCodes.Usage, FlagHints.InFlags(WithoutParameterName(e))),
        RefusedSignInException e => e.Failure,
        RefusedMeanwhileException e => new(
            ExitCodes.AuthenticationRefused, $"Another postern was signing in at the same time, and was refused: {e.Message}")
        {
            Hint = "This one has not tried: each failure counts towards a lockout. Run it again once the reason is gone.",
        },
        _ when MissingLibrary(exception) is { } missing => new(
            ExitCodes.Usage, $"A library that postern needs cannot be loaded: {missing.Message}")
        {
            Hint = "What was unpacked beside postern belongs beside it: move or link the folder, not the one file.",
        },
        _ => new(ExitCodes.Unexpected, $"{exception.GetType().Name}: {exception.Message}")
        {
            Hint = "This is a bug in postern: please report it, with what -v prints.",
        },
    };

    // SQLite's comes as a file of its own, and is asked for by a static constructor.
    static DllNotFoundException? MissingLibrary(Exception? exception) => exception switch
    {
        null => null,
        DllNotFoundException e => e,
        _ => MissingLibrary(exception.InnerException),
    };

    static Failure Explain(OktaException e, VerbFlags flags) => new(ExitCodeOf(e), FlagHints.InFlags(e.Message))
    {
        Hint = FlagHints.For(e, flags),
        Stage = WordFor(e.Stage),
        Fields = Fields(e),
    };

    static string WordFor(Stage stage) => stage switch
    {
        Stage.DeviceAuthorization => "device_authorization",
        Stage.BackchannelAuthentication => "backchannel_authentication",
        Stage.PushedAuthorization => "pushed_authorization",
        Stage.DirectAuthentication => "direct_authentication",
        _ => stage.ToString().ToLowerInvariant(),
    };

    /// <summary>Of an exam that could not be held, as the answer to the good token has it.</summary>
    static int ExitCodeOf(ExamReport report) => (report.CannotTell, report.GoodStatus) switch
    {
        (null, _) => ExitCodes.InvalidToken,
        (_, 401) => ExitCodes.AuthenticationRefused,
        (_, 403) => ExitCodes.AuthorizationRefused,
        (_, 429) => ExitCodes.RateLimited,
        (_, >= 500) => ExitCodes.ServerError,
        (_, >= 200 and < 300) => ExitCodes.RateLimited, // Only later, in the middle of it.
        _ => ExitCodes.Usage,
    };

    static int ExitCodeOf(ControlRefusedException exception) => exception.Status switch
    {
        401 or 403 => ExitCodes.AuthenticationRefused,
        >= 500 => ExitCodes.ServerError,
        _ => ExitCodes.Usage,
    };

    static int ExitCodeOf(OktaException exception) => exception switch
    {
        RateLimitedException or { StatusCode: 429 } => ExitCodes.RateLimited,
        { StatusCode: >= 500 } => ExitCodes.ServerError,
        TokenValidationException => ExitCodes.InvalidToken,
        InteractionRequiredException => ExitCodes.InteractionNeeded,
        AuthnException { Transaction: AuthnTransaction.LockedOut } => ExitCodes.AuthenticationRefused,
        AuthnException => ExitCodes.InteractionNeeded,
        IdxException e => ExitCodeOf(e),
        FederatedUserException => ExitCodes.AuthenticationRefused,
        OAuthException e => ExitCodeOf(e),
        OktaApiException e => ExitCodeOf(e),
        { Stage: Stage.Discovery } => ExitCodes.Usage,
        _ => ExitCodes.ServerError,
    };

    static int ExitCodeOf(IdxException exception) => exception.Failure switch
    {
        IdxFailure.Refused or IdxFailure.Expired => ExitCodes.AuthenticationRefused,
        IdxFailure.Denied => ExitCodes.AuthorizationRefused,
        _ => ExitCodes.InteractionNeeded,
    };

    static int ExitCodeOf(OAuthException exception) => (exception.Stage, exception.Error) switch
    {
        (_, OAuthErrors.LoginRequired or OAuthErrors.InteractionRequired or OAuthErrors.ConsentRequired or OAuthErrors.MfaRequired) =>
            ExitCodes.InteractionNeeded,
        (_, OAuthErrors.ServerError or OAuthErrors.TemporarilyUnavailable) => ExitCodes.ServerError,
        // RFC 8628 section 3.5: nobody entered the code in time.
        (Stage.Token, OAuthErrors.ExpiredToken) => ExitCodes.InteractionNeeded,
        (Stage.Authorize, _) => ExitCodes.AuthorizationRefused,
        (_, OAuthErrors.InvalidClient) => ExitCodes.AuthenticationRefused,
        (_, OAuthErrors.InvalidToken) => ExitCodes.InvalidToken,
        (Stage.Discovery, _) => ExitCodes.Usage,
        _ => ExitCodes.AuthorizationRefused,
    };

    static int ExitCodeOf(OktaApiException exception) => exception switch
    {
        { StatusCode: 401 or 403 } => ExitCodes.AuthenticationRefused,
        { Stage: Stage.Discovery or Stage.Authn } => ExitCodes.Usage,
        _ => ExitCodes.AuthorizationRefused,
    };

    static JsonObject Fields(OktaException exception)
    {
        var fields = exception switch
        {
            OktaApiException e => Fields(e),
            OAuthException e => Fields(e),
            AuthnException e => Fields(e),
            IdxException e => Fields(e),
            FederatedUserException e => new JsonObject { ["identityProvider"] = e.IdentityProvider, ["identityProviderType"] = e.Type },
            TokenValidationException e => Fields(e),
            RateLimitedException e => Fields(e),
            InteractionRequiredException e => new JsonObject { ["interaction"] = e.Interaction.ToString() },
            _ => [],
        };
        if (exception.StatusCode is { } status)
            fields["httpStatus"] = status;

        fields.AddPresent("requestId", exception.RequestId);
        if (exception.Receipt is { } receipt)
            fields[ReceiptOutput.Member] = ReceiptOutput.Json(receipt);
        return fields;
    }

    static JsonObject Fields(RateLimitedException e)
    {
        var fields = new JsonObject { [Failure.RetryAfterMember] = Math.Ceiling(e.RetryAfter.TotalSeconds) };
        fields.AddPresent("errorCode", e.ErrorCode);
        return fields;
    }

    static JsonObject Fields(OktaApiException e)
    {
        var fields = new JsonObject { ["errorCode"] = e.ErrorCode, ["errorSummary"] = e.ErrorSummary };
        fields.AddPresent("errorLink", e.ErrorLink);
        fields.AddPresent("errorId", e.ErrorId);
        if (e.Causes.Count > 0)
            fields["errorCauses"] = new JsonArray([.. e.Causes.Select(cause => (JsonNode)new JsonObject { ["errorSummary"] = cause })]);

        return fields;
    }

    static JsonObject Fields(AuthnException e)
    {
        var fields = new JsonObject { ["status"] = e.Status };
        fields.AddPresent("factor", e.Factor?.FactorType);
        if (e.Transaction.Factors.Count > 0)
            fields["factors"] = new JsonArray([.. e.Transaction.Factors.Select(factor => (JsonNode?)factor.FactorType)]);
        return fields;
    }

    static JsonObject Fields(IdxException e)
    {
        var fields = new JsonObject { ["wanted"] = e.Transaction.Wanted };
        fields.AddPresent("factor", e.Factor?.FactorType);
        if (e.Factors.Count > 0)
            fields["factors"] = new JsonArray([.. e.Factors.Select(factor => (JsonNode?)factor.FactorType)]);
        if (e.Transaction.Messages.Select(message => message.Key).OfType<string>().ToList() is { Count: > 0 } keys)
            fields["messageKeys"] = new JsonArray([.. keys.Select(key => (JsonNode?)key)]);
        return fields;
    }

    static JsonObject Fields(OAuthException e)
    {
        var fields = new JsonObject { ["error"] = e.Error };
        fields.AddPresent("error_description", e.ErrorDescription);
        return fields;
    }

    static JsonObject Fields(TokenValidationException e)
    {
        var fields = new JsonObject { ["subject"] = e.Subject, ["check"] = e.Check };
        fields.AddPresent("expected", e.Expected);
        fields.AddPresent("actual", e.Actual);
        return fields;
    }

    static string WithoutParameterName(ArgumentException e) =>
        e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
}
