namespace Postern.Client.Tests.Idx;

/// <summary>An org on Identity Engine in the fake one's place: answers each path in turn with what a test wrote.</summary>
sealed class IdxFake
{
    public const string Handle = "02.id.Xk3v9EXAMPLEtransactionHandle0001";
    public const string InteractionHandle = "Qb7hEXAMPLEhandleOpaque43charactersLong0000";
    public const string InteractionCode = "pR4sEXAMPLEinteractionCode43charsLong000000";

    const string HandleField =
        $$"""{"name":"stateHandle","required":true,"value":"{{Handle}}","visible":false,"mutable":false}""";

    readonly FakeOrg _org;

    public IdxFake(FakeOrg org)
    {
        _org = org;
        org.Answers["/.well-known/okta-organization"] = _ => Some.Json(200, """{"id":"00o1","pipeline":"idx"}""");
        org.Answers["/oauth2/default/v1/interact"] = _ => Some.Json(200, $$"""{"interaction_handle":"{{InteractionHandle}}"}""");
        org.IdTokenClaims = claims =>
        {
            if (org.AskedAt("/token").Last().Body.Contains("interaction_code=", StringComparison.Ordinal))
                claims["nonce"] = org.AskedAt("/interact").Last().Form("nonce");
        };
        org.Token = asked => asked.Form("grant_type") is "password"
            ? Some.Json(400, """{"error":"unauthorized_client","error_description":"Configured grant types: [authorization_code]."}""")
            : Some.Json(200, org.Tokens());
        org.Answers["/idp/idx/cancel"] = _ => Some.Json(200, State(Identify));
    }

    public static string Success => $$$"""
        {"version":"1.0.0","stateHandle":"{{{Handle}}}","intent":"LOGIN","user":{"type":"object","value":{"id":"{{{The.UserId}}}"}},
         "successWithInteractionCode":{"rel":["create-form"],"name":"issue","href":"{{{The.Org}}}/oauth2/default/v1/token","method":"POST",
         "value":[{"name":"grant_type","required":true,"value":"interaction_code"},
         {"name":"interaction_code","required":true,"value":"{{{InteractionCode}}}"}]}}
        """;

    /// <summary>User name and password on one page.</summary>
    public static string Identify => Form("identify", "identify", """{"name":"identifier","required":true}""", Passcode("Password"));

    /// <summary>User name alone.</summary>
    public static string IdentifierFirst => Form("identify", "identify", """{"name":"identifier","required":true}""");

    public static string Passcode(string label) => $$$"""
        {"name":"credentials","type":"object","required":true,
         "form":{"value":[{"name":"passcode","label":"{{{label}}}","secret":true}]}}
        """;

    public static string Form(string name, string path, params string[] fields)
    {
        var all = string.Join(',', [.. fields, HandleField]);
        return $$"""
            {"rel":["create-form"],"name":"{{name}}","href":"{{The.Org}}/idp/idx/{{path}}","method":"POST","value":[{{all}}]}
            """;
    }

    /// <summary>Which of these authenticators, each by key, id and methods.</summary>
    public static string Select(params (string Key, string Id, string[] Methods)[] options)
    {
        var all = string.Join(',', options.Index().Select(each => Option(each.Index, each.Item)));
        return Form(
            "select-authenticator-authenticate", "challenge",
            $$"""{"name":"authenticator","type":"object","options":[{{all}}]}""");
    }

    public static string Enrolled(params (string Key, string Id, string[] Methods)[] options)
    {
        var all = string.Join(',', options.Select(each => Authenticator(each.Key, each.Methods)));
        return $$""","authenticatorEnrollments":{"type":"array","value":[{{all}}]}""";
    }

    public static string Current(string key, string more = "", params string[] methods) =>
        $$""","currentAuthenticator":{"type":"object","value":{{Authenticator(key, methods, more)}}}""";

    public static string Message(string text, string? key, string level = "ERROR") => $$"""
        ,"messages":{"type":"array","value":[{"message":"{{text}}","i18n":{"key":"{{key}}"},"class":"{{level}}"}]}
        """;

    public static string State(string form, string more = "") => $$"""
        {"version":"1.0.0","stateHandle":"{{Handle}}","intent":"LOGIN","remediation":{"type":"array","value":[{{form}}]},
         "cancel":{{Form("cancel", "cancel")}}{{more}}}
        """;

    public IdxFake Introspect(string body, int status = 200) => Answer("introspect", body, status);

    public IdxFake Answer(string path, string body, int status = 200) => Answer(path, [(body, status)]);

    /// <summary>In turn; the last again and again.</summary>
    public IdxFake Answer(string path, IEnumerable<(string Body, int Status)> answers)
    {
        var next = new Queue<(string Body, int Status)>(answers);
        _org.Answers[$"/idp/idx/{path}"] = _ =>
        {
            var (body, status) = next.Count > 1 ? next.Dequeue() : next.Peek();
            return Some.Json(status, body);
        };
        return this;
    }

    /// <summary>What was sent to a path below <c>/idp/idx/</c>.</summary>
    public IEnumerable<string> Sent(string path) => _org.AskedAt($"/idp/idx/{path}").Select(asked => asked.Body);

    static string Option(int index, (string Key, string Id, string[] Methods) each) => $$$$"""
        {"label":"{{{{each.Key}}}}","relatesTo":"$.authenticatorEnrollments.value[{{{{index}}}}]","value":{"form":{"value":[
         {"name":"id","required":true,"value":"{{{{each.Id}}}}","mutable":false},{{{{Method(each.Methods)}}}}]}}}
        """;

    static string Method(string[] methods)
    {
        if (methods is [var only])
            return $$"""{"name":"methodType","required":false,"value":"{{only}}","mutable":false}""";

        var all = string.Join(',', methods.Select(method => $$"""{"label":"{{method}}","value":"{{method}}"}"""));
        return $$"""{"name":"methodType","required":true,"options":[{{all}}]}""";
    }

    static string Authenticator(string key, string[] methods, string more = "")
    {
        var all = string.Join(',', methods.Select(method => $$"""{"type":"{{method}}"}"""));
        return $$"""{"key":"{{key}}","id":"enr1{{key}}","displayName":"{{key}}","methods":[{{all}}]{{more}}}""";
    }
}
