namespace Postern.LocalOrg;

/// <summary>
/// A profile enrolment policy (Okta's type <c>PROFILE_ENROLLMENT</c>): what people say who make themselves users of the apps that name it.
/// </summary>
public sealed record SeedRegistrationPolicy
{
    /// <summary>20 characters beginning with <c>rst</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>For people, and for the apps that name it.</summary>
    public required string Name { get; init; }

    /// <summary>For people. Default: none.</summary>
    public string? Description { get; init; }

    /// <summary>Default true; false lets nobody make themselves a user, and asks those who are for what they lack at most.</summary>
    public bool AllowsRegistration { get; init; } = true;

    /// <summary>Whether new users prove their address by a code, or a link, that is mailed to it. Default false.</summary>
    public bool VerifiesEmail { get; init; }

    /// <summary>Whether users who lack some of it are asked for it when they sign in. Default false.</summary>
    public bool CompletesProfiles { get; init; }

    /// <summary>What is asked. Default: first name, last name and e-mail address.</summary>
    public IReadOnlyList<SeedRegistrationField> Attributes { get; init; } =
    [
        new() { Name = "firstName", Label = "First name" }, new() { Name = "lastName", Label = "Last name" },
        new() { Name = "email", Label = "Email" },
    ];

    /// <summary>Groups that new users are put into, by id or name. Default: none but <c>Everyone</c>.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];
}

/// <summary>What is asked of people who make themselves users.</summary>
public sealed record SeedRegistrationField
{
    /// <summary>Of the profile: <c>email</c>, <c>department</c> …</summary>
    public required string Name { get; init; }

    /// <summary>For people. Default: the name.</summary>
    public string? Label { get; init; }

    /// <summary>Default true.</summary>
    public bool IsRequired { get; init; } = true;
}
