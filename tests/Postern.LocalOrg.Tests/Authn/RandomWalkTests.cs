using Postern.LocalOrg.Tests.Garbage;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>
/// Walks that nobody thought of: any operation in any state with any body. None ends in a 500, and what is refused leaves the state as it
/// was.
/// </summary>
public sealed class RandomWalkTests
{
    const int Steps = 60;

    static readonly (string Path, string[] LegalIn)[] Operations =
    [
        ("", []), ("/introspect", []), ("/previous", ["MFA_CHALLENGE", "MFA_ENROLL_ACTIVATE"]), ("/skip", ["PASSWORD_WARN", "MFA_ENROLL"]),
        ("/credentials/change_password", ["PASSWORD_EXPIRED", "PASSWORD_WARN"]),
        ("/credentials/reset_password", ["PASSWORD_RESET"]), ("/factors", ["MFA_ENROLL"]),
        ("/factors/{factor}/verify", ["MFA_REQUIRED", "MFA_CHALLENGE", "UNAUTHENTICATED"]),
        ("/factors/{factor}/verify/resend", ["MFA_CHALLENGE"]),
        ("/factors/{factor}/lifecycle/activate", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/{factor}/lifecycle/activate/poll", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/{factor}/lifecycle/activate/email", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/{factor}/lifecycle/activate/sms", ["MFA_ENROLL_ACTIVATE"]),
        ("/factors/{factor}/lifecycle/resend", ["MFA_ENROLL_ACTIVATE"]),
        ("/recovery/factors/SMS/verify", ["RECOVERY_CHALLENGE"]),
        ("/recovery/factors/CALL/resend", ["RECOVERY_CHALLENGE"]),
        ("/recovery/factors/SMS/resend", ["RECOVERY_CHALLENGE"]), ("/recovery/answer", ["RECOVERY"]),
    ];

    static readonly string[] Malformed =
    [
        "\"passCode\":[1]", "\"answer\":{}", "\"newPassword\":\"\\uD800\"", "\"rememberDevice\":\"maybe\"",
    ];

    static readonly string[] Members =
    [
        .. Malformed,
        "",
        "",
        "",
        "\"passCode\":\"123456\"",
        "\"passCode\":\"\"",
        "\"passCode\":null",
        "\"answer\":\"mayonnaise\"",
        "\"answer\":\"ketchup\"",
        "\"oldPassword\":\"Correct-Horse-9\",\"newPassword\":\"short\"", "\"newPassword\":\"\\u0000\"",
        "\"factorType\":\"sms\",\"provider\":\"OKTA\"",
        "\"factorType\":\"sms\",\"provider\":\"OKTA\",\"profile\":{\"phoneNumber\":\"+15550100142\"}",
        "\"factorType\":\"push\",\"provider\":\"OKTA\"", "\"factorType\":\"webauthn\",\"provider\":\"FIDO\"",
        "\"factorType\":\"token:software:totp\",\"provider\":\"OKTA\"",
        "\"clientData\":\"e30\",\"authenticatorData\":\"AA\",\"signatureData\":\"AA\"", "\"attestation\":\"oA\",\"clientData\":\"e30\"",
        "\"profile\":{\"phoneNumber\":\"+15550100142\"}", "\"rememberDevice\":true,\"autoPush\":true",
        "\"username\":\"amy@example.com\",\"password\":\"x\"", "\"stateToken\":\"00other\"",
    ];

    [Theory]
    [
        InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8),
        InlineData(9), InlineData(10), InlineData(11), InlineData(12),
    ]
    public async Task Whatever_is_done_in_whichever_state_is_legal_or_refused(ulong seed)
    {
        var chance = new Chance(seed);
        await using var walk = await Edges.StartAsync();
        var edges = Edges.All.Values.Where(edge => edge.From is not "LOCKED_OUT").ToList();
        Answer? current = null;
        for (var step = 0; step < Steps; step++)
        {
            // Whoever's account the walk has locked, or whose token it has spent, begins somewhere else.
            current ??= await TryReachAsync(walk, chance.Of(edges));
            if (current is null)
                continue;

            var (path, legalIn) = chance.Of(Operations);
            var members = chance.Of(Members);
            var before = current.Text("status");
            var answer = await walk.PostAsync(
                current, path.Replace("{factor}", chance.Of(FactorsOf(current)), StringComparison.Ordinal), members);

            answer.Status.ShouldBeInRange(200, 429, $"{before} {path} {members}: {answer.Body}");
            answer.Status.ShouldNotBe(405);
            var isElsewhere = members.StartsWith("\"stateToken\"", StringComparison.Ordinal);
            if (answer.Status == 200)
                (legalIn.Length == 0 || legalIn.Contains(before)).ShouldBeTrue($"{before} {path} {members}: {answer.Body}");
            else
                answer.Members.ShouldBe(["errorCode", "errorSummary", "errorLink", "errorId", "errorCauses"], answer.Body);
            if (Malformed.Contains(members))
                answer.Text("errorCode").ShouldBe("E0000003", $"{before} {path} {members}: {answer.Body}");
            else if (legalIn.Length > 0 && !legalIn.Contains(before))
                answer.Text("errorCode").ShouldBe(isElsewhere ? "E0000011" : "E0000079", $"{before} {path} {members}: {answer.Body}");

            current = await NextAsync(walk, current, answer, before);
        }
    }

    /// <summary>What was refused changed nothing; what was done is where the next step begins.</summary>
    static async Task<Answer?> NextAsync(Walk walk, Answer current, Answer answer, string before)
    {
        if (answer.Status == 200 && answer.Text("status") is "SUCCESS")
            return null;

        var after = await walk.GoAsync(current, "", answer.Status == 200 ? answer.Text("status") : before);
        return after;
    }

    static async Task<Answer?> TryReachAsync(Walk walk, Edge edge)
    {
        try
        {
            var reached = await edge.Reach(walk);
            return reached.Status == 200 && reached.Text("status") == edge.From ? reached : null;
        }
        catch (ShouldAssertException)
        {
            return null;
        }
    }

    static string[] FactorsOf(Answer answer)
    {
        List<string> ids = ["nothing", "webauthn", "push"];
        if (answer.Json.TryGetProperty("_embedded", out var embedded))
        {
            if (embedded.TryGetProperty("factor", out var factor))
                ids.AddRange(Enumerable.Repeat(factor.GetProperty("id").GetString()!, 4));
            if (embedded.TryGetProperty("factors", out var factors))
                ids.AddRange(
                    factors.EnumerateArray().Where(each => each.TryGetProperty("id", out _))
                        .Select(each => each.GetProperty("id").GetString()!));
        }

        return [.. ids];
    }
}
