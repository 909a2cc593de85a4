using System.Net;
using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>Fills in the forms of the hosted pages as a browser without script would.</summary>
static partial class HostedForm
{
    extension(Answer page)
    {
        /// <summary>What a person reads, and the markup around it.</summary>
        public string Words => WebUtility.HtmlDecode(page.Body);

        /// <summary>The request that waits behind a page that has no form, as its links name it.</summary>
        public string HrefKey => Named().Match(page.Words).Groups[1].Value;

        /// <summary>The hidden fields of the form that has the text.</summary>
        public string HiddenFields(string text)
        {
            var form = Form().Matches(page.Body)
                .First(form => WebUtility.HtmlDecode(form.Value).Contains(text, StringComparison.Ordinal)).Value;
            return string.Join(
                '&',
                Hidden().Matches(form)
                    .Select(field => $"{field.Groups[1].Value}={Uri.EscapeDataString(WebUtility.HtmlDecode(field.Groups[2].Value))}"));
        }
    }

    extension(Browserless http)
    {
        /// <summary>The first page after the password, or the answer behind it.</summary>
        public async Task<Answer> SignInAsync(string login, string query)
        {
            var page = await http.GetAsync($"/oauth2/v1/authorize?{query}");
            return await http.PostFormAsync(
                "/login/login.htm", $"okta_key={page.SignInKey}&username={Uri.EscapeDataString(login)}&password={The.Password}");
        }

        /// <summary>Sends the form that has the text, with what is typed into it.</summary>
        public Task<Answer> SubmitAsync(Answer page, string text, params (string Name, string Value)[] typed) =>
            http.PostFormAsync(
                "/login/step",
                page.HiddenFields(text) + string.Concat(typed.Select(field => $"&{field.Name}={Uri.EscapeDataString(field.Value)}")));

        /// <summary>On to where the sign-in leads.</summary>
        public Task<Answer> FinishAsync(Answer signedIn)
        {
            signedIn.Status.ShouldBe(302, signedIn.Body);
            return http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));
        }
    }

    [GeneratedRegex("okta_key=([A-Za-z0-9_-]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([a-z_]+)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
