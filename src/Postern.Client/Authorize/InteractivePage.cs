using AngleSharp.Html.Dom;

namespace Postern.Client;

/// <summary>Says what a person would be asked for, where Okta shows a page or sends the browser to one.</summary>
static class InteractivePage
{
    public static InteractionRequiredException Behind(Uri location, Uri asked, HttpAnswer answer)
    {
        var interaction = RedirectReader.IsSameOrigin(location, asked) ? AskedAt(location.AbsolutePath) : Interaction.OtherHost;
        return Exception(
            interaction,
            $"Okta sent the browser to {Address.Of(location)} instead of the redirect URI: it wants {WantsOf(interaction)}.",
            null,
            answer);
    }

    public static InteractionRequiredException Shown(IHtmlDocument document, HttpAnswer answer)
    {
        var title = Page.TitleOf(document);
        var interaction = AskedOn(document, title ?? "");
        return Exception(
            interaction,
            $"Okta showed a page{(title is null ? "" : $" ('{title}')")} instead of answering: it wants {WantsOf(interaction)}.",
            title,
            answer);
    }

    static Interaction AskedAt(string path) => path switch
    {
        _ when path.StartsWith("/login/step-up", StringComparison.Ordinal) => Interaction.Factor,
        _ when path.StartsWith("/signin/verify", StringComparison.Ordinal) => Interaction.Factor,
        _ when path.StartsWith("/app/", StringComparison.Ordinal) => Interaction.Factor,
        _ when path.StartsWith("/sso/", StringComparison.Ordinal) => Interaction.OtherHost,
        _ => Interaction.SignIn,
    };

    static Interaction AskedOn(IHtmlDocument document, string title) => document switch
    {
        _ when document.GetElementById("password-verification-challenge") is not null => Interaction.Reauthentication,
        _ when title.Contains("Extra Verification", StringComparison.OrdinalIgnoreCase) => Interaction.Factor,
        _ => Interaction.SignIn,
    };

    static string WantsOf(Interaction interaction) => interaction switch
    {
        Interaction.Reauthentication => "the password again",
        Interaction.Factor => "more than the password",
        Interaction.OtherHost => "the user to sign in elsewhere",
        _ => "somebody to sign in",
    };

    static InteractionRequiredException Exception(Interaction interaction, string message, string? title, HttpAnswer answer)
    {
        var advice = Hints.For(interaction);
        return new(interaction, message, advice.Hint)
        {
            Reason = advice.Reason, PageTitle = title, StatusCode = answer.Status, RequestId = answer.RequestId,
        };
    }
}
