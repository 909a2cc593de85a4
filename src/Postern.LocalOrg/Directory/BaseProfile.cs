using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Directory;

/// <summary>The 31 attributes of Okta's base profile, in Okta's order: management.md 8.</summary>
static class BaseProfile
{
    const string Hidden = "HIDE", Changed = "READ_WRITE";

    public static readonly IReadOnlyList<ProfileAttribute> Attributes =
    [
        Of("login", "Username") with { IsRequired = true, MinLength = 5, MaxLength = 100 },
        Of("firstName", "First name") with { IsRequired = true, MinLength = 1, MaxLength = 50, Self = Changed },
        Of("lastName", "Last name") with { IsRequired = true, MinLength = 1, MaxLength = 50, Self = Changed },
        Of("middleName", "Middle name"),
        Of("honorificPrefix", "Honorific prefix"),
        Of("honorificSuffix", "Honorific suffix"),
        Of("email", "Primary email") with { IsRequired = true, Format = "email", Self = Changed },
        Of("title", "Title"),
        Of("displayName", "Display name"),
        Of("nickName", "Nickname"),
        Of("profileUrl", "Profile Url") with { Format = "uri" },
        Of("secondEmail", "Secondary email") with { Format = "email", Self = Changed },
        Of("mobilePhone", "Mobile phone") with { MaxLength = 100, Self = Changed },
        Of("primaryPhone", "Primary phone") with { MaxLength = 100, Self = Hidden },
        Of("streetAddress", "Street address") with { Self = Hidden },
        Of("city", "City") with { Self = Hidden },
        Of("state", "State") with { Self = Hidden },
        Of("zipCode", "Zip code") with { Self = Hidden },
        Of("countryCode", "Country code") with { Format = "country-code", Self = Hidden },
        Of("postalAddress", "Postal Address") with { Self = Hidden },
        Of("preferredLanguage", "Preferred language") with { Format = "language-code" },
        Of("locale", "Locale") with { Format = "locale" },
        Of("timezone", "Time zone") with { Format = "timezone" },
        Of("userType", "User type"),
        Of("employeeNumber", "Employee number"),
        Of("costCenter", "Cost center"),
        Of("organization", "Organization"),
        Of("division", "Division"),
        Of("department", "Department"),
        Of("managerId", "ManagerId"),
        Of("manager", "Manager"),
    ];

    /// <summary>What every group has.</summary>
    public static readonly IReadOnlyList<ProfileAttribute> OfGroups =
    [
        Of("name", "Name") with { Description = "Name", IsRequired = true, MaxLength = 255, Self = Changed },
        Of("description", "Description") with { Description = "Description", MaxLength = 1024, Self = Changed },
    ];

    /// <summary>What every OpenID Connect app knows of its users, the name first, which is all that other apps know.</summary>
    public static readonly IReadOnlyList<ProfileAttribute> OfAppUsers =
    [
        OfAppUser("userName", "Username", "preferred_username") with { IsRequired = true, Scope = "SELF" },
        OfAppUser("name", "Name", "name"),
        OfAppUser("nickname", "Nickname", "nickname"),
        OfAppUser("given_name", "Given name", "given_name"),
        OfAppUser("middle_name", "Middle name", "middle_name"),
        OfAppUser("family_name", "Family name", "family_name"),
        OfAppUser("email", "Email", "email"),
        OfAppUser("profile", "Profile", "profile"),
        OfAppUser("picture", "Picture", "picture"),
        OfAppUser("website", "Website", "website"),
        OfAppUser("gender", "Gender", "gender"),
        OfAppUser("birthdate", "Birthdate", "birthdate"),
        OfAppUser("zoneinfo", "Zoneinfo", "zoneinfo"),
        OfAppUser("locale", "Locale", "locale"),
        OfAppUser("phone_number", "Phone number", "phone_number"),
        OfAppUser("street_address", "Street address", "address.street_address"),
        OfAppUser("locality", "Locality", "address.locality"),
        OfAppUser("region", "Region", "address.region"),
        OfAppUser("postal_code", "Postal code", "address.postal_code"),
        OfAppUser("country", "Country", "address.country"),
        OfAppUser("formatted", "Formatted", "address.formatted"),
    ];

    static ProfileAttribute OfAppUser(string name, string title, string claim) => Of(name, title) with
    {
        Others = JsonSerializer.SerializeToElement(new JsonObject { ["externalName"] = claim }, DirectoryJson.Default.JsonObject),
    };

    static ProfileAttribute Of(string name, string title) =>
        new() { Name = name, Title = title, Type = ProfileAttribute.Text, Self = "READ_ONLY" };
}
