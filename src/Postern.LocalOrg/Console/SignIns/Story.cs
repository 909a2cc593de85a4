namespace Postern.LocalOrg.Console.SignIns;

/// <summary>A sign-in as the record has it: the requests that belong together, the oldest first.</summary>
sealed record Story(IReadOnlyList<RecordedRequest> Steps)
{
    /// <summary>That of its first request.</summary>
    public string Id => Steps[0].Id;

    public string? User => Steps.LastOrDefault(step => step.User is not null)?.User;

    public string? ClientId => Steps.LastOrDefault(step => step.ClientId is not null)?.ClientId;

    public bool IsRefused => IsNo(Steps[^1]);

    /// <summary>In a few words, by what was last given or refused.</summary>
    public string CameTo => Steps[^1] switch
    {
        var last when IsNo(last) => last.Error ?? last.Outcome,
        _ when Given("access_token") || Given("id_token") => "tokens issued",
        _ when Given("code") || Given("interaction_code") => "a code, not redeemed yet",
        var last => last.Answered.GetValueOrDefault("status") ?? last.Answered.GetValueOrDefault("factorResult") ?? "under way",
    };

    public static bool IsNo(RecordedRequest step) => step.Outcome is not "done";

    bool Given(string name) => Steps.Any(step => step.Answered.ContainsKey(name));
}
