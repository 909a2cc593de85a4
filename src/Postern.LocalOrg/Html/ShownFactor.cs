using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Html;

/// <summary>A factor as a page shows it, whether the user has it or may set it up.</summary>
sealed record ShownFactor
{
    /// <summary>Empty for one that is not set up.</summary>
    public string Id { get; init; } = "";

    public required string FactorType { get; init; }
    public required string Provider { get; init; }

    /// <summary>Masked.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Masked.</summary>
    public string? Email { get; init; }

    public string? QuestionText { get; init; }

    public static ShownFactor Of(Factor factor) => new()
    {
        Id = factor.Id, FactorType = factor.FactorType, Provider = factor.Provider,
        PhoneNumber = factor.PhoneNumber is { } number ? PhoneNumbers.Masked(number) : null,
        Email = factor.Email is { } address ? PhoneNumbers.MaskedEmail(address) : null,
        QuestionText = factor.Question is { } question ? QuestionFactor.Questions.GetValueOrDefault(question, question) : null,
    };

    public static ShownFactor Of(FactorRule rule) => new() { FactorType = rule.FactorType, Provider = rule.Provider };
}
