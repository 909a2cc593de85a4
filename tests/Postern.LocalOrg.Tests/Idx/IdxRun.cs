using System.Text.Json;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>One interaction over plain HTTP: each call takes the newest state handle, as clients do.</summary>
sealed class IdxRun(IdxOrg org)
{
    /// <summary>What the client asks for, as a form spells it.</summary>
    public string Scope { get; init; } = "openid%20profile";

    /// <summary>Of the browser that signs in; null: none does.</summary>
    public string? Cookie { get; init; }

    public Answer Last { get; private set; } = null!;

    public string Handle { get; private set; } = "";

    public string InteractionHandle { get; private set; } = "";

    public string ClientId { get; private set; } = "";

    public async Task BeginAsync(string clientId, string more, params (string Name, string Value)[] headers)
    {
        ClientId = clientId;
        var begun = await org.Http.PostFormAsync(
            "/oauth2/default/v1/interact",
            $"client_id={clientId}&scope={Scope}&redirect_uri={The.EncodedCallback}&state=s1&nonce=n1&{The.Pkce}{more}", headers);
        begun.Status.ShouldBe(200, begun.Body);
        InteractionHandle = begun.Text("interaction_handle");
        await IntrospectAsync();
    }

    /// <summary>By the state token of a page.</summary>
    public async Task<Answer> TakeUpAsync(string stateToken) =>
        Note(await org.Http.PostJsonAsync("/idp/idx/introspect", $$"""{"stateToken":"{{stateToken}}"}"""));

    public async Task<Answer> IntrospectAsync(params (string, string)[] headers) =>
        Note(await org.Http.PostJsonAsync("/idp/idx/introspect", $$"""{"interactionHandle":"{{InteractionHandle}}"}""", headers));

    /// <summary>Behind the page that an app is shown; the page itself comes back.</summary>
    public async Task<Answer> OpenAsync(string clientId, string more = "")
    {
        ClientId = clientId;
        var page = await org.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={clientId}&response_type=code&scope={Scope}&redirect_uri={The.EncodedCallback}" +
            $"&state=s1&nonce=n1&{The.Pkce}{more}");
        await TakeUpAsync(StateTokenOf(page.Body));
        return page;
    }

    /// <summary>The literal of a page, unescaped as a script would.</summary>
    public static string StateTokenOf(string html)
    {
        var at = html.IndexOf("var stateToken = '", StringComparison.Ordinal) + 18;
        return System.Text.RegularExpressions.Regex.Unescape(html[at..html.IndexOf('\'', at)]);
    }

    /// <summary>Where a transaction ends that a page began, in the browser with that page's cookies.</summary>
    public Task<Answer> FinishAsync(Answer page) => org.Http.GetAsync(
        new Uri(Last.Json.GetProperty("success").GetProperty("href").GetString()!).PathAndQuery, ("Cookie", page.Cookie!));

    /// <summary>One call, whatever it comes to.</summary>
    public async Task<Answer> PostAsync(string path, string members = "") => Note(await SendAsync(path, members));

    /// <summary>The same, and nothing of it is remembered.</summary>
    public Task<Answer> SendAsync(string path, string members = "") => org.Http.PostJsonAsync(
        "/idp/idx/" + path, $$"""{{{members}}{{(members.Length > 0 ? "," : "")}}"stateHandle":"{{Handle}}"}""",
        Cookie is null ? [] : [("Cookie", Cookie)]);

    /// <summary>One call that must come to these forms, or to what ends it.</summary>
    public async Task<Answer> GoAsync(string path, string members, params string[] names)
    {
        var answer = await PostAsync(path, members);
        answer.Status.ShouldBe(200, answer.Body);
        Names.ShouldBe(names, answer.Body);
        return answer;
    }

    public Task<Answer> IdentifyAsync(string name, params string[] names) => GoAsync(
        "identify", $$$"""
        "identifier":"{{{name}}}@example.com","credentials":{"passcode":"{{{The.Password}}}"}
        """, names);

    /// <summary>Chooses by the label that a person sees.</summary>
    public Task<Answer> ChooseAsync(string label, string? method, params string[] names) => GoAsync(
        "challenge", $$"""
        "authenticator":{{Authenticator(label, method)}}
        """, names);

    public string Authenticator(string label, string? method = null, string more = "")
    {
        var form = Form(Names.First(name => name.StartsWith("select-authenticator", StringComparison.Ordinal)));
        var option = Field(form, "authenticator").GetProperty("options").EnumerateArray()
            .First(each => each.GetProperty("label").GetString() == label);
        var id = option.GetProperty("value").GetProperty("form").GetProperty("value")[0].GetProperty("value").GetString();
        return method is null
            ? $$"""{"id":"{{id}}"{{more}}}"""
            : $$"""{"id":"{{id}}","methodType":"{{method}}"{{more}}}""";
    }

    public Task<Answer> AnswerAsync(string passcode, params string[] names) => GoAsync(
        "challenge/answer", $$$"""
        "credentials":{"passcode":"{{{passcode}}}"}
        """, names);

    /// <summary>The names of the forms; of a transaction that has ended, what it ended with.</summary>
    public IReadOnlyList<string> Names =>
        Last.Json.TryGetProperty("remediation", out var forms)
            ? [.. forms.GetProperty("value").EnumerateArray().Select(form => form.GetProperty("name").GetString()!)]
            : [.. Last.Members.Where(member => member.StartsWith("success", StringComparison.Ordinal) || member is "messages")];

    public IReadOnlyList<string?> Labels => [.. Field(Form("select-authenticator-authenticate"), "authenticator")
        .GetProperty("options").EnumerateArray().Select(option => option.GetProperty("label").GetString())];

    public JsonElement Form(string name) => Last.Json.GetProperty("remediation").GetProperty("value").EnumerateArray()
        .First(form => form.GetProperty("name").GetString() == name);

    public static JsonElement Field(JsonElement form, string name) => form.GetProperty("value").EnumerateArray()
        .First(field => field.GetProperty("name").GetString() == name);

    public JsonElement Current => Last.Json.TryGetProperty("currentAuthenticator", out var current)
        ? current.GetProperty("value")
        : Last.Json.GetProperty("currentAuthenticatorEnrollment").GetProperty("value");

    /// <summary>The keys of all messages, wherever they stand.</summary>
    public IReadOnlyList<string> MessageKeys
    {
        get
        {
            List<string> keys = [];
            Gather(Last.Json, keys);
            return keys;
        }
    }

    public string InteractionCode => Field(Last.Json.GetProperty("successWithInteractionCode"), "interaction_code")
        .GetProperty("value").GetString()!;

    public Task<Answer> RedeemAsync() => org.Http.PostFormAsync(
        "/oauth2/default/v1/token",
        $"grant_type=interaction_code&client_id={ClientId}&interaction_code={InteractionCode}&code_verifier={The.Verifier}");

    Answer Note(Answer answer)
    {
        Last = answer;
        if (answer.Body.StartsWith('{') && answer.Json.TryGetProperty("stateHandle", out var handle))
            Handle = handle.GetString()!;
        return answer;
    }

    static void Gather(JsonElement element, List<string> keys)
    {
        if (element.ValueKind is JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                Gather(item, keys);
        if (element.ValueKind is not JsonValueKind.Object)
            return;

        foreach (var member in element.EnumerateObject())
            if (member.Name is "i18n")
                keys.Add(member.Value.GetProperty("key").GetString()!);
            else
                Gather(member.Value, keys);
    }
}
