using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The flags that shape the authorization request.</summary>
sealed class AuthorizeFlags : IFlags
{
    readonly Option<string> _type = new("--response-type") { HelpName = "TYPE", Description = "code, id_token, token or a combination, e.g. \"code id_token\"", DefaultValueFactory = _ => ResponseTypes.Code };
    readonly Option<string?> _mode = new("--response-mode") { HelpName = "MODE", Description = "query, fragment, form_post or okta_post_message [default: query for a code alone, else form_post]" };
    readonly Option<bool> _noPkce = new("--no-pkce") { Description = "Do not bind the code to this client" };
    readonly Option<string[]> _parameters = new("--param") { HelpName = "NAME=VALUE", Description = "One more parameter for the authorization request; may be repeated, and prompt= sends none", DefaultValueFactory = _ => [] };

    public void AddTo(Command command)
    {
        _mode.AcceptOnlyFromAmong(ResponseModes.Query, ResponseModes.Fragment, ResponseModes.FormPost, ResponseModes.OktaPostMessage);
        _parameters.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.IndexOf('=') < 1))
                result.AddError("--param wants NAME=VALUE.");
        });
        command.AddAll(_type, _mode, _noPkce, _parameters);
    }

    public AuthorizeChoice Read(ParseResult parse) => new()
    {
        ResponseType = string.Join(' ', parse.GetRequiredValue(_type).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)),
        ResponseMode = parse.GetValue(_mode),
        UsePkce = !parse.GetValue(_noPkce),
        Parameters = (parse.GetValue(_parameters) ?? []).Select(Split).ToList(),
    };

    static KeyValuePair<string, string> Split(string parameter)
    {
        var equals = parameter.IndexOf('=');
        return new(parameter[..equals], parameter[(equals + 1)..]);
    }
}

/// <summary>What the flags said about the authorization request.</summary>
sealed record AuthorizeChoice
{
    public string ResponseType { get; init; } = ResponseTypes.Code;
    public string? ResponseMode { get; init; }
    public bool UsePkce { get; init; } = true;
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    public AuthorizeOptions ToOptions()
    {
        var options = new AuthorizeOptions { ResponseType = ResponseType, ResponseMode = ResponseMode, UsePkce = UsePkce };
        var extra = new Dictionary<string, string>();
        foreach (var (name, value) in Parameters)
        {
            // The client sets prompt=none by itself; naming it changes that, and leaving it empty takes it away.
            if (name is Protocol.Parameters.Prompt)
                options = options with { Prompt = value.Length > 0 ? value : null };
            else if (!extra.TryAdd(name, value))
                throw new UsageException($"--param {name} is given twice.", "Give it once; several values of one parameter are separated by spaces.");
        }

        return options with { ExtraParameters = extra };
    }
}
