using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that answer what Okta asks for besides the password.</summary>
sealed class FactorFlags(
    string apiToken = "An Okta API token: makes this a trusted caller of the Authentication API") : IFlags
{
    readonly Option<string?> _totp = new("--totp-secret")
    {
        HelpName = SecretReader.HelpName,
        Description = "Seed of the one-time passwords, Base32 or an otpauth:// URI: env:NAME, file:PATH, - or prompt",
    };
    readonly Option<string?> _answer = new("--answer")
    {
        HelpName = SecretReader.HelpName,
        Description = "The answer to the security question: env:NAME, file:PATH, - or prompt",
    };
    readonly Option<string[]> _factors = new("--factor")
    {
        HelpName = "TYPE",
        Description =
            "Which factor to take, the first first: totp, question, sms, call, email, push, token or Okta's own name; a provider " +
            "(google), both (google:totp), or a factor's id; repeatable",
    };
    readonly Option<string?> _code = new("--mfa-code")
    {
        HelpName = "REF|cmd:COMMAND",
        Description =
            "The code that is sent or shown: read when it is needed from env:NAME, file:PATH, -, prompt, or a command's first line",
    };
    readonly Option<string?> _newPassword = new("--new-password")
    {
        HelpName = SecretReader.HelpName,
        Description = "Takes the place of a password that has expired: env:NAME, file:PATH, - or prompt",
    };
    readonly Option<string?> _enroll = new("--enroll-totp")
    {
        HelpName = "FILE",
        Description = "Where Okta demands that a factor be enrolled: enroll one-time passwords, and write their seed to this new file",
    };
    readonly Option<bool> _remember = new("--remember-device")
    {
        Description = "Ask that this device needs no factor for as long as the policy says; it wants --device-token and --api-token",
    };
    readonly Option<string?> _device = new("--device-token")
    {
        HelpName = SecretReader.HelpName,
        Description = "Names this device to Okta, in at most 32 characters",
    };
    readonly Option<bool> _ignoreRouting = new("--ignore-routing")
    {
        Description = "Send the password even where the org says that the user signs in at another identity provider",
    };
    readonly Option<string?> _apiToken = new("--api-token")
    {
        HelpName = SecretReader.HelpName,
        Description = apiToken,
    };

    public void AddTo(Command command) =>
        command.AddAll(_totp, _answer, _factors, _code, _newPassword, _enroll, _remember, _device, _ignoreRouting, _apiToken);

    public FactorChoice Read(ParseResult parse) => new()
    {
        TotpReference = parse.GetValue(_totp),
        AnswerReference = parse.GetValue(_answer),
        Factors = [.. (parse.GetValue(_factors) ?? []).Select(FactorName.Read)],
        CodeReference = parse.GetValue(_code),
        NewPasswordReference = parse.GetValue(_newPassword),
        EnrollTo = parse.GetValue(_enroll),
        RemembersDevice = parse.GetValue(_remember),
        DeviceReference = parse.GetValue(_device),
        IgnoresRouting = parse.GetValue(_ignoreRouting),
        ApiTokenReference = parse.GetValue(_apiToken),
    };
}
