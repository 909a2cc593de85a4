using System.CommandLine;
using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>The flags of whatever can be said beforehand, for commands that keep or explain it.</summary>
sealed class SettingFlags : IFlags
{
    readonly OrgFlags _org = new();
    readonly IFlags[] _others = [new AppFlags(), new CredentialFlags(), new UserFlags(), new HttpFlags(cassette: null)];
    readonly Option<string?> _totp = new(Setting.TotpSecret.Flag)
    {
        HelpName = SecretReader.HelpName, Description = "Seed of the user's one-time passwords",
    };
    readonly Option<string?> _answer = new(Setting.Answer.Flag)
    {
        HelpName = SecretReader.HelpName, Description = "The answer to the user's security question",
    };
    readonly Option<string?> _code = new(Setting.MfaCode.Flag)
    {
        HelpName = "REF|cmd:COMMAND", Description = "Where the code is read that is sent or shown",
    };
    readonly Option<string[]> _factors = new(Setting.Factor.Flag)
    {
        HelpName = "TYPE",
        Description = "Which factor to take, the first first",
    };

    public void AddTo(Command command)
    {
        _org.AddTo(command);
        command.AddAll(_others);
        command.AddAll(_totp, _answer, _code, _factors);
    }

    /// <summary>Those that were given, as one more layer that wins.</summary>
    public SettingsLayer Read(ParseResult parse)
    {
        _org.Read(parse);
        _ = (parse.GetValue(_factors) ?? []).Select(FactorName.Read).ToList();
        Dictionary<Setting, SettingValue> values = [];
        foreach (var setting in Setting.All)
        {
            if (parse.GetResult(setting.Flag) is OptionResult { Implicit: false, Tokens: [_, ..] tokens })
                values[setting] = new(string.Join(' ', tokens.Select(token => token.Value)), LayerKind.Environment, setting.Flag)
                {
                    MayRefer = setting.IsSecret,
                };
        }

        return new(LayerKind.Environment, "flags") { Values = values };
    }
}
