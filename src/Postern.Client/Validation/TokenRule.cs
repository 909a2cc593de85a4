namespace Postern.Client;

/// <summary>One thing that is checked of a token, named after the claim or header it looks at; a failure is thrown.</summary>
sealed record TokenRule(string Name, Func<CancellationToken, ValueTask<Finding>> ApplyAsync)
{
    public static TokenRule Of(string name, Func<Finding> apply) => new(name, _ => new(apply()));
}

/// <summary>What a rule found that did not fail.</summary>
readonly record struct Finding(Verdict Verdict, string Explanation);
