using Postern.Protocol;

namespace Postern.Client;

/// <summary>What a way without an authorization request can ask for of what was asked for; what it cannot closes it.</summary>
static class AskedFor
{
    const string Opens =
        "Ask for a code alone, and leave out what only an authorization request has; or take this way by name, which SignInOptions.Via " +
        "does.";

    /// <param name="options">What was asked for.</param>
    /// <param name="carried">The parameters that the way passes on.</param>
    public static Closing? Beyond(AuthorizeOptions options, params ReadOnlySpan<string> carried)
    {
        if (options.ResponseType != ResponseTypes.Code)
            return new($"It gives what a code is redeemed for, and '{options.ResponseType}' was asked for.", Opens);
        if (options.Prompt is not (null or Prompts.None or Prompts.Login))
            return new($"It has no prompt={options.Prompt}, which was asked for.", Opens);

        foreach (var name in options.ExtraParameters.Keys)
        {
            if (!carried.Contains(name))
                return new($"It does not have the parameter {name}, which was asked for.", Opens);
        }

        return null;
    }

    public static GrantOptions AsGrant(AuthorizeOptions options) => new()
    {
        Scopes = options.Scopes, Resources = options.Resources, ExtraParameters = options.ExtraParameters,
    };
}
