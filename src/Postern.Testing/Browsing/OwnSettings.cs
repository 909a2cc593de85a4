using AngleSharp.Html.Dom;
using Postern.Client;
using Postern.LocalOrg;
using Postern.Protocol;

namespace Postern.Testing;

/// <summary>
/// What an org may have a user set up in the middle of a sign-in, where the test says how: a new password, a second factor. The kit goes by
/// it from then on.
/// </summary>
sealed class OwnSettings(TestOrg org, string user, AuthnAnswers answers)
{
    /// <summary>What was sent, and is the user's once the org has taken it.</summary>
    Action? _sent;

    /// <summary>Null where the page asks for nothing that was given.</summary>
    public async Task<HttpRequestMessage?> FillInAsync(IHtmlDocument page, Uri url, CancellationToken ct)
    {
        if (FormOf(page, "password") is { } password)
            return await NewPasswordAsync(password, url, ct).ConfigureAwait(false);
        if (FormOf(page, "skip") is { } skip)
            return PageForm.Submit(skip, url);
        if (FormOf(page, "activate", FactorTypes.Totp) is { } activation)
            return Activate(activation, page, url);
        if (answers.OnTotpEnrolled is not null && FormOf(page, "enroll", FactorTypes.Totp) is { } totp)
            return PageForm.Submit(totp, url);
        if (answers.SecurityAnswer is { } answer && FormOf(page, "enroll", FactorTypes.Question) is { } question)
            return Enroll(question, answer, url);

        return null;
    }

    /// <summary>The org went on to another page, without a problem.</summary>
    public void HaveTaken()
    {
        _sent?.Invoke();
        _sent = null;
    }

    /// <summary>For a page that nothing was given for: what could have been. Nothing where it is another page.</summary>
    public static string Wanted(IHtmlDocument page) =>
        FormOf(page, "password") is not null
            ? ". A new password is wanted: SignInAsync(path, user, new AuthnAnswers { NewPassword = \"…\" })"
            : FormOf(page, "enroll") is not null
            ? ". A second factor is to be set up: SignInAsync(path, user, new AuthnAnswers { OnTotpEnrolled = seed => … }) for " +
                "one-time passwords, where the page offers them, or SecurityAnswer = \"…\" for a question"
            : "";

    async Task<HttpRequestMessage?> NewPasswordAsync(IHtmlFormElement form, Uri url, CancellationToken ct)
    {
        var wanted = answers.NewPassword
            ?? (answers.AskNewPasswordAsync is { } ask ? await ask(ct).ConfigureAwait(false) : null);
        if (wanted is null)
            return null;

        var before = org.SeedOf(user);
        _sent = () => org.Remember(before with { Password = wanted, State = UserState.Active });
        return PageForm.Submit(form, url, ("old_password", before.Password), ("new_password", wanted));
    }

    HttpRequestMessage Activate(IHtmlFormElement form, IHtmlDocument page, Uri url)
    {
        var secret = page.QuerySelector(".code")!.TextContent.Trim();
        _sent = () =>
        {
            org.Remember(org.SeedOf(user) with { TotpSecret = secret });
            answers.OnTotpEnrolled?.Invoke(secret);
        };
        return PageForm.Submit(form, url, ("pass_code", org.Factors.FirstTotpCode(user, secret)));
    }

    HttpRequestMessage Enroll(IHtmlFormElement form, string answer, Uri url)
    {
        var before = org.SeedOf(user);
        var question = new SeedFactor { FactorType = FactorTypes.Question, Secret = answer };
        _sent = () => org.Remember(before with { Factors = [.. before.Factors, question] });
        var first = form.QuerySelector("select[name=question] option")!.GetAttribute("value")!;
        return PageForm.Submit(form, url, ("question", first), ("answer", answer));
    }

    static IHtmlFormElement? FormOf(IHtmlDocument page, string step, string? factorType = null) => page.Forms.FirstOrDefault(
        form => form.Hidden("step") == step && (factorType is null || form.Hidden("factor_type") == factorType));
}
