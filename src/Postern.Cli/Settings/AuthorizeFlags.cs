using System.CommandLine;
using System.CommandLine.Parsing;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>The flags that shape the authorization request.</summary>
sealed class AuthorizeFlags : IFlags
{
    static readonly string[] Types = [ResponseTypes.Code, ResponseTypes.IdToken, ResponseTypes.Token];

    readonly Option<string> _type = new("--response-type")
    {
        HelpName = "TYPE",
        Description = "code, id_token, token or a combination, e.g. \"code id_token\"",
        DefaultValueFactory = _ => ResponseTypes.Code,
    };
    readonly Option<string?> _mode = new("--response-mode")
    {
        HelpName = "MODE",
        Description = "query, fragment, form_post or okta_post_message [default: query for a code alone, else form_post]",
    };
    readonly Option<bool> _noPkce = new("--no-pkce") { Description = "Do not bind the code to this client" };
    readonly Option<bool> _par = new("--par")
    {
        Description = "Deposit the request at the server first, so that the URL says nothing (PAR)",
    };
    readonly ParameterFlags _parameters = new("One more parameter for the authorization request; may be repeated, and prompt= sends none");

    public void AddTo(Command command)
    {
        _type.Validators.Add(RefuseOtherTypes);
        _mode.OnlyOneOf(ResponseModes.Query, ResponseModes.Fragment, ResponseModes.FormPost, ResponseModes.OktaPostMessage);
        command.AddAll(_type, _mode, _noPkce, _par);
        _parameters.AddTo(command);
    }

    public AuthorizeChoice Read(ParseResult parse) => new()
    {
        ResponseType = string.Join(' ', WordsOf(parse.GetRequiredValue(_type))),
        ResponseMode = parse.GetValue(_mode),
        UsePkce = !parse.GetValue(_noPkce),
        UsePushedRequest = parse.GetValue(_par),
        Parameters = _parameters.Read(parse),
    };

    static void RefuseOtherTypes(OptionResult result)
    {
        if (result.Tokens is [var token]
            && WordsOf(token.Value) is var words
            && (!words.All(Types.Contains) || words.Distinct().Count() != words.Length))
            result.AddError($"{result.Option.Name} wants {string.Join(", ", Types)}, or several of them in quotes.");
    }

    static string[] WordsOf(string type) => type.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What the flags said about the authorization request.</summary>
sealed record AuthorizeChoice
{
    public string ResponseType { get; init; } = ResponseTypes.Code;
    public string? ResponseMode { get; init; }
    public bool UsePkce { get; init; } = true;
    public bool UsePushedRequest { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>
    /// What was asked for and does nothing, since no code is asked for: tokens that come without one are bound to nothing.
    /// </summary>
    public void RemarkOnBinding(DPoPChoice key, Terminal io)
    {
        if (ResponseType.Split(' ').Contains(ResponseTypes.Code))
            return;

        if (Parameters.Any(parameter => parameter.Key is Protocol.Parameters.CodeChallenge))
            io.Warn(
                $"{Protocol.Parameters.CodeChallenge} binds a code, and --response-type {ResponseType} asks for none: it protects " +
                "nothing. Add code to the response type.");

        if (key.Binds || key.KeyReference is not null)
            io.Warn(
                $"Tokens that come without a code are bound to no key, and --response-type {ResponseType} asks for no code. Add code to " +
                "the response type.");
    }

    public AuthorizeOptions ToOptions()
    {
        var options = new AuthorizeOptions
        {
            ResponseType = ResponseType,
            ResponseMode = ResponseMode,
            UsePkce = UsePkce,
            UsePushedRequest = UsePushedRequest,
        };
        foreach (var prompt in Parameters.Where(IsPrompt))
            options = options with { Prompt = prompt.Value.Length > 0 ? prompt.Value : null };

        return options with { ExtraParameters = ParameterFlags.Once(Parameters.Where(parameter => !IsPrompt(parameter))) };
    }

    // The client sets prompt=none by itself; naming it changes that, and leaving it empty takes it away.
    static bool IsPrompt(KeyValuePair<string, string> parameter) => parameter.Key is Protocol.Parameters.Prompt;
}
