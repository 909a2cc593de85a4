namespace Postern.LocalOrg.Tests.Management.Terraform;

/// <summary>
/// A resource of Terraform's provider for Okta, by the calls that it makes: create, read, change, destroy. In paths and bodies
/// <c>{okta_group}</c> is the id of another that was made before.
/// </summary>
/// <param name="Type">The provider's, such as <c>okta_group</c>.</param>
/// <param name="Path">Where it is made.</param>
/// <param name="Body">What it is made of.</param>
sealed record TerraformResource(string Type, string Path, string Body)
{
    /// <summary>What it is made into; null: nothing of it is changed.</summary>
    public string? Changed { get; init; }

    /// <summary>By which call.</summary>
    public string ChangedBy { get; init; } = "PUT";

    /// <summary>Whether it is switched off before it is deleted.</summary>
    public bool IsSwitchedOff { get; init; }

    /// <summary>Whether it is made switched off, and switched on again after each change.</summary>
    public bool IsSwitchedOn { get; init; }

    /// <summary>Whether it is put where its path says, and has no id of its own.</summary>
    public bool IsPut { get; init; }

    /// <summary>Where it is found among others of its kind; null: where it is made.</summary>
    public string? List { get; init; }

    /// <summary>Members that no answer tells: secrets.</summary>
    public string[] Untold { get; init; } = [];

    public override string ToString() => Type;
}
