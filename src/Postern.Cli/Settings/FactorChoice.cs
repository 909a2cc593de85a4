using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What the flags said about further factors; on a terminal, questions fill the gaps.</summary>
sealed record FactorChoice
{
    public string? TotpReference { get; init; }
    public string? AnswerReference { get; init; }
    public IReadOnlyList<string> Factors { get; init; } = [];
    public string? CodeReference { get; init; }
    public string? NewPasswordReference { get; init; }
    public string? EnrollTo { get; init; }
    public bool RemembersDevice { get; init; }
    public string? DeviceReference { get; init; }
    public bool IgnoresRouting { get; init; }
    public string? ApiTokenReference { get; init; }

    public Task<AuthnAnswers> ResolveAsync(string login, Terminal io, SecretReader secrets, CancellationToken ct) => (this with
    {
        CodeReference = CodeReference ?? CodeOf(login, io),
        Factors = Factors.Count > 0 ? Factors : [.. io.Settings.List(Setting.Factor).Select(FactorName.Read)],
    }).AnswersAsync(login, io, secrets, ct);

    async Task<AuthnAnswers> AnswersAsync(string login, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var asksPerson = io.InputIsTerminal;
        var seed = await ReadAsync(TotpReference, Setting.TotpSecret, $"TOTP seed of {login}");
        var answer = await ReadAsync(AnswerReference, Setting.Answer, $"Answer of {login} to the security question");
        var isSilent = seed is null && answer is null && CodeReference is null && Factors.Count == 0;
        var answerWasTyped = answer is null || AnswerReference is "prompt";
        var answers = new AuthnAnswers
        {
            Totp = seed is null ? null : Totp.FromSecret(seed),
            SecurityAnswer = answer,
            NewPassword = NewPasswordReference is { } password
                ? await secrets.ReadAsync(password, "--new-password", $"New password of {login}", ct)
                : null,
            CodeAsync = CodeReference is not null || asksPerson ? new CodeSource(CodeReference, login, io, secrets).FetchAsync : null,
            AskSecurityAnswerAsync = asksPerson
                ? async (factor, cancel) => await io.AskHiddenAsync($"{Words.Question(factor)} (answer of {login})", cancel)
                : null,
            AskNewPasswordAsync = asksPerson ? new NewPassword(login, io).AskAsync : null,
            AsksAgain = asksPerson ? (factor, wrong) => AsksAgain(factor, wrong, answerWasTyped, io) : null,
            ChooseAsync = asksPerson && isSilent ? new FactorMenu(login, io).ChooseAsync : null,
            AwaitsPush = asksPerson
                || Factors.Any(factor => factor is FactorTypes.Push || factor.EndsWith($":{FactorTypes.Push}", StringComparison.Ordinal)),
            PushProgress = new PushDisplay(io, new AuthnAnswers().PushPatience),
            TotpProgress = new TotpDisplay(io),
            OnTotpEnrolled = EnrollTo is { } path ? seed => TotpSeedFile.Write(path, seed, io) : null,
            RememberDevice = RemembersDevice,
            Options = new()
            {
                DeviceToken = DeviceReference is { } device
                    ? await secrets.ReadAsync(device, "--device-token", $"Device token of {login}", ct)
                    : null,
            },
        };
        if (EnrollTo is { } file)
            TotpSeedFile.RequireNew(file);
        return Factors.Count > 0 ? answers with { FactorOrder = Factors } : answers;

        async Task<string?> ReadAsync(string? reference, Setting setting, string what) => reference is null
            ? await secrets.StandingAsync(setting, login, what, ct)
            : await secrets.ReadAsync(reference, setting.Flag, what, ct);
    }

    // Read when the code is needed, not before: it is only looked up here.
    static string? CodeOf(string login, Terminal io)
    {
        if (io.Settings.Find(Setting.MfaCode, login) is not { } said)
            return null;

        if (said.ReadsSomething)
            io.Files.Trust.Require(said, "says where a code is to be read");
        return said.Text;
    }

    // Only what was typed can be typed again.
    bool AsksAgain(AuthnFactor factor, OktaApiException wrong, bool answerWasTyped, Terminal io)
    {
        if (!(factor.FactorType is FactorTypes.Question ? answerWasTyped : CodeReference is null or "prompt"))
            return false;

        io.Tell($"{wrong.ErrorSummary}: Okta takes another, and each wrong one counts towards a lockout. Nothing, or Ctrl-C, ends it.");
        return true;
    }

    public async Task<OktaClientOptions> AddToAsync(OktaClientOptions options, Terminal io, SecretReader secrets, CancellationToken ct) =>
        options with
        {
            // What is played back spends nothing.
            SpentPasscodes = io.Replayed is null ? SpentPasscodeFiles.In(io.DataFolder()) : new InMemorySpentPasscodes(),
            RecognizesFederatedUsers = !IgnoresRouting,
            ApiToken = ApiTokenReference is { } token ? await secrets.ReadAsync(token, "--api-token", "API token", ct) : options.ApiToken,
        };
}
