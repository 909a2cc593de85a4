using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.Authn;

/// <summary>The steps of <c>/api/v1/authn</c>: each path, and how what is sent there is read (authn.md 2).</summary>
static class AuthnSteps
{
    public static readonly IReadOnlyList<(string Path, Func<AuthnCall, SignInInput> Read)> All =
    [
        ("/introspect", _ => new SignInInput.Look()),
        ("/previous", _ => new SignInInput.GoBack()),
        ("/skip", _ => new SignInInput.Skip()),
        ("/cancel", _ => new SignInInput.Cancel()),
        ("/factors/{factorId}/verify", Verify),
        ("/factors/{factorId}/verify/resend", call => new SignInInput.Resend(call.FactorId)),
        (
            "/factors",
            call => new SignInInput.Enroll(call.Body.FactorType, call.Body.Provider, call.Body.SetUpWith())
            {
                ReplacesPhone = call.IsOn("updatePhone"),
            }),
        ("/factors/{factorId}/lifecycle/activate", call => new SignInInput.Activate(call.FactorId, call.Body.Answered())),
        ("/factors/{factorId}/lifecycle/activate/poll", call => new SignInInput.PollActivation(call.FactorId)),
        ("/factors/{factorId}/lifecycle/resend", call => new SignInInput.ResendActivation(call.FactorId)),
        ("/factors/{factorId}/lifecycle/activate/email", call => new SignInInput.SendActivation(call.FactorId, "email", null)),
        (
            "/factors/{factorId}/lifecycle/activate/sms",
            call => new SignInInput.SendActivation(call.FactorId, "sms", call.Body.Profile?.PhoneNumber)),
        (
            "/credentials/change_password",
            call => new SignInInput.ChangePassword(call.Body.OldPassword, call.Body.NewPassword, call.Body.RevokeSessions ?? false)),
        ("/credentials/reset_password", call => new SignInInput.ResetPassword(call.Body.NewPassword, call.Body.RevokeSessions ?? false)),
        ("/recovery/factors/{factorType}/verify", call => new SignInInput.AnswerRecoveryCode(call.FactorType, call.Body.PassCode)),
        ("/recovery/factors/{factorType}/resend", call => new SignInInput.ResendRecoveryCode(call.FactorType)),
        ("/recovery/answer", call => new SignInInput.AnswerRecoveryQuestion(call.Body.Answer)),
    ];

    static SignInInput.Verify Verify(AuthnCall call) => new(call.FactorId, call.Body.Answered())
    {
        Device = DeviceCookies.NameOf(call.Http.Request),
        RemembersDevice = call.IsOn("rememberDevice") || (call.Body.RememberDevice ?? false),
        AutoPush = bool.TryParse(call.Http.Request.Query["autoPush"], out var inQuery) ? inQuery : call.Body.AutoPush,
    };
}

/// <summary>A call of this surface, read.</summary>
sealed record AuthnCall(HttpContext Http, AuthnRequest Body)
{
    public string FactorId => Route("factorId");

    public string FactorType => Route("factorType");

    /// <summary>A flag of the query, such as <c>rememberDevice=true</c>.</summary>
    public bool IsOn(string name) => string.Equals(Http.Request.Query[name], "true", StringComparison.OrdinalIgnoreCase);

    string Route(string name) => Http.Request.RouteValues[name] as string ?? "";
}
