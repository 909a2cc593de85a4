using System.Text.Json;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>
/// What Okta's own SDKs and widget were recorded to be answered, beside what ours answers: the same members in the same order, but for what
/// is listed here, with why.
/// </summary>
public sealed class RecordedAnswerTests(IdxOrg org) : IClassFixture<IdxOrg>
{
    /// <summary>What differs wherever it stands. A newer org sends more than the recordings of 2021 have.</summary>
    static readonly (string Difference, string Why)[] Known =
    [
        ("identifier: ours has required", "the fact sheet has newer orgs say so, and a client posts required fields alone"),
        ("user.value: ours has identifier", "newer orgs say it: idx.md 4.1"),
        ("remediation.value: ours has unlock-account", "self-service unlock is on here"),
        ("remediation.value: recorded has select-enroll-profile", "self-service registration is not built"),
        ("successWithInteractionCode.value: recorded has client_secret", "of confidential clients alone"),
        ("app.value: ", "the app is ours"),
        ("i18n: ", "a message without params has none here"),
        ("authenticators.value: ", "what the recorded user may use"),
        ("authenticatorEnrollments.value: ", "what the recorded user has"),
        ("options: ", "what the recorded user may choose"),
        ("remediation.value: ours has select-authenticator-authenticate", "our user has more than one"),
        ("methods: ", "what the recorded authenticator can do"),
        ("was stateHandle version", "the recording of 2020 begins with the handle"),
        ("ours has produces", "the recording of 2020 has none"),
        ("identify.value: ours has credentials", "that org asked for the user name alone"),
        (": ours has currentAuthenticator", "that org asked for the user name alone"),
        ("user.value: recorded has profile", "the local org tells no profile"),
    ];

    public static TheoryData<string, string> Recordings => new()
    {
        { "idx-dotnet--01-basic-login--one-step-login--introspect-response.json", "introspect" },
        { "idx-dotnet--01-basic-login--one-step-login--identify-response.json", "ada" },
        { "idx-dotnet--01-basic-login--two-steps-login--identify-response.json", "identified" },
        { "idx-dotnet--01-basic-login--two-steps-login--challenge-response.json", "ada" },
        { "idx-dotnet--01-basic-login--locked-user-identify-response.json", "locked" },
        { "idx-dotnet--01-basic-login--password-expired-identify-response.json", "eve" },
        { "idx-dotnet--06-2fa--challenge-sms--identify-response.json", "phone" },
        { "idx-dotnet--06-2fa--challenge-sms--challenge-with-selected-method-response.json", "sms" },
        { "idx-dotnet--06-2fa--challenge-sms--invalid-code-verification-response.json", "sms-wrong" },
        { "idx-java--introspect-error-response.json", "gone" },
        { "idx-java--challenge-security-question-response.json", "question" },
        { "idx-java--answer-challenge-identify-first-response.json", "ona" },
        { "idx-java--cancel-response.json", "cancel" },
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Our_answer_has_the_recorded_members_in_the_recorded_order(string recording, string how)
    {
        var recorded = Recorded(recording);

        var ours = await OursAsync(how);

        Differences("", ours, recorded)
            .Where(difference => !Known.Any(known => difference.Contains(known.Difference, StringComparison.Ordinal)))
            .ShouldBeEmpty(ours.GetRawText());
    }

    async Task<JsonElement> OursAsync(string how)
    {
        if (how is "gone")
            return (await org.Http.PostJsonAsync("/idp/idx/introspect", """{"interactionHandle":"gone"}""")).Json;

        var run = await org.BeginAsync();
        if (how is "introspect")
            return run.Last.Json;
        if (how is "identified")
            return (await run.PostAsync("identify", "\"identifier\":\"ada@example.com\"")).Json;
        if (how is "cancel")
            return (await run.PostAsync("cancel")).Json;

        var name = how switch
        {
            "locked" => "leo",
            "phone" or "sms" or "sms-wrong" or "question" => "amy",
            _ => how,
        };
        await run.PostAsync("identify", $$$"""
            "identifier":"{{{name}}}@example.com","credentials":{"passcode":"{{{The.Password}}}"}
            """);
        if (name is not "amy")
            return run.Last.Json;

        org.Advance(31);
        var (label, method) = how switch
        {
            "question" => ("Security Question", null),
            "phone" => ("Phone", null),
            _ => ("Phone", "sms"),
        };
        await run.PostAsync("challenge", $"\"authenticator\":{run.Authenticator(label, method)}");
        if (how is "sms-wrong")
            await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"no code\"}");
        return run.Last.Json;
    }

    static JsonElement Recorded(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Postern.slnx")))
            root = root.Parent;
        var file = Path.Combine(root?.FullName ?? "", "..", "shared", "fixtures", "idx", name);
        Assert.SkipUnless(
            File.Exists(file), "The recorded Okta answers are kept beside the repository, in ../shared/fixtures, and are not here.");
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement;
    }

    static IEnumerable<string> Differences(string path, JsonElement ours, JsonElement recorded)
    {
        if (ours.ValueKind is JsonValueKind.Object && recorded.ValueKind is JsonValueKind.Object)
            return OfNames(path, Members(ours), Members(recorded)).Concat(
                Members(ours).Intersect(Members(recorded)).SelectMany(
                    name => Differences($"{path}.{name}", ours.GetProperty(name), recorded.GetProperty(name))));
        if (ours.ValueKind is JsonValueKind.Array && recorded.ValueKind is JsonValueKind.Array)
            return OfNames(path, Names(ours), Names(recorded)).Concat(
                Names(ours).Intersect(Names(recorded)).SelectMany(
                    name => Differences($"{path}.{name}", Named(ours, name), Named(recorded, name))));
        var isSame = ours.ValueKind == recorded.ValueKind
            || (
                ours.ValueKind is JsonValueKind.True or JsonValueKind.False
                    && recorded.ValueKind is JsonValueKind.True or JsonValueKind.False);
        return isSame ? [] : [$"{path} is {ours.ValueKind}, and was {recorded.ValueKind}"];
    }

    static IEnumerable<string> OfNames(string path, List<string> ours, List<string> recorded) =>
    [
        .. ours.Except(recorded).Select(name => $"{path}: ours has {name}"),
        .. recorded.Except(ours).Select(name => $"{path}: recorded has {name}"),
        .. ours.Where(recorded.Contains).SequenceEqual(recorded.Where(ours.Contains))
            ? (string[])[]
            : [$"{path}: order is {string.Join(' ', ours)}, and was {string.Join(' ', recorded)}"],
    ];

    static List<string> Members(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    static List<string> Names(JsonElement array) => [.. array.EnumerateArray().Select(NameOf)];

    static JsonElement Named(JsonElement array, string name) => array.EnumerateArray().First(item => NameOf(item) == name);

    /// <summary>Fields and forms have names, options labels, authenticators keys; of the rest the first is compared.</summary>
    static string NameOf(JsonElement item)
    {
        foreach (var name in (string[])["name", "label", "key"])
            if (item.ValueKind is JsonValueKind.Object && item.TryGetProperty(name, out var value))
                return value.GetString()!;
        return item.ValueKind is JsonValueKind.Object && item.TryGetProperty("type", out var type) ? type.GetString()! : "item";
    }
}
