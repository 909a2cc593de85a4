using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Idx;

/// <summary>What goes wrong, in the shape that Identity Engine's clients read: idx.md 9. Media types are refused as elsewhere.</summary>
static class IdxTrouble
{
    public static Task WriteAsync(HttpContext context, Trouble trouble) => trouble switch
    {
        Trouble.Refused { Refusal: OktaError error } => error.WriteAsync(context),
        Trouble.Refused { Refusal: IdxProblem problem } => SayAsync(context, problem),
        Trouble.Refused { Refusal: SignInRefusal refusal } => SayAsync(context, IdxProblems.Of(refusal)),
        Trouble.TooMany => SayAsync(context, IdxProblem.TooMany()),
        Trouble.Garbage => SayAsync(context, IdxProblem.BadRequest()),
        Trouble.MethodNotAllowed => SayAsync(
            context,
            new(StatusCodes.Status405MethodNotAllowed, "The endpoint does not support the provided HTTP method", "errors.E0000022")),
        Trouble.NotBuilt(var call) => SayAsync(
            context, new(StatusCodes.Status501NotImplemented, $"The local org does not support {call} yet.", null)),
        Trouble.DatabaseAway => SayAsync(
            context,
            new(
                StatusCodes.Status503ServiceUnavailable,
                "The local org cannot reach its database for the moment. Try again in a few seconds.", null)),
        _ => SayAsync(context, IdxProblem.Unexpected()),
    };

    /// <summary>UNCONFIRMED (idx.md 12): which of its keys, and the words.</summary>
    public static JsonObject Unlocked() =>
        Ion.Message("Account successfully unlocked!", "oie.selfservice.unlock_user.success.message", "INFO");

    /// <summary>What is said where a transaction ends that signs nobody in: direct-auth.md 6, idx.md 12. UNCONFIRMED: the words.</summary>
    public static JsonObject Of(Ending how) => how switch
    {
        Ending.DeviceActivated => Ion.Message("Follow the instructions on your device for next steps", "idx.device.activated", "INFO"),
        Ending.DeviceDenied => Ion.Message(
            "Your device cannot be activated because you did not allow access", "idx.device.not.activated.consent.denied"),
        Ending.ActivationRequested => Ion.Message(
            "New activation link requested. If your information matches our records, you will receive a new activation link in your " +
                "inbox soon.",
            "idx.request.activation.email", "INFO"),
        _ => Ion.Message("Operation cancelled by user.", "idx.operation.cancelled.by.user"),
    };

    static Task SayAsync(HttpContext context, IdxProblem problem) =>
        Ion.WriteAsync(context, IdxWriter.WriteEnd(null, problem.Said()), problem.Status);
}
